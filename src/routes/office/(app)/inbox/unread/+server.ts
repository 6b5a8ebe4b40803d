import { json } from '@sveltejs/kit'
import { unreadForStaff } from '#features/messages/unread/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The count beside "Inbox", asked for when there is news. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	return json({ unread: (await read(scope, unreadForStaff)).waiting })
}
