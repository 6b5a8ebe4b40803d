import { redirect } from '@sveltejs/kit'
import { conversationsOfClient } from '#features/messages/conversations/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

/** One conversation opens by itself; several are listed. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'messages')
	const conversations = await read(scope, conversationsOfClient)
	const [only, another] = conversations
	if (only && !another) redirect(303, `/messages/${only.id ?? only.accountId}`)
	return { conversations }
}
