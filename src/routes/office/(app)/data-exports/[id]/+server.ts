import { dataFile } from '../../../../../front-door/data-file.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
	const scope = gate.manager(event)
	return dataFile(event, scope, event.params.id)
}
export const HEAD = GET
