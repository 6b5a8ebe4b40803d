import { fail, type RequestEvent, redirect } from '@sveltejs/kit'
import { signInWithPassword } from '#features/access/members/signIn/writes.ts'
import { m } from '#messages'
import { visitorScope } from '#platform/scope/make.ts'
import { fieldsOf, safeNext } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { formWaits } from '../../../../front-door/kept.ts'
import { enterOffice, tooMany } from '../../../../front-door/office-entry.ts'
import { deviceOf } from '../../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.anybody(event)
	const next = safeNext(event.url.searchParams.get('next'), '/office')
	if (scope.kind === 'staff') redirect(303, next)
	return {
		next,
		spent: event.url.searchParams.has('spent'),
		sent: event.url.searchParams.has('sent'),
		passkey: event.url.searchParams.has('passkey'),
		kept: formWaits(event),
	}
}

export const actions: Actions = {
	default: async (event: RequestEvent) => {
		gate.anybody(event)
		const { locals, request } = event
		const { values } = await fieldsOf(request)
		const email = (values.email ?? '').trim().toLowerCase().slice(0, 254)
		const scope = visitorScope({ workspaceId: locals.workspace.workspaceId, locale: locals.locale })
		const device = deviceOf(event)
		const result = await signInWithPassword(scope, { email, password: (values.password ?? '').slice(0, 200) }, device)
		if (!result.ok && result.reason === 'limited') return tooMany(event, result.retryAfter, { email })
		if (!result.ok && result.reason !== 'secondFactor') return fail(422, { email, error: m.members_office_wrong() })
		return enterOffice(event, result, safeNext(values.next, '/office'))
	},
}
