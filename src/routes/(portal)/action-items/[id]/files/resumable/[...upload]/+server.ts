import { error } from '@sveltejs/kit'
import { fieldOf, linkFiles, placeOf } from '#features/actionItems/completing/writes.ts'
import { findItem } from '#features/actionItems/reads.ts'
import { heldItem } from '#features/actionItems/writes.ts'
import { read } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../../../front-door/gate.ts'
import { resumable } from '../../../../../../../front-door/resumable.ts'
import { tooOften } from '../../../../../../../front-door/uploads.ts'
import { hourly } from '../../../../../files/uploads/limits.ts'
import type { RequestHandler } from './$types'

/** The same in parts. A file that comes when the item is done already stays among the account's documents. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'projects')
	const { id, upload } = event.params
	const item = await read(scope, (reader) => findItem(reader, id))
	if (!item) error(404)
	const begins = event.request.method === 'POST'
	if (begins && !(await spend(hourly, scope.contactId)).ok) return tooOften(event, `/action-items/${id}`)
	const { accountId, siteId, projectId, folder } = placeOf(item)
	return resumable({ request: event.request, locals: event.locals, params: { id: upload } }, scope, {
		path: `/action-items/${id}/files/resumable`,
		fixed: { accountId, siteId: siteId ?? '', projectId, folder, sharedWithPortal: 'true', externalId: '', place: '' },
		attach: async (writer, documentId, { field }) => {
			const held = await heldItem(writer, id, 'open')
			if (held.ok) await linkFiles(writer, held.item, [documentId], fieldOf(held.item, field ?? ''))
		},
	})
}
export const HEAD = POST
export const PATCH = POST
export const DELETE = POST
export const GET = POST
