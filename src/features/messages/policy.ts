import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import { sites } from '#features/people/tables.ts'
import { mayArea, type Scope } from '#platform/scope/scope.ts'
import { conversations, messages } from './tables.ts'

/** Members with an account of their own in the inbox; technicians have none. */
const inboxRoles = ['owner', 'admin', 'office']

/** Which conversations exist for a scope. A client's are its own, with accounts that it is still linked to. */
export function visibleConversations(scope: Scope): SQL | undefined {
	const here = eq(conversations.workspaceId, scope.workspaceId)
	switch (scope.kind) {
		case 'client':
			if (!mayArea(scope, 'messages')) return sql`false`
			return and(here, eq(conversations.contactId, scope.contactId), linkedAccount(scope, conversations.accountId))
		case 'staff':
			return inboxRoles.includes(scope.role) ? here : sql`false`
		case 'key':
		case 'system':
			return here
		case 'link':
		case 'visitor':
			return sql`false`
	}
}

/** Notes among colleagues exist for the company only. */
export function visibleMessages(scope: Scope): SQL | undefined {
	return ['client', 'link', 'visitor'].includes(scope.kind) ? eq(messages.internal, false) : undefined
}

/** True for accounts that a client is linked to, as a whole or by one of their sites. */
export function linkedAccount(
	scope: { workspaceId: string; accountIds: readonly string[]; siteIds: readonly string[] },
	column: AnyPgColumn,
): SQL | undefined {
	const whole = scope.accountIds.length > 0 ? inArray(column, [...scope.accountIds]) : undefined
	const bySite =
		scope.siteIds.length > 0
			? sql`exists (select 1 from ${sites} where ${sites.workspaceId} = ${scope.workspaceId} and ${inArray(sites.id, [...scope.siteIds])} and ${sites.accountId} = ${column})`
			: undefined
	return or(whole, bySite) ?? sql`false`
}
