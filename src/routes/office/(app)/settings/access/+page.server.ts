import { redirect } from '@sveltejs/kit'
import { contactKinds, presetsOf } from '#features/people/rules.ts'
import { presetsInput } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { codesOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	const { accessPresets } = event.locals.workspace.settings
	return { presets: presetsOf(accessPresets), saved: event.url.searchParams.has('saved') }
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const form = await event.request.formData()
		const given = Object.fromEntries(contactKinds.map((kind) => [kind, form.getAll(kind).map(String)]))
		const input = presetsInput.safeParse(given)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), {})
		await updateWorkspace(scope, { settings: { accessPresets: input.data } })
		redirect(303, '/office/settings/access?saved')
	},
}
