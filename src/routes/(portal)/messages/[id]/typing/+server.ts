import * as gate from '../../../../../front-door/gate.ts'
import { typing } from '../../exchange.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = (event) => {
	const scope = gate.client(event, 'messages')
	return typing(event, scope, event.params.id)
}
