import { redirect } from '@sveltejs/kit'
import { projectsOfClient } from '#features/projects/reads.ts'
import { lineOf } from '#features/projects/views/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'
import { readingOf } from './reading.ts'

/** Who has one project is led straight to it. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'projects')
	const found = await read(scope, (reader) => projectsOfClient(reader))
	const [only] = found
	if (only && found.length === 1) redirect(303, `/projects/${only.id}`)
	const reading = readingOf(event.locals)
	return {
		projects: found.flatMap((project) => lineOf(project, reading) ?? []),
	}
}
