import { redirect } from '@sveltejs/kit'
import { membersInput, signInInput } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	const { locale } = event.locals
	const { settings } = event.locals.workspace
	return {
		signIn: settings.signIn,
		members: settings.members,
		headline: settings.headline[locale],
		welcome: settings.welcome[locale],
		saved: event.url.searchParams.has('saved'),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const { form, values } = await fieldsOf(event.request)
		const signIn = signInInput.safeParse({
			code: form.has('code'),
			link: form.has('link'),
			password: form.has('password'),
			passkey: form.has('passkey'),
		})
		if (!signIn.success) return refuse(event.locals.locale, { code: codesOf(signIn.error)[''] ?? 'required' }, values)
		const members = membersInput.parse({ twoFactorRequired: form.has('twoFactorRequired') })
		await updateWorkspace(scope, {
			settings: { ...event.locals.workspace.settings, signIn: signIn.data, members },
		})
		redirect(303, '/office/settings/sign-in?saved')
	},
}
