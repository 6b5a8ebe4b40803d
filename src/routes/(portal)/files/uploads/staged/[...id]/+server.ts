import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { resumable } from '../../../../../../front-door/resumable.ts'
import { tooOften } from '../../../../../../front-door/uploads.ts'
import { hourly } from '../../limits.ts'
import type { RequestHandler } from './$types'

/** Files that wait until the client says what they are for, such as the pages of a document. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents')
	const begins = event.request.method === 'POST'
	if (begins && !(await spend(hourly, scope.contactId)).ok) return tooOften(event, '/files/new')
	return resumable(event, scope, { path: '/files/uploads/staged', staged: true })
}
export const HEAD = POST
export const PATCH = POST
export const DELETE = POST
export const GET = POST
