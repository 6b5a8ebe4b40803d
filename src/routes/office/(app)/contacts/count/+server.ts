import { json } from '@sveltejs/kit'
import { countView } from '#features/access/invitations/counts/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { readQuery } from '../query.ts'
import type { RequestHandler } from './$types'

/** How many the view of this address has exactly, before something is done to all of them. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const { channels } = event.locals.workspace.settings.invitations
	return json(await read(scope, (reader) => countView(reader, readQuery(event.url).filter, channels)))
}
