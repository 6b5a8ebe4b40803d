import { redirect } from '@sveltejs/kit'
import { conversationsOfClient } from '#features/messages/conversations/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../front-door/gate.ts'
import { viewOf } from '../../../front-door/narrowing.ts'
import type { PageServerLoad } from './$types'

/** One conversation opens by itself; several are listed: a new one begins with the account that it is about. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'messages')
	const view = await viewOf(event, scope)
	const conversations = await read(view.scope, conversationsOfClient)
	const [only, another] = conversations
	if (only && !another) redirect(303, `/messages/${only.id ?? only.accountId}`)
	return { conversations, choosing: view.accounts.length > 1 && !view.account }
}
