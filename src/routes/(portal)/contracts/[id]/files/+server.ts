import { error } from '@sveltejs/kit'
import { requestOfContract } from '#features/contracts/sending/writes.ts'
import { sendForRequest, sendStaged } from '#features/documentRequests/sending/writes.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { stagedIds } from '../../../../../front-door/staged.ts'
import { answerStaged, answerUpload, tooOften } from '../../../../../front-door/uploads.ts'
import { hourly } from '../../../files/uploads/limits.ts'
import type { RequestHandler } from './$types'

/** The signed copy of a contract: a form with files, or the order of files that were sent in parts. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents', 'projects')
	const request = await requestOfContract(scope, event.params.id)
	if (!request) error(404)
	const staged = await stagedIds(event.request)
	if (staged) return answerStaged(event, await sendStaged(scope, request, staged))
	const page = `/projects/${request.projectId}/contract`
	if (!(await spend(hourly, scope.contactId)).ok) return tooOften(event, page)
	const stored = await sendForRequest(scope, request, event.request)
	return answerUpload(event, stored, { done: () => `${page}?sent=${event.params.id}`, form: page })
}
