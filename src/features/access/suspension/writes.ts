import { and, eq, ne, sql } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { contactSubject } from '../events.ts'
import { endPreviews } from '../previews/writes.ts'
import { endSessions } from '../sessions/writes.ts'
import { previews } from '../tables.ts'

export type Suspended = { ok: true } | { ok: false; reason: 'notFound' | 'alreadySuspended' }
export type Reinstated = { ok: true } | { ok: false; reason: 'notFound' | 'notSuspended' }

/** Shuts a contact out: its sessions end with the same commit. The note is what it will be told. */
export async function suspendContact(scope: CompanyScope, contactId: string, note: string): Promise<Suspended> {
	return write(scope, async (writer) => {
		const rows = await writer.db
			.update(contacts)
			.set({
				portalStatus: 'suspended',
				statusBeforeSuspension: contacts.portalStatus,
				suspendedNote: note || null,
				updatedAt: now(),
			})
			.where(and(its(writer, contactId), ne(contacts.portalStatus, 'suspended')))
			.returning({ id: contacts.id })
		if (rows.length === 0) return { ok: false, reason: await why(writer, contactId, 'alreadySuspended') }
		await endSessions(writer, { type: 'contact', id: contactId })
		await endPreviews(writer, eq(previews.contactId, contactId))
		await writer.emit({ type: 'contact.suspended', ...contactSubject(contactId), data: { note } })
		return { ok: true }
	})
}

/** Gives a suspended contact back the status that it had. */
export async function reinstateContact(scope: CompanyScope, contactId: string): Promise<Reinstated> {
	return write(scope, async (writer) => {
		const rows = await writer.db
			.update(contacts)
			.set({
				portalStatus: sql`coalesce(${contacts.statusBeforeSuspension}, 'notEnrolled')`,
				statusBeforeSuspension: null,
				suspendedNote: null,
				updatedAt: now(),
			})
			.where(and(its(writer, contactId), eq(contacts.portalStatus, 'suspended')))
			.returning({ id: contacts.id })
		if (rows.length === 0) return { ok: false, reason: await why(writer, contactId, 'notSuspended') }
		await writer.emit({ type: 'contact.reinstated', ...contactSubject(contactId) })
		return { ok: true }
	})
}

const its = ({ scope }: Writer, contactId: string) =>
	and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId))

async function why<R extends string>(writer: Writer, contactId: string, otherwise: R): Promise<R | 'notFound'> {
	const found = await writer.db.select({ id: contacts.id }).from(contacts).where(its(writer, contactId))
	return found.length > 0 ? otherwise : 'notFound'
}
