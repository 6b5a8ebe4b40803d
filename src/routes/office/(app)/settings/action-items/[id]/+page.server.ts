import { error, redirect } from '@sveltejs/kit'
import { templateOf } from '#features/actionItems/editing/schema.ts'
import { findTemplate } from '#features/actionItems/templates/reads.ts'
import { archiveTemplate, changeTemplate } from '#features/actionItems/templates/writes.ts'
import { textIn } from '#features/flows/rules.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const template = await read(scope, (reader) => findTemplate(reader, event.params.id))
	if (!template) error(404)
	const { locale, workspace } = event.locals
	return {
		template,
		name: textIn(template.title, locale, workspace.language),
		saved: event.url.searchParams.has('saved'),
	}
}

export const actions: Actions = {
	save: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const input = templateOf(values)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const outcome = await changeTemplate(scope, event.params.id, input.data)
		if (outcome.ok) redirect(303, `/office/settings/action-items/${event.params.id}?saved`)
		if (outcome.reason === 'not_found') error(404)
		return refuse(event.locals.locale, { [outcome.path]: outcome.reason }, values)
	},
	archive: async (event) => {
		const scope = gate.manager(event)
		await archiveTemplate(scope, event.params.id)
		redirect(303, `/office/settings/action-items/${event.params.id}`)
	},
	restore: async (event) => {
		const scope = gate.manager(event)
		await archiveTemplate(scope, event.params.id, false)
		redirect(303, `/office/settings/action-items/${event.params.id}`)
	},
}
