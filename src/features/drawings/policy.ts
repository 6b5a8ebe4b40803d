/** Who may know of which drawings. Every query of them joins their project and goes through here. */
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { projects } from '#features/projects/tables.ts'
import { type ClientScope, mayArea, type Scope } from '#platform/scope/scope.ts'
import { roofDrawings } from './tables.ts'

const nobody = sql`false`

export function visibleDrawings(scope: Scope): SQL {
	return and(eq(roofDrawings.workspaceId, scope.workspaceId), ofScope(scope)) ?? nobody
}

function ofScope(scope: Scope): SQL | undefined {
	switch (scope.kind) {
		case 'system':
		case 'key':
			return undefined
		case 'staff':
			return scope.role === 'technician' ? nobody : undefined
		case 'client':
			return mayArea(scope, 'projects') ? forClient(scope) : nobody
		default:
			return nobody
	}
}

/** By its account or site, never by a link to the project alone as a lender has it. */
function forClient({ accountIds, siteIds }: ClientScope): SQL | undefined {
	const reached = or(
		accountIds.length > 0 ? inArray(projects.accountId, [...accountIds]) : undefined,
		siteIds.length > 0 ? inArray(projects.siteId, [...siteIds]) : undefined,
	)
	return reached ? and(isNull(projects.archivedAt), reached) : nobody
}

/** By its account or site; a link to the project alone, as a lender has it, opens no drawing. */
export function reachesDrawing(
	{ accountIds, siteIds }: ClientScope,
	{ accountId, siteId }: { accountId: string; siteId: string | null },
): boolean {
	return accountIds.includes(accountId) || (siteId !== null && siteIds.includes(siteId))
}
