import { error } from '@sveltejs/kit'
import { sendFile } from '#features/actionItems/files/writes.ts'
import { findItem } from '#features/actionItems/reads.ts'
import { read } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { answerUpload, tooOften } from '../../../../../front-door/uploads.ts'
import { hourly } from '../../../files/uploads/limits.ts'
import type { RequestHandler } from './$types'

/** A file sent before the rest of the form. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'projects')
	const page = `/action-items/${event.params.id}`
	const item = await read(scope, (reader) => findItem(reader, event.params.id))
	if (!item) error(404)
	if (!(await spend(hourly, scope.contactId)).ok) return tooOften(event, page)
	return answerUpload(event, await sendFile(scope, item, event.request), { done: () => page, form: page })
}
