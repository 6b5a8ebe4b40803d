import type { Hit } from '#features/people/rules.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { listProjects } from '../reads.ts'

/** Letters that somebody must have typed before anything is looked for. */
const least = 2

/** Projects to go to: by their name, their address or another program's id. */
export async function findProjects(reader: Reader<CompanyScope>, typed: string, limit = 6): Promise<Hit[]> {
	if (typed.trim().length < least) return []
	const { rows } = await listProjects(reader, { filter: { q: typed }, limit, direction: 'desc' })
	return rows.map(({ id, name, accountName, siteName, step }) => ({
		type: 'project' as const,
		id,
		title: name,
		meta: [accountName, siteName, step.name].filter(Boolean).join(', '),
	}))
}
