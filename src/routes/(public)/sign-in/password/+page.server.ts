import { error, fail, redirect } from '@sveltejs/kit'
import { signInWithPassword } from '#features/access/passwords/writes.ts'
import { localPath, readAddress } from '#features/access/rules.ts'
import { headlineOf } from '#features/workspaces/rules.ts'
import { m } from '#messages'
import { readAsking } from '../../../../front-door/asking.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { deviceOf, enterPortal, tooOften } from '../../../../front-door/portal-entry.ts'
import { takeShut } from '../../../../front-door/shut.ts'
import { addressTrouble, newsOf, typedAddress } from '../shown.ts'
import type { Actions, PageServerLoad } from './$types'
import { carryOn } from './carry.ts'

export const load: PageServerLoad = (event) => {
	const scope = gate.anybody(event)
	const { searchParams, search } = event.url
	const next = localPath(searchParams.get('next'))
	if (scope.kind === 'client') redirect(303, next ?? '/')
	const { workspace, locale } = event.locals
	const { country, settings } = workspace
	if (!settings.signIn.password) redirect(303, `/sign-in${search}`)
	const asking = readAsking(event.cookies)
	return {
		next: next ?? asking?.next ?? null,
		address: typedAddress(asking, country),
		ways: settings.signIn,
		headline: headlineOf(workspace, locale),
		welcome: settings.welcome[locale],
		news: newsOf(searchParams),
		shut: takeShut(event.cookies),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		const { workspace } = event.locals
		if (!workspace.settings.signIn.password) error(404)
		const { values } = await fieldsOf(event.request)
		if ('go' in values) return carryOn(event, values, '/sign-in/password')
		const { address = '', password = '', next } = values
		const asked = readAddress(address, workspace.country)
		const errors = {
			...(asked ? {} : { address: addressTrouble(address) }),
			...(password ? {} : { password: m.access_password_missing() }),
		}
		if (!asked || !password) return fail(422, { address, errors, trouble: { title: m.access_not_in() } })
		const result = await signInWithPassword(scope, asked, password.slice(0, 400), deviceOf(event))
		if (result.ok) return enterPortal(event, result.entered, localPath(next))
		if (result.reason === 'off') error(404)
		if (result.reason === 'tooMany') return tooOften(event, result.retryAfter, { address })
		if (result.reason === 'shut') return fail(403, { address, shut: result.refusal })
		const { code, link } = workspace.settings.signIn
		const text = code ? m.access_password_wrong_code() : link ? m.access_password_wrong_link() : undefined
		return fail(422, { address, trouble: { title: m.access_password_wrong(), ...(text && { text }) } })
	},
}
