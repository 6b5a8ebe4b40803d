import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { resumable } from '../../../../../../front-door/resumable.ts'
import { tooOften } from '../../../../../../front-door/uploads.ts'
import { hourly, sentByClient } from '../../limits.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents')
	const begins = event.request.method === 'POST'
	if (begins && !(await spend(hourly, scope.contactId)).ok) return tooOften(event, '/files/new')
	return resumable(event, scope, { path: '/files/uploads/resumable', fixed: sentByClient })
}
export const HEAD = POST
export const PATCH = POST
export const DELETE = POST
export const GET = POST
