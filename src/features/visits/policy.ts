/** Who may know of which visits. Every query of visits goes through here. */
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { type ClientScope, mayArea, type Scope } from '#platform/scope/scope.ts'
import { visits } from './tables.ts'

const nobody = sql`false`

export function visibleVisits(scope: Scope): SQL {
	return and(eq(visits.workspaceId, scope.workspaceId), ofScope(scope)) ?? nobody
}

function ofScope(scope: Scope): SQL | undefined {
	switch (scope.kind) {
		case 'system':
		case 'key':
			return undefined
		case 'staff':
			return scope.role === 'technician' ? comesTo(scope.memberId) : undefined
		case 'client':
			return mayArea(scope, 'visits') ? reached(scope) : nobody
		default:
			return nobody
	}
}

/** Who is to come to it, among the staff. */
export function comesTo(memberId: string): SQL {
	return sql`${visits.technicians} @> ${JSON.stringify([{ memberId }])}::jsonb`
}

/** By its account or site, never by a link to the project alone as a lender has it. */
function reached({ accountIds, siteIds }: ClientScope): SQL {
	return (
		or(
			accountIds.length > 0 ? inArray(visits.accountId, [...accountIds]) : undefined,
			siteIds.length > 0 ? inArray(visits.siteId, [...siteIds]) : undefined,
		) ?? nobody
	)
}
