import { redirect } from '@sveltejs/kit'
import { openLink, spendLink } from '#features/access/links/writes.ts'
import * as gate from '../../../../front-door/gate.ts'
import { deviceOf, enterPortal, tooOften } from '../../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

/** Opening the link, however often, spends nothing: mail scanners do it before people. The button spends it. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.anybody(event)
	event.setHeaders({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' })
	if (event.request.method !== 'POST' && !(await openLink(scope, event.params.token)))
		redirect(303, '/sign-in?link=gone')
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		const result = await spendLink(scope, event.params.token, deviceOf(event))
		if (result.ok) return enterPortal(event, result.entered, result.next)
		if (result.reason === 'tooMany') return tooOften(event, result.retryAfter, {})
		redirect(303, '/sign-in?link=gone')
	},
}
