import * as gate from '../../../../../front-door/gate.ts'
import { placeOf, post, posts } from '../../exchange.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => {
	const scope = gate.client(event, 'messages')
	return posts(event, scope, placeOf(event.params.id), `/messages/${event.params.id}`)
}

export const POST: RequestHandler = (event) => {
	const scope = gate.client(event, 'messages')
	return post(event, scope, placeOf(event.params.id), `/messages/${event.params.id}`)
}
