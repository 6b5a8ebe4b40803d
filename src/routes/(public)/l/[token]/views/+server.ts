import { error } from '@sveltejs/kit'
import { isMachine } from '#features/access/directLinks/rules.ts'
import { findThing } from '#features/access/directLinks/targets/reads.ts'
import { noteOpening } from '#features/access/directLinks/writes.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The page says that it stands before somebody's eyes. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.link(event)
	const thing = await read(scope, findThing)
	if (!thing) error(404)
	if (!isMachine(event.request)) await noteOpening(scope, thing)
	return new Response(null, { status: 204 })
}
