/** Who may know of which document requests. Every query of them joins their project and goes through here. */
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { projects } from '#features/projects/tables.ts'
import { type ClientScope, mayArea, type Scope } from '#platform/scope/scope.ts'
import { documentRequests } from './tables.ts'

const nobody = sql`false`

export function visibleRequests(scope: Scope): SQL {
	const here = and(eq(documentRequests.workspaceId, scope.workspaceId), isNull(documentRequests.withdrawnAt))
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
			return mayArea(scope, 'projects') && mayArea(scope, 'documents') ? forClient(scope) : nobody
		default:
			return nobody
	}
}

/** By its account or site, never by a link to the project alone as a lender has it; and asked of nobody else. */
function forClient(scope: ClientScope): SQL | undefined {
	const { accountIds, siteIds, contactId } = scope
	const reached = or(
		accountIds.length > 0 ? inArray(projects.accountId, [...accountIds]) : undefined,
		siteIds.length > 0 ? inArray(projects.siteId, [...siteIds]) : undefined,
	)
	const asked = or(isNull(documentRequests.contactId), eq(documentRequests.contactId, contactId))
	return reached ? and(isNull(projects.archivedAt), reached, asked) : nobody
}
