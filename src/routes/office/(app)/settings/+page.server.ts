import { redirect } from '@sveltejs/kit'
import { findSettings, settingsPages } from '#features/workspaces/finding/rules.ts'
import { setupState } from '#features/workspaces/setup/reads.ts'
import { closeSetup, sendTestMail } from '#features/workspaces/setup/writes.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf, safeNext } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'
import { settingsThere } from './pages.ts'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const { locale } = event.locals
	const { searchParams } = event.url
	const q = searchParams.get('q')?.slice(0, 200) ?? ''
	return {
		q,
		found: findSettings(q, settingsThere, locale),
		pages: settingsPages(settingsThere, locale),
		setup: await read(scope, setupState),
		signIn: settingsThere.includes('sign-in') ? '/office/settings/sign-in' : '/office/settings/portal',
		mailed: searchParams.get('mailed'),
	}
}

export const actions: Actions = {
	close: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		await closeSetup(scope)
		redirect(303, safeNext(values.back, '/office/settings'))
	},
	testMail: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const sent = await sendTestMail(scope)
		redirect(303, `${safeNext(values.back, '/office/settings').split('?')[0]}?mailed=${sent ? 'yes' : 'often'}`)
	},
}
