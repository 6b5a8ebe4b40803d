import { redirect } from '@sveltejs/kit'
import { brandInput } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { errorText } from '#platform/api/error-text.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	const { brandColor, welcomeText } = event.locals.workspace
	const refused = event.url.searchParams.get('refused')
	return {
		brandColor,
		welcomeText: welcomeText ?? '',
		saved: event.url.searchParams.has('saved'),
		refused: refused ? errorText(`picture_${refused}`, event.locals.locale) : null,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = brandInput.safeParse(values)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		await updateWorkspace(scope, input.data)
		redirect(303, '/office/settings/brand?saved')
	},
}
