import { error, redirect } from '@sveltejs/kit'
import { completeByForm } from '#features/actionItems/files/writes.ts'
import { findItem } from '#features/actionItems/reads.ts'
import { uploadCode } from '#features/documents/rules.ts'
import { read } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { tooOften } from '../../../../../front-door/uploads.ts'
import { hourly } from '../../../files/uploads/limits.ts'
import type { RequestHandler } from './$types'

/** What a client hands in; looked up before anything of it is read. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'projects')
	const page = `/action-items/${event.params.id}`
	const item = await read(scope, (reader) => findItem(reader, event.params.id))
	if (!item) error(404)
	if (!(await spend(hourly, scope.contactId)).ok) return tooOften(event, page)
	const from = { ip: event.locals.ip, userAgent: event.request.headers.get('user-agent') ?? '' }
	const outcome = await completeByForm(scope, item, event.request, from)
	if (outcome.ok) redirect(303, `${page}?done`)
	if (outcome.reason === 'not_found') error(404)
	if (outcome.reason === 'invalid') redirect(303, `${page}?refused=incomplete`)
	// Somebody was faster: the page says who.
	if (outcome.reason !== 'refused') redirect(303, `${page}?late`)
	const { upload } = outcome
	const query = new URLSearchParams({ refused: uploadCode(upload), name: upload.filename ?? '' })
	redirect(303, `${page}?${query}`)
}
