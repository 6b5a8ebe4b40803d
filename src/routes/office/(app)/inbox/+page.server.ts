import { error, redirect } from '@sveltejs/kit'
import { startConversation } from '#features/messages/conversations/writes.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.staff(event, gate.office, 'messages')
}

export const actions: Actions = {
	/** Begins a conversation with a contact of an account, or opens the one that is there. */
	start: async (event) => {
		const scope = gate.staff(event, gate.office, 'messages')
		const form = await event.request.formData()
		const to = { accountId: String(form.get('accountId') ?? ''), contactId: String(form.get('contactId') ?? '') }
		const id = await startConversation(scope, to)
		if (!id) error(404)
		redirect(303, `/office/inbox/${id}`)
	},
}
