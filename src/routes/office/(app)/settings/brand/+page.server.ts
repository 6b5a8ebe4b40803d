import { redirect } from '@sveltejs/kit'
import { drawingFor } from '#features/workspaces/drawings/rules.ts'
import { iconAddress, shortName } from '#features/workspaces/icons/rules.ts'
import { brandInput } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { m } from '#messages'
import { errorText } from '#platform/api/error-text.ts'
import { locales } from '#platform/i18n/locale.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	const { workspace } = event.locals
	const { brandColor, settings } = workspace
	const refused = event.url.searchParams.get('refused')
	return {
		brandColor,
		words: locales.map((language) => ({
			language,
			headline: settings.headline[language] ?? '',
			headlineByItself: m.access_in_title({ company: workspace.name }, { locale: language }),
			welcome: settings.welcome[language] ?? '',
		})),
		drawing: drawingFor(workspace),
		ways: settings.signIn,
		logoHoldsName: settings.logoHoldsName,
		icon: iconAddress(workspace, 'icon-192'),
		iconUploaded: workspace.iconKey !== null,
		shortName: shortName(workspace.name),
		saved: event.url.searchParams.has('saved'),
		refused: refused ? errorText(`picture_${refused}`, event.locals.locale) : null,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const { form, values } = await fieldsOf(event.request)
		const input = brandInput.safeParse({
			brandColor: values.brandColor,
			headline: Object.fromEntries(locales.map((language) => [language, values[`headline.${language}`] ?? ''])),
			welcome: Object.fromEntries(locales.map((language) => [language, values[`welcome.${language}`] ?? ''])),
			drawing: values.drawing,
			logoHoldsName: form.has('logoHoldsName'),
		})
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const { brandColor, ...settings } = input.data
		await updateWorkspace(scope, { brandColor, settings })
		redirect(303, '/office/settings/brand?saved')
	},
}
