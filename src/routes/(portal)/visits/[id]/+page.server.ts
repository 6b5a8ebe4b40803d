import { error } from '@sveltejs/kit'
import { findVisit } from '#features/visits/reads.ts'
import { visitView } from '#features/visits/views/rules.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { mayArea } from '#platform/scope/scope.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'visits')
	const visit = await read(scope, (reader) => findVisit(reader, event.params.id))
	if (!visit) error(404)
	const { workspace, locale } = event.locals
	const { projectId, projectName } = visit
	return {
		visit: visitView(visit, { locale, timeZone: workspace.timeZone }, now()),
		project: projectId && mayArea(scope, 'projects') ? { id: projectId, name: projectName ?? '' } : null,
	}
}
