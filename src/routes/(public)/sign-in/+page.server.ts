import { fail, redirect } from '@sveltejs/kit'
import { askForCode } from '#features/access/codes/writes.ts'
import { localPath, readAddress } from '#features/access/rules.ts'
import { m } from '#messages'
import { readAsking, setAsking } from '../../../front-door/asking.ts'
import { fieldsOf } from '../../../front-door/form.ts'
import * as gate from '../../../front-door/gate.ts'
import { deviceOf, isSecure, tooOften } from '../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'
import { shownAddress } from './shown.ts'

export const load: PageServerLoad = (event) => {
	const scope = gate.anybody(event)
	const { searchParams } = event.url
	const next = localPath(searchParams.get('next'))
	if (scope.kind === 'client') redirect(303, next ?? '/')
	const { workspace, locals } = { workspace: event.locals.workspace, locals: event.locals }
	const asking = readAsking(event.cookies)
	return {
		next: next ?? asking?.next ?? null,
		address: asking ? shownAddress(asking, workspace.country) : '',
		byCode: workspace.settings.signIn.code,
		welcome: workspace.welcomeText,
		news:
			searchParams.get('link') === 'gone' ? ('linkGone' as const) : searchParams.has('out') ? ('out' as const) : null,
		locale: locals.locale,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.anybody(event)
		const { values } = await fieldsOf(event.request)
		const { address = '', next } = values
		const asked = readAddress(address, event.locals.workspace.country)
		if (!asked) {
			const error = address.trim() ? m.access_address_invalid() : m.access_address_missing()
			return fail(422, { address, error, trouble: { title: m.access_not_sent() } })
		}
		const result = await askForCode(scope, asked, localPath(next), deviceOf(event))
		if (!result.ok) return tooOften(event, result.retryAfter, { address })
		setAsking(event.cookies, { ...asked, next: localPath(next), askedAt: result.askedAt.getTime() }, isSecure(event))
		redirect(303, '/sign-in/code')
	},
}
