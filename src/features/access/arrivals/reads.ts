import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { reachGroup, reachJoins, reachOpen } from '../reach/reads.ts'

/**
 * Why the company does not let a contact in. The note is what the company wants it to know. Only for one who has
 * proven to be that contact: to anybody else a refusal says nothing.
 */
export type EntryRefusal =
	| { reason: 'suspended'; note: string | null }
	/** The portal is off for all of its accounts, or whoever let it in is out itself. */
	| { reason: 'portalOff' }
	| { reason: 'unknown' }

/** What stands in the way of a contact that comes by any way in; null for nothing. */
export async function refusalOfEntry({ client, scope }: Reader, contactId: string): Promise<EntryRefusal | null> {
	const { rows } = await client.query<{ status: string; note: string | null; open: boolean }>(
		`select c.portal_status as status, c.suspended_note as note, ${reachOpen} as open from contacts c ${reachJoins}
		where c.workspace_id = $1 and c.id = $2 and c.archived_at is null group by ${reachGroup}`,
		[scope.workspaceId, contactId],
	)
	const [contact] = rows
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
