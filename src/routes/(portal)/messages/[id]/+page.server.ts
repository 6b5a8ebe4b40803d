import { error, redirect } from '@sveltejs/kit'
import { findPlace } from '#features/messages/conversations/reads.ts'
import { postsOf } from '#features/messages/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import { viewOf } from '../../../../front-door/narrowing.ts'
import { draftOf, placeOf } from '../exchange.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'messages')
	const { id } = event.params
	const before = event.url.searchParams.get('before')
	const draft = draftOf(event.url)
	const found = await read(scope, async (reader) => {
		const there = await findPlace(reader, placeOf(id))
		return there && { ...there, posts: await postsOf(reader, there.conversation?.id ?? null, { before }) }
	})
	if (!found) error(404)
	const { conversation, accountId, accountName, posts } = found
	const { accounts, account } = await viewOf(event, scope)
	if (conversation && conversation.id !== id && !draft) redirect(303, `/messages/${conversation.id}`)
	return {
		conversationId: conversation?.id ?? null,
		accountId,
		accountName,
		/** Who answers, if that is settled. */
		assignee: conversation?.assigneeName?.split(' ')[0] ?? null,
		/** There is a list to go back to, and an account to name. */
		several: accounts.length > 1,
		listed: accounts.length > 1 && !account,
		posts,
		past: before !== null,
		draft,
		me: scope.contactId,
		clientKey: crypto.randomUUID(),
	}
}
