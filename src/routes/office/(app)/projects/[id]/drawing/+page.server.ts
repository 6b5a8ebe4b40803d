import { error, fail, redirect } from '@sveltejs/kit'
import { drawingReturn } from '#features/drawings/schema.ts'
import { reopenDrawing, saveDrawing } from '#features/drawings/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { read } from '#platform/db/db.ts'
import { findHouse, saveTyped, viewOf } from '../../../../../../front-door/drawings.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

/** The roof of a project by itself, where staff draw it, and where its panel's form leads. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event, gate.office, 'projects')
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		if (!project) error(404)
		const { id, name, accountName, archivedAt } = project
		return {
			project: { id, name, accountName, archived: archivedAt !== null },
			view: await viewOf(event, reader, project),
			saved: event.url.searchParams.get('done') === 'saved',
		}
	})
}

export const actions: Actions = {
	find: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const project = await read(scope, (reader) => findProject(reader, event.params.id))
		return project ? findHouse(event, scope) : error(404)
	},
	save: (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { id } = event.params
		return saveTyped(event, (drawn) => saveDrawing(scope, id, drawn), `/office/projects/${id}/drawing?done=saved`)
	},
	reopen: async (event) => {
		const scope = gate.staff(event, gate.office, 'projects')
		const { locale } = event.locals
		const { values } = await fieldsOf(event.request)
		const input = drawingReturn.safeParse({ reason: values.reason, revision: Number(values.revision) || 0 })
		if (!input.success) return fail(422, refusal(locale, codesOf(input.error), values))
		const outcome = await reopenDrawing(scope, event.params.id, input.data)
		if (outcome.ok) redirect(303, `/office/projects/${event.params.id}#drawing`)
		if (outcome.reason === 'not_found') error(404)
		return fail(409, refusal(locale, { reason: outcome.reason }, values))
	},
}
