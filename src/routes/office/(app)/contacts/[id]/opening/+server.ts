import { error } from '@sveltejs/kit'
import { markSeen } from '#features/registration/writes.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The contact's page is before somebody's eyes: what came by the contact form is new no more. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	if (!(await markSeen(scope, event.params.id))) error(404)
	return new Response(null, { status: 204 })
}
