import * as gate from '../../../../../../front-door/gate.ts'
import { files } from '../../../../../(portal)/messages/exchange.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	return files(event, scope, { conversationId: event.params.id })
}
