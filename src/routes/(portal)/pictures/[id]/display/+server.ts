import { display } from '../../../../../front-door/content.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => {
	const scope = gate.client(event, 'documents')
	return display(event, scope, event.params.id)
}
export const HEAD = GET
