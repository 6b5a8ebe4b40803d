import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { accounts, contactLinks, contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'

/**
 * Why the company does not let a contact in. The note is what the company wants it to know. Only for one who has
 * proven to be that contact: to anybody else a refusal says nothing.
 */
export type EntryRefusal =
	| { reason: 'suspended'; note: string | null }
	/** The portal is off for all of its accounts. */
	| { reason: 'portalOff' }
	| { reason: 'unknown' }

/** What stands in the way of a contact that comes by any way in; null for nothing. */
export async function refusalOfEntry({ db, scope }: Reader, contactId: string): Promise<EntryRefusal | null> {
	const linked = sql`exists (select 1 from ${contactLinks} where ${contactLinks.workspaceId} = ${contacts.workspaceId}
		and ${contactLinks.contactId} = ${contacts.id})`
	const open = sql`exists (select 1 from ${contactLinks} join ${accounts} on ${accounts.workspaceId} = ${contactLinks.workspaceId}
		and ${accounts.id} = ${contactLinks.accountId} where ${contactLinks.workspaceId} = ${contacts.workspaceId}
		and ${contactLinks.contactId} = ${contacts.id} and ${accounts.portalEnabled} and ${accounts.archivedAt} is null)`
	const [contact] = await db
		.select({
			status: contacts.portalStatus,
			note: contacts.suspendedNote,
			open: sql<boolean>`(not ${linked} or ${open})`,
		})
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId), isNull(contacts.archivedAt)))
	if (!contact) return { reason: 'unknown' }
	if (contact.status === 'suspended') return { reason: 'suspended', note: contact.note }
	if (contact.status === 'notEnrolled') return { reason: 'unknown' }
	return contact.open ? null : { reason: 'portalOff' }
}

/** Those who may prove who they are: the invited, the enrolled, and the suspended who were one of these and are to read why. */
export const mayProve = and(
	isNull(contacts.archivedAt),
	or(
		sql`${contacts.portalStatus} in ('invited', 'enrolled')`,
		and(eq(contacts.portalStatus, 'suspended'), sql`${contacts.statusBeforeSuspension} in ('invited', 'enrolled')`),
	),
)
