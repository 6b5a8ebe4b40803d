import { json } from '@sveltejs/kit'
import { findPeople, findPlaces } from '#features/people/finding/reads.ts'
import { findProjects } from '#features/projects/finding/reads.ts'
import { findSettings } from '#features/workspaces/finding/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { settingsThere } from '../../settings/pages.ts'
import type { RequestHandler } from './$types'

/** What a search box shows while somebody types. `of`: `places`, `people`, or both. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.staff(event)
	const q = event.url.searchParams.get('q')?.slice(0, 200) ?? ''
	const of = event.url.searchParams.get('of')
	const { country, settings: company } = event.locals.workspace
	const projects = !of && company.modules.projects
	const hits = await read(scope, async (reader) => [
		...(of === 'places' ? [] : await findPeople(reader, q, country)),
		...(of === 'people' ? [] : await findPlaces(reader, q)),
		...(projects ? await findProjects(reader, q) : []),
	])
	const manages = scope.role === 'owner' || scope.role === 'admin'
	const settings = manages && !of ? findSettings(q, settingsThere, event.locals.locale).slice(0, 6) : []
	return json({ hits, settings })
}
