import { redirect } from '@sveltejs/kit'
import { companyInput } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	const { name, phone, supportEmail, timeZone, currency, language, country } = event.locals.workspace
	return {
		company: { name, phone: phone ?? '', supportEmail: supportEmail ?? '', timeZone, currency, language, country },
		timeZones: Intl.supportedValuesOf('timeZone'),
		saved: event.url.searchParams.has('saved'),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = companyInput.safeParse(values)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		await updateWorkspace(scope, input.data)
		redirect(303, '/office/settings/company?saved')
	},
}
