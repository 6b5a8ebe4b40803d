import { redirect } from '@sveltejs/kit'
import { linkIsGood, signInWithLink } from '#features/access/members/signIn/writes.ts'
import { visitorScope } from '#platform/scope/make.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { enterOffice } from '../../../../../front-door/office-entry.ts'
import { deviceOf } from '../../../../../front-door/portal-entry.ts'
import type { Actions, PageServerLoad } from './$types'

/** Opening the link spends nothing, so that a mail scanner cannot use it up; the button does. */
export const load: PageServerLoad = async (event) => {
	gate.anybody(event)
	const { locals, params } = event
	const scope = visitorScope({ workspaceId: locals.workspace.workspaceId, locale: locals.locale })
	if (!(await linkIsGood(scope, params.token))) redirect(303, '/office/sign-in?spent')
	event.setHeaders({ 'referrer-policy': 'no-referrer' })
}

export const actions: Actions = {
	default: async (event) => {
		gate.anybody(event)
		const { locals, params } = event
		const scope = visitorScope({ workspaceId: locals.workspace.workspaceId, locale: locals.locale })
		const device = deviceOf(event)
		return enterOffice(event, await signInWithLink(scope, params.token, device), '/office')
	},
}
