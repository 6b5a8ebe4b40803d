import { error } from '@sveltejs/kit'
import { homeFileHeaders } from '#features/homeFile/rules.ts'
import { takeHomeFile } from '#features/homeFile/writes.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event, gate.office, 'documents')
	const file = await takeHomeFile(scope, event.params.id)
	return file ? new Response(file.body, { headers: homeFileHeaders(file) }) : error(404)
}
