import { error, redirect } from '@sveltejs/kit'
import { passwordSetAt } from '#features/access/passwords/reads.ts'
import { removeOwnPassword, setOwnPassword } from '#features/access/passwords/writes.ts'
import { localPath } from '#features/access/rules.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf, refuse } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { tooOften } from '../../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	if (!event.locals.workspace.settings.signIn.password) error(404)
	const { searchParams } = event.url
	return {
		setAt: await read(scope, passwordSetAt),
		/** Who has just come in for the first time, and where to go on to. */
		welcome: searchParams.has('welcome') ? (localPath(searchParams.get('welcome')) ?? '/') : null,
		email: event.locals.person?.email ?? '',
	}
}

export const actions: Actions = {
	set: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const { current = '', password = '', onward } = values
		const result = await setOwnPassword(scope, { current, password }, event.locals.person?.sessionId ?? '')
		if (!result.ok && result.reason === 'tooMany') return tooOften(event, result.retryAfter, {})
		if (!result.ok && result.reason === 'off') error(404)
		if (!result.ok) {
			const field = result.reason === 'password_wrong' ? 'current' : 'password'
			return refuse(event.locals.locale, { [field]: result.reason }, {})
		}
		redirect(303, localPath(onward) ?? '/profile?done=password')
	},
	remove: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const result = await removeOwnPassword(scope, values.present ?? '')
		if (!result.ok && result.reason === 'tooMany') return tooOften(event, result.retryAfter, {})
		if (!result.ok && result.reason === 'off') error(404)
		if (!result.ok) return refuse(event.locals.locale, { present: result.reason }, {})
		redirect(303, '/profile?done=password-removed')
	},
}
