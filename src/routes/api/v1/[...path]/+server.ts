import { answerApi } from '../../../../api.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The API has gates of its own: a key, and the grant that each operation names. */
const answer: RequestHandler = (event) => {
	gate.program(event)
	const { workspace, ip, requestId } = event.locals
	return answerApi(event.request, { workspace, ip, requestId })
}

export const GET = answer
export const POST = answer
export const PATCH = answer
export const PUT = answer
export const DELETE = answer
