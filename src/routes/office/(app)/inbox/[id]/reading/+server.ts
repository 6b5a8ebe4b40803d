import * as gate from '../../../../../../front-door/gate.ts'
import { noteReading } from '../../../../../(portal)/messages/exchange.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	return noteReading(event, scope, event.params.id)
}

export const POST: RequestHandler = (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	return noteReading(event, scope, event.params.id)
}
