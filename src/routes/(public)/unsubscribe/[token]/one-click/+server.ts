import { error, redirect } from '@sveltejs/kit'
import { unsubscribe } from '#features/notifications/choices/writes.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** What a mail program posts when its reader unsubscribes there (RFC 8058): no cookie, no page, done at once. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.anybody(event)
	if (!(await unsubscribe(scope, event.params.token))) error(404)
	return new Response(null, { status: 204 })
}

/** Older mail programs open the address instead: their reader is asked. */
export const GET: RequestHandler = (event) => {
	gate.anybody(event)
	redirect(303, `/unsubscribe/${event.params.token}`)
}
