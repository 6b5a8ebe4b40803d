import { error, fail, redirect } from '@sveltejs/kit'
import { askForReset } from '#features/access/passwords/resets/writes.ts'
import { readAddress } from '#features/access/rules.ts'
import { m } from '#messages'
import { readAsking, setAsking } from '../../../../front-door/asking.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { deviceOf, isSecure, tooOften } from '../../../../front-door/portal-entry.ts'
import { carryOn } from '../password/carry.ts'
import { addressTrouble, typedAddress } from '../shown.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.anybody(event)
	const { searchParams } = event.url
	const gone = searchParams.has('gone')
	if (!event.locals.workspace.settings.signIn.password) redirect(303, gone ? '/sign-in?link=gone' : '/sign-in')
	if (scope.kind === 'client') redirect(303, '/profile/password')
	const asking = readAsking(event.cookies)
	const address = typedAddress(asking, event.locals.workspace.country)
	return { address, sent: searchParams.has('sent') && address !== '', gone }
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		const { settings, country } = event.locals.workspace
		if (!settings.signIn.password) error(404)
		const { values } = await fieldsOf(event.request)
		if ('go' in values) return carryOn(event, values, '/sign-in/forgot')
		const { address = '' } = values
		const asked = readAddress(address, country)
		if (!asked) return fail(422, { address, error: addressTrouble(address), trouble: { title: m.access_not_sent() } })
		const result = await askForReset(scope, asked, deviceOf(event))
		if (!result.ok) return result.reason === 'off' ? error(404) : tooOften(event, result.retryAfter, { address })
		const next = readAsking(event.cookies)?.next ?? null
		setAsking(event.cookies, { ...asked, next, askedAt: null }, isSecure(event))
		redirect(303, '/sign-in/forgot?sent')
	},
}
