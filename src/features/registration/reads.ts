import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { registrations } from './tables.ts'

const unseen = ({ scope }: Reader) =>
	and(
		eq(registrations.workspaceId, scope.workspaceId),
		isNull(registrations.seenAt),
		isNotNull(registrations.contactId),
	)

/** What came by the contact form and nobody has looked at, newest first. */
export async function newFromWebsite(reader: Reader<CompanyScope>, limit: number) {
	return reader.db
		.select({
			id: registrations.id,
			contactId: sql<string>`${registrations.contactId}`,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			message: sql<string>`left(${registrations.message}, 200)`,
			known: sql<boolean>`${registrations.outcome} = 'known'`,
			createdAt: registrations.createdAt,
		})
		.from(registrations)
		.innerJoin(
			contacts,
			and(eq(contacts.workspaceId, registrations.workspaceId), eq(contacts.id, registrations.contactId)),
		)
		.where(unseen(reader))
		.orderBy(desc(registrations.id))
		.limit(limit)
}
export type FromWebsite = Awaited<ReturnType<typeof newFromWebsite>>[number]

/** Which of these contacts came by the contact form and were not opened yet. */
export async function stillNew(reader: Reader<CompanyScope>, contactIds: string[]): Promise<Set<string>> {
	if (contactIds.length === 0) return new Set()
	const rows = await reader.db
		.select({ id: registrations.contactId })
		.from(registrations)
		.where(and(unseen(reader), eq(registrations.outcome, 'created'), inArray(registrations.contactId, contactIds)))
	return new Set(rows.map(({ id }) => id ?? ''))
}

/** Whether something of this contact waits to be looked at. */
export async function waitsForLook(reader: Reader<CompanyScope>, contactId: string): Promise<boolean> {
	const [row] = await reader.db
		.select({ id: registrations.id })
		.from(registrations)
		.where(and(unseen(reader), eq(registrations.contactId, contactId)))
		.limit(1)
	return row !== undefined
}
