import { and, eq, inArray, isNull } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { contactSubject, type Through } from '../events.ts'
import { type Device, openSession } from '../sessions/writes.ts'

export interface Entered {
	contactId: string
	token: string
	expiresAt: Date
	/** It was in for the first time. */
	registered: boolean
}

/**
 * Lets a contact in that has proven itself, in the caller's transaction: session, status and history.
 * Null for one whom the company does not let in (suspended, archived, never invited).
 */
export async function enter(
	writer: Writer,
	contactId: string,
	method: 'code' | 'link',
	through: Through,
	device: Device,
): Promise<Entered | null> {
	const its = and(
		eq(contacts.workspaceId, writer.scope.workspaceId),
		eq(contacts.id, contactId),
		isNull(contacts.archivedAt),
	)
	const registered = await enrol(writer, contactId)
	const [seen] = await writer.db
		.update(contacts)
		.set({ lastSeenAt: now() })
		.where(and(its, eq(contacts.portalStatus, 'enrolled')))
		.returning({ id: contacts.id })
	if (!seen) return null
	const { token, expiresAt } = await openSession(writer, { type: 'contact', id: contactId, method }, device)
	const event = {
		...contactSubject(contactId),
		actor: { type: 'contact' as const, id: contactId },
		data: { ...through, method },
	}
	if (registered) await writer.emit({ ...event, type: 'contact.registered' })
	await writer.emit({ ...event, type: 'contact.signedIn' })
	return { contactId, token, expiresAt, registered }
}

/** The first way in that is used makes the contact an enrolled one; true if this was it. */
async function enrol({ db, scope }: Writer, contactId: string): Promise<boolean> {
	const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId), isNull(contacts.archivedAt))
	const rows = await db
		.update(contacts)
		.set({ portalStatus: 'enrolled', registeredAt: now(), invitationBounced: false, updatedAt: now() })
		.where(and(its, inArray(contacts.portalStatus, ['invited'])))
		.returning({ id: contacts.id })
	return rows.length > 0
}
