import { redirect } from '@sveltejs/kit'
import { provenFor } from '#features/access/devices/rules.ts'
import { resetIsGood, resetPassword } from '#features/access/passwords/resets/writes.ts'
import { newToken } from '#platform/crypto/crypto.ts'
import { setAsking } from '../../../../front-door/asking.ts'
import { readDevice, setDevice } from '../../../../front-door/device.ts'
import { fieldsOf, refuse } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { deviceOf, isSecure, tooOften } from '../../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

/** Opening the link, however often, spends nothing; choosing a password does. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.anybody(event)
	event.setHeaders({ 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex' })
	if (event.request.method !== 'POST' && !(await resetIsGood(scope, event.params.token)))
		redirect(303, '/sign-in/forgot?gone')
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		const { values } = await fieldsOf(event.request)
		const result = await resetPassword(scope, event.params.token, values.password ?? '', deviceOf(event))
		if (!result.ok && result.reason === 'tooMany') return tooOften(event, result.retryAfter, {})
		if (!result.ok && result.reason === 'gone') redirect(303, '/sign-in/forgot?gone')
		if (!result.ok) return refuse(event.locals.locale, { password: result.reason }, {})
		const { address, trace } = result
		if (address) setAsking(event.cookies, { ...address, next: null, askedAt: null }, isSecure(event))
		// Whoever holds the address is at this device: strangers who try its password do not keep it out.
		const known = readDevice(event.cookies)
		if (trace)
			setDevice(event.cookies, provenFor(known?.token ?? newToken(), known?.proven ?? [], [trace]), isSecure(event))
		redirect(303, '/sign-in/password?reset')
	},
}
