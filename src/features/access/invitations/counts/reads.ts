import { and, count, eq, isNull, or, sql } from 'drizzle-orm'
import { whatIsAsked } from '#features/people/contacts/reads.ts'
import type { ContactFilter } from '#features/people/contacts/schema.ts'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Channel } from '../rules.ts'

export interface ViewCounts {
	total: number
	/** Of these, who would be skipped, by the reasons of `invitationRefusal`. */
	enrolled: number
	suspended: number
	noAddress: number
}

/** How many a view of the list has, counted to the last one: asked for before something is done to all of them. */
export async function countView(
	reader: Reader<CompanyScope>,
	filter: ContactFilter,
	channels: readonly Channel[],
): Promise<ViewCounts> {
	const { portalStatus } = contacts
	const nowhere = and(
		channels.includes('email') ? isNull(contacts.email) : undefined,
		channels.includes('sms') ? isNull(contacts.phone) : undefined,
	)
	const open = or(eq(portalStatus, 'notEnrolled'), eq(portalStatus, 'invited'))
	const [row] = await reader.db
		.select({
			total: count(),
			enrolled: sql<number>`(count(*) filter (where ${eq(portalStatus, 'enrolled')}))::int`,
			suspended: sql<number>`(count(*) filter (where ${eq(portalStatus, 'suspended')}))::int`,
			noAddress: sql<number>`(count(*) filter (where ${and(open, nowhere)}))::int`,
		})
		.from(contacts)
		.where(and(eq(contacts.workspaceId, reader.scope.workspaceId), ...(await whatIsAsked(reader, filter))))
	return row ?? { total: 0, enrolled: 0, suspended: 0, noAddress: 0 }
}
