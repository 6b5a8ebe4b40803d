import * as gate from '../../../../../../../front-door/gate.ts'
import { resumable } from '../../../../../../../front-door/resumable.ts'
import type { RequestHandler } from './$types'

/** A page's own uploads: ids of other programs are given through the API. */
const fixed = { externalId: '' }

export const POST: RequestHandler = (event) => {
	const scope = gate.staff(event)
	return resumable(event, scope, { path: '/office/documents/uploads/resumable', fixed })
}
export const HEAD = POST
export const PATCH = POST
export const DELETE = POST
export const GET = POST
