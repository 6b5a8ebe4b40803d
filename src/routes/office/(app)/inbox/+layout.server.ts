import { inbox } from '#features/messages/inbox/reads.ts'
import { inboxQuery } from '#features/messages/schema.ts'
import { unreadForStaff } from '#features/messages/unread/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

/** The list stands beside every conversation; its address parts are the same on all pages below. */
export const load: LayoutServerLoad = async (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	const query = inboxQuery.parse(Object.fromEntries(event.url.searchParams))
	return read(scope, async (reader) => ({
		query,
		list: await inbox(reader, query),
		counts: await unreadForStaff(reader),
	}))
}
