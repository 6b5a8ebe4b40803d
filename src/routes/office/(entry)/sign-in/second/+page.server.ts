import { fail, redirect } from '@sveltejs/kit'
import { signInWithSecondFactor } from '#features/access/members/signIn/writes.ts'
import { m } from '#messages'
import { visitorScope } from '#platform/scope/make.ts'
import { fieldsOf } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { enterOffice, tooMany } from '../../../../../front-door/office-entry.ts'
import { readPending } from '../../../../../front-door/pending.ts'
import { deviceOf } from '../../../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.anybody(event)
	if (!readPending(event.cookies)) redirect(303, '/office/sign-in')
	return { recovery: event.url.searchParams.has('recovery') }
}

export const actions: Actions = {
	default: async (event) => {
		gate.anybody(event)
		const { locals, request } = event
		const pending = readPending(event.cookies)
		if (!pending) redirect(303, '/office/sign-in')
		const { values } = await fieldsOf(request)
		const scope = visitorScope({ workspaceId: locals.workspace.workspaceId, locale: locals.locale })
		const device = deviceOf(event)
		const result = await signInWithSecondFactor(scope, pending.memberId, values.code ?? '', device)
		if (!result.ok && result.reason === 'limited') return tooMany(event, result.retryAfter, {})
		if (!result.ok) {
			const recovery = 'recovery' in values
			return fail(422, { error: recovery ? m.members_recovery_wrong() : m.members_second_wrong(), recovery })
		}
		return enterOffice(event, result, pending.next)
	},
}
