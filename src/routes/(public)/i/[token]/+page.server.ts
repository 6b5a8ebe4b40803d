import { fail, redirect } from '@sveltejs/kit'
import { askForCode } from '#features/access/codes/writes.ts'
import { openLink, spendLink } from '#features/access/links/writes.ts'
import { setAsking } from '../../../../front-door/asking.ts'
import * as gate from '../../../../front-door/gate.ts'
import { deviceOf, enterPortal, isSecure, tooOften } from '../../../../front-door/portal-entry.ts'
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
		if (result.reason === 'password') redirect(303, `/reset/${event.params.token}`)
		if (result.reason === 'code') {
			const asked = await askForCode(scope, result.address, null, deviceOf(event))
			if (!asked.ok)
				return asked.reason === 'tooMany' ? tooOften(event, asked.retryAfter, {}) : redirect(303, '/sign-in')
			setAsking(event.cookies, { ...result.address, next: null, askedAt: asked.askedAt.getTime() }, isSecure(event))
			redirect(303, '/sign-in/code')
		}
		if (result.reason === 'shut') return fail(403, { shut: result.refusal })
		redirect(303, '/sign-in?link=gone')
	},
}
