import { error, fail, redirect } from '@sveltejs/kit'
import { listMembers } from '#features/access/members/reads.ts'
import { findConversation } from '#features/messages/conversations/reads.ts'
import { assignConversation, setConversationStatus } from '#features/messages/conversations/writes.ts'
import { postsOf } from '#features/messages/reads.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { draftOf } from '../../../../(portal)/messages/exchange.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event, gate.office, 'messages')
	const before = event.url.searchParams.get('before')
	const draft = draftOf(event.url)
	const found = await read(scope, async (reader) => {
		const conversation = await findConversation(reader, event.params.id)
		if (!conversation) return null
		const members = await listMembers(reader)
		return { conversation, members, posts: await postsOf(reader, conversation.id, { before }) }
	})
	if (!found) error(404)
	const { id, accountId, accountName, contactId, contactName, assignedTo, status, reachable } = found.conversation
	return {
		conversation: { id, accountId, accountName, contactId, contactName, assignedTo, status, reachable },
		/** Those who may answer, and whoever has it now. */
		members: found.members
			.filter((one) => (one.status === 'active' && one.role !== 'technician') || one.id === assignedTo)
			.map((one) => ({ value: one.id, label: one.name || one.email })),
		posts: found.posts,
		past: before !== null,
		draft,
		me: scope.memberId,
		clientKey: crypto.randomUUID(),
	}
}

export const actions: Actions = {
	assign: async (event) => {
		const scope = gate.staff(event, gate.office, 'messages')
		const memberId = String((await event.request.formData()).get('memberId') ?? '') || null
		const changed = await assignConversation(scope, event.params.id, memberId)
		if (!changed.ok && changed.reason === 'not_found') error(404)
		if (!changed.ok) return fail(422, { reason: changed.reason })
		redirect(303, event.url.pathname)
	},
	done: async (event) => {
		const scope = gate.staff(event, gate.office, 'messages')
		if (!(await setConversationStatus(scope, event.params.id, 'done')).ok) error(404)
		redirect(303, event.url.pathname)
	},
	open: async (event) => {
		const scope = gate.staff(event, gate.office, 'messages')
		if (!(await setConversationStatus(scope, event.params.id, 'open')).ok) error(404)
		redirect(303, event.url.pathname)
	},
}
