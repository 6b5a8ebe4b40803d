import { json } from '@sveltejs/kit'
import { inbox } from '#features/messages/inbox/reads.ts'
import { inboxQuery } from '#features/messages/schema.ts'
import { unreadForStaff } from '#features/messages/unread/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The list again, when there is news. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	const query = inboxQuery.parse(Object.fromEntries(event.url.searchParams))
	return json(
		await read(scope, async (reader) => ({ list: await inbox(reader, query), counts: await unreadForStaff(reader) })),
	)
}
