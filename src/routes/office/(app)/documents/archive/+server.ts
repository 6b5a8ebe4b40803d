import { error } from '@sveltejs/kit'
import { archiveOf } from '#features/documents/archives/reads.ts'
import { documentsByIds } from '#features/documents/reads.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { downloadHeaders } from '#platform/files/download.ts'
import { fieldsOf } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

const most = 500

/** The documents that are ticked in the form, as one zip file. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const { form } = await fieldsOf(event.request)
	const ids = form.getAll('id').map(String).slice(0, most)
	const documents = await read(scope, (reader) => documentsByIds(reader, ids))
	if (documents.length === 0) error(404)
	const [first] = documents
	const oneAccount = documents.every(({ accountId }) => accountId === first?.accountId)
	const name = oneAccount && first ? first.accountName : m.documents_office_title()
	const file = { filename: `${name}.zip`, contentType: 'application/zip', inline: false }
	return new Response(archiveOf(documents), {
		headers: { ...downloadHeaders(file), 'cache-control': 'private, no-store' },
	})
}
