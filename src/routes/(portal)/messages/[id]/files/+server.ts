import * as gate from '../../../../../front-door/gate.ts'
import { files, placeOf } from '../../exchange.ts'
import type { RequestHandler } from './$types'

export const POST: RequestHandler = (event) => {
	const scope = gate.client(event, 'messages')
	return files(event, scope, placeOf(event.params.id))
}
