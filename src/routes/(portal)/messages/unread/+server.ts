import { json } from '@sveltejs/kit'
import { unreadForClient } from '#features/messages/unread/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The count beside "Messages", asked for when there is news. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.client(event, 'messages')
	return json({ unread: await read(scope, unreadForClient) })
}
