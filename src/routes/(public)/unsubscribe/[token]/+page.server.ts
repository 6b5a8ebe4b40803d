import { error, redirect } from '@sveltejs/kit'
import { readToken } from '#features/notifications/choices/tokens/rules.ts'
import { unsubscribe } from '#features/notifications/choices/writes.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

/** Opening it changes nothing, since scanners of mail do that: the button does. */
export const load: PageServerLoad = (event) => {
	const { workspaceId } = gate.anybody(event)
	event.setHeaders({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' })
	const { kind } = readToken(workspaceId, event.params.token) ?? error(404)
	return { kind, done: event.url.searchParams.has('done') }
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		if (!(await unsubscribe(scope, event.params.token))) error(404)
		redirect(303, `/unsubscribe/${event.params.token}?done`)
	},
}
