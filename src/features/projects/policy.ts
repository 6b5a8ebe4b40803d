/** Who may know of which projects. Every query of projects goes through here, and no other place decides. */
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { type ClientScope, type LinkScope, mayArea, type Scope } from '#platform/scope/scope.ts'
import { projects } from './tables.ts'

const nobody = sql`false`

export function visibleProjects(scope: Scope): SQL {
	const here = eq(projects.workspaceId, scope.workspaceId)
	return and(here, ofScope(scope)) ?? nobody
}

function ofScope(scope: Scope): SQL | undefined {
	switch (scope.kind) {
		case 'system':
		case 'key':
			return undefined
		case 'staff':
			return scope.role === 'technician' ? nobody : undefined
		case 'client':
			return mayArea(scope, 'projects') ? and(isNull(projects.archivedAt), reached(scope)) : nobody
		default:
			return nobody
	}
}

/** By a link to its account, to its site, or to itself. */
function reached(scope: ClientScope | LinkScope): SQL {
	const { accountIds, siteIds, projectIds = [] } = scope
	return (
		or(
			accountIds.length > 0 ? inArray(projects.accountId, [...accountIds]) : undefined,
			siteIds.length > 0 ? inArray(projects.siteId, [...siteIds]) : undefined,
			projectIds.length > 0 ? inArray(projects.id, [...projectIds]) : undefined,
		) ?? nobody
	)
}
