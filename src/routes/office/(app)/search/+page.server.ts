import { findPeople, findPlaces } from '#features/people/finding/reads.ts'
import { findProjects } from '#features/projects/finding/reads.ts'
import { findSettings } from '#features/workspaces/finding/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import { settingsThere } from '../settings/pages.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	const q = event.url.searchParams.get('q')?.slice(0, 200) ?? ''
	const manages = scope.role === 'owner' || scope.role === 'admin'
	const { country, settings } = event.locals.workspace
	return read(scope, async (reader) => ({
		q,
		settings: manages ? findSettings(q, settingsThere, event.locals.locale) : [],
		hits: [
			...(await findPeople(reader, q, country, 20)),
			...(await findPlaces(reader, q, 20)),
			...(settings.modules.projects ? await findProjects(reader, q, 20) : []),
		],
	}))
}
