/** Work orders are the company's own; a client knows of what it has to do, not of how the work is cut. */
import { eq, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '#platform/scope/scope.ts'
import { workOrders } from './tables.ts'

export function visibleOrders(scope: Scope): SQL {
	const company =
		scope.kind === 'system' || scope.kind === 'key' || (scope.kind === 'staff' && scope.role !== 'technician')
	return company ? eq(workOrders.workspaceId, scope.workspaceId) : sql`false`
}
