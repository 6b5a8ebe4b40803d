import { error } from '@sveltejs/kit'
import { drawingOfClient } from '#features/drawings/reads.ts'
import { handInDrawing, saveDrawing } from '#features/drawings/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { read } from '#platform/db/db.ts'
import { findHouse, saveTyped, viewOf } from '../../../../../front-door/drawings.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

/** Where a client draws its roof, or looks at what was drawn; there is nothing for who only lends money. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'projects')
	const done = ['saved', 'handedIn'].find((what) => event.url.searchParams.get('done') === what)
	return read(scope, async (reader) => {
		const project = await findProject(reader, event.params.id)
		const drawing = project && (await drawingOfClient(reader, project))
		if (!drawing) error(404)
		const { id, name } = project
		return { project: { id, name }, view: await viewOf(event, reader, project), mine: drawing.mine, done }
	})
}

export const actions: Actions = {
	find: async (event) => {
		const scope = gate.client(event, 'projects')
		const project = await read(scope, (reader) => findProject(reader, event.params.id))
		const drawing = project && (await read(scope, (reader) => drawingOfClient(reader, project)))
		return drawing?.mine ? findHouse(event, scope) : error(404)
	},
	save: (event) => {
		const scope = gate.client(event, 'projects')
		const { id } = event.params
		return saveTyped(event, (drawn) => saveDrawing(scope, id, drawn), `/projects/${id}/drawing?done=saved`)
	},
	handIn: (event) => {
		const scope = gate.client(event, 'projects')
		const { id } = event.params
		return saveTyped(event, (drawn) => handInDrawing(scope, id, drawn), `/projects/${id}/drawing?done=handedIn`)
	},
}
