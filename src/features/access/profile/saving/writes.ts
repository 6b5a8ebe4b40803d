import { and, eq } from 'drizzle-orm'
import { changesOf, contactEvent } from '#features/people/events.ts'
import { displayName, sortName } from '#features/people/rules.ts'
import { refreshSearch } from '#features/people/search/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'

export type Self = typeof contacts.$inferSelect

/** The contact's own row, locked until the transaction ends. */
export async function lockSelf({ db, scope }: Writer<ClientScope>): Promise<Self> {
	const mine = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, scope.contactId))
	const [row] = await db.select().from(contacts).where(mine).for('update')
	if (!row) throw new Error('the contact is gone')
	return row
}

/** Writes what differs, with its event, so that the office sees what the client changed. */
export async function saveFields(writer: Writer<ClientScope>, current: Self, values: Partial<Self>): Promise<void> {
	const changes = changesOf(current, values)
	if (Object.keys(changes).length === 0) return
	const next = { ...current, ...values }
	const version = now()
	await writer.db
		.update(contacts)
		.set({ ...values, sortName: sortName(next), updatedAt: version })
		.where(and(eq(contacts.workspaceId, writer.scope.workspaceId), eq(contacts.id, current.id)))
	await writer.emit(contactEvent('contact.updated', current.id, null, { name: displayName(next), changes, version }))
	await refreshSearch(writer, { contactIds: [current.id] })
}
