import { setClock } from '#platform/clock/clock.ts'
import { clientScope, staffScope } from '#platform/scope/make.ts'
import type { ClientScope, StaffScope, SystemScope } from '#platform/scope/scope.ts'
import type { Household } from './cast.ts'

export interface SeededPerson {
	contactId: string
	accountId: string
	siteId: string
	household: Household
}
export interface Cast {
	scope: SystemScope
	/** Member ids by first name. */
	staff: Map<string, string>
	people: SeededPerson[]
	/** The contact of the bank that pays for some of the projects. */
	lender?: string
}

export const dayMs = 86_400_000

/** Runs `work` as if it were that many days ago, so that the past reads like one. */
export async function daysAgo<T>(days: number, work: () => Promise<T>): Promise<T> {
	const then = Date.now() - days * dayMs
	setClock(() => new Date(then))
	try {
		return await work()
	} finally {
		setClock()
	}
}

/** The client as the portal would let it in. */
export function asClient(cast: Cast, { contactId, accountId, household }: SeededPerson): ClientScope {
	return clientScope({
		workspaceId: cast.scope.workspaceId,
		contactId,
		areas: ['projects', 'documents', 'proposals', 'visits', 'messages'],
		accountIds: [accountId],
		siteIds: [],
		locale: household.language ?? 'en',
	})
}

/** A member of the company, by first name, as the office would let it in. */
export function asMember(cast: Cast, name: string): StaffScope {
	const memberId = cast.staff.get(name) ?? ''
	return staffScope({ workspaceId: cast.scope.workspaceId, memberId, role: 'office', locale: 'en' })
}
