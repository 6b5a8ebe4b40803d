import { redirect } from '@sveltejs/kit'
import { requestReset } from '#features/access/members/resets/writes.ts'
import { memberEmail } from '#features/access/members/schema.ts'
import { visitorScope } from '#platform/scope/make.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { tooMany } from '../../../../../front-door/office-entry.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.anybody(event)
}

export const actions: Actions = {
	default: async (event) => {
		gate.anybody(event)
		const { locals, request } = event
		const { values } = await fieldsOf(request)
		const email = memberEmail.safeParse(values.email ?? '')
		if (!email.success)
			return refuse(
				locals.locale,
				{ email: codesOf(email.error)[''] ?? 'email_invalid' },
				{ email: values.email ?? '' },
			)
		const scope = visitorScope({ workspaceId: locals.workspace.workspaceId, locale: locals.locale })
		const result = await requestReset(scope, email.data, { ip: locals.ip, userAgent: '' })
		if (!result.ok) return tooMany(event, result.retryAfter, {})
		redirect(303, '/office/sign-in?sent')
	},
}
