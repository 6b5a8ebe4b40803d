import { error } from '@sveltejs/kit'
import { content } from '../../../../../front-door/content.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = (event) => {
	const scope = gate.link(event)
	return scope.target.type === 'document' ? content(event, scope, scope.target.id) : error(404)
}
export const HEAD = GET
