import { redirect } from '@sveltejs/kit'
import { modulesOf } from '#features/workspaces/rules.ts'
import { portalInput } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	const { workspace } = event.locals
	return { url: workspaceUrl(workspace, '/'), settings: workspace.settings, saved: event.url.searchParams.has('saved') }
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const { form, values } = await fieldsOf(event.request)
		const input = portalInput.safeParse({
			invitations: { auto: form.has('auto'), channels: form.getAll('channels') },
		})
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const modules = form.has('modules') && { modules: modulesOf(form.getAll('module')) }
		await updateWorkspace(scope, { settings: { ...input.data, ...modules } })
		redirect(303, '/office/settings/portal?saved')
	},
}
