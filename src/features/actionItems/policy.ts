/** Who may know of which action items. Every query of them joins their project and goes through here. */
import { and, eq, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm'
import { projects } from '#features/projects/tables.ts'
import { type ClientScope, mayArea, type Scope } from '#platform/scope/scope.ts'
import { actionItems } from './tables.ts'

const nobody = sql`false`

export function visibleItems(scope: Scope): SQL {
	return and(eq(actionItems.workspaceId, scope.workspaceId), ofScope(scope)) ?? nobody
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

/** By its account or site, never by a link to the project alone, and a lender by none; and asked of nobody else. */
function forClient(scope: ClientScope): SQL | undefined {
	const { accountIds, siteIds, contactId, workspaceId } = scope
	const reached = or(
		accountIds.length > 0 ? inArray(projects.accountId, [...accountIds]) : undefined,
		siteIds.length > 0 ? inArray(projects.siteId, [...siteIds]) : undefined,
	)
	const asked = or(isNull(actionItems.contactId), eq(actionItems.contactId, contactId))
	const lends = sql`exists (select from contacts where workspace_id = ${workspaceId} and id = ${contactId} and kind = 'lender')`
	return reached
		? and(isNull(projects.archivedAt), ne(actionItems.state, 'cancelled'), reached, asked, sql`not ${lends}`)
		: nobody
}
