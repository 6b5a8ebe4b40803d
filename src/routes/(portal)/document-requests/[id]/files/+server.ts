import { error } from '@sveltejs/kit'
import { findRequest } from '#features/documentRequests/reads.ts'
import { sendForRequest } from '#features/documentRequests/sending/writes.ts'
import { read } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { answerUpload, tooOften } from '../../../../../front-door/uploads.ts'
import { hourly } from '../../../files/uploads/limits.ts'
import type { RequestHandler } from './$types'

/** What a client sends for a request; looked up before anything of it is read. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents', 'projects')
	const request = await read(scope, (reader) => findRequest(reader, event.params.id))
	if (!request) error(404)
	const page = `/projects/${request.projectId}`
	if (!(await spend(hourly, scope.contactId)).ok) return tooOften(event, page)
	const stored = await sendForRequest(scope, request.id, event.request)
	return answerUpload(event, stored, { done: () => `${page}?sent=${request.id}#request-${request.id}`, form: page })
}
