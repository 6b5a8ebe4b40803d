import * as gate from '../../../../../../front-door/gate.ts'
import { post, posts } from '../../../../../(portal)/messages/exchange.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	return posts(event, scope, { conversationId: event.params.id }, `/office/inbox/${event.params.id}`)
}

export const POST: RequestHandler = (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	return post(event, scope, { conversationId: event.params.id }, `/office/inbox/${event.params.id}`)
}
