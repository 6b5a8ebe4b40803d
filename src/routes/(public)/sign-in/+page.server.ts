import { error, fail, redirect } from '@sveltejs/kit'
import { askForCode } from '#features/access/codes/writes.ts'
import { localPath, readAddress } from '#features/access/rules.ts'
import { headlineOf } from '#features/workspaces/rules.ts'
import { m } from '#messages'
import { readAsking, setAsking } from '../../../front-door/asking.ts'
import { fieldsOf } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { formWaits } from '../../../front-door/kept.ts'
import { deviceOf, isSecure, tooOften } from '../../../front-door/portal-entry.ts'
import { takeShut } from '../../../front-door/shut.ts'
import type { Actions, PageServerLoad } from './$types'
import { addressTrouble, newsOf, typedAddress } from './shown.ts'

export const load: PageServerLoad = (event) => {
	const scope = gate.anybody(event)
	const { searchParams } = event.url
	const next = localPath(searchParams.get('next'))
	if (scope.kind === 'client') redirect(303, next ?? '/')
	const { workspace, locale } = event.locals
	const ways = workspace.settings.signIn
	if (!ways.code && !ways.link) redirect(303, `/sign-in/password${event.url.search}`)
	const asking = readAsking(event.cookies)
	return {
		next: next ?? asking?.next ?? null,
		address: typedAddress(asking, workspace.country),
		ways,
		headline: headlineOf(workspace, locale),
		welcome: workspace.settings.welcome[locale],
		news: newsOf(searchParams) ?? (formWaits(event) ? ('kept' as const) : null),
		shut: takeShut(event.cookies),
		locale,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		const { values } = await fieldsOf(event.request)
		const { code, link } = event.locals.workspace.settings.signIn
		if (!code && !link) error(404)
		const { address = '', next } = values
		const asked = readAddress(address, event.locals.workspace.country)
		// From the password page without an address: it is typed here.
		if (!asked && 'go' in values) redirect(303, '/sign-in')
		if (!asked) {
			return fail(422, { address, error: addressTrouble(address), trouble: { title: m.access_not_sent() } })
		}
		const result = await askForCode(scope, asked, localPath(next), deviceOf(event))
		if (!result.ok) return result.reason === 'off' ? error(404) : tooOften(event, result.retryAfter, { address })
		setAsking(event.cookies, { ...asked, next: localPath(next), askedAt: result.askedAt.getTime() }, isSecure(event))
		redirect(303, '/sign-in/code')
	},
}
