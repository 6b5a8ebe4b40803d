import { and, eq, inArray, isNull } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { identifierHash } from '../codes/reads.ts'
import { type KnownDevice, provenFor } from '../devices/rules.ts'
import { meetDevice } from '../devices/writes.ts'
import { contactSubject, type Through } from '../events.ts'
import { passwordHashOf } from '../passwords/reads.ts'
import { type Device, openSession } from '../sessions/writes.ts'
import { tellOfDevice } from '../telling/writes.ts'
import { type EntryRefusal, refusalOfEntry } from './reads.ts'

export interface Entered {
	contactId: string
	token: string
	expiresAt: Date
	/** It was in for the first time. */
	registered: boolean
	hasPassword: boolean
	/** For the device's cookie. */
	device: KnownDevice
}
export type Method = 'code' | 'link' | 'password' | 'passkey'

export type Arrival = { ok: true; entered: Entered } | { ok: false; refusal: EntryRefusal }

/**
 * Lets a contact in that has proven itself, in the caller's transaction: session, status and history. Every way in ends
 * here, and whom the company does not let in is told why.
 */
export async function enter(
	writer: Writer,
	contactId: string,
	method: Method,
	through: Through,
	device: Device,
): Promise<Arrival> {
	const refusal = await refusalOfEntry(writer, contactId)
	if (refusal) return { ok: false, refusal }
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
		.returning({ email: contacts.email, phone: contacts.phone })
	if (!seen) return { ok: false, refusal: (await refusalOfEntry(writer, contactId)) ?? { reason: 'unknown' } }
	const { token, expiresAt } = await openSession(writer, { type: 'contact', id: contactId, method }, device)
	const event = {
		...contactSubject(contactId),
		actor: { type: 'contact' as const, id: contactId },
		data: { ...through, method },
	}
	if (registered) await writer.emit({ ...event, type: 'contact.registered' })
	await writer.emit({ ...event, type: 'contact.signedIn' })
	const who = { type: 'contact' as const, id: contactId }
	const met = await meetDevice(writer, who, device.known)
	if (met.fresh && !registered) await tellOfDevice(writer, who, method, device)
	const hasPassword = (await passwordHashOf(writer, contactId)) !== null
	const known = knownFrom(writer, met.token, seen, device)
	return { ok: true, entered: { contactId, token, expiresAt, registered, hasPassword, device: known } }
}

function knownFrom(
	{ scope }: Writer,
	token: string,
	{ email, phone }: { email: string | null; phone: string | null },
	{ known }: Device,
): KnownDevice {
	const addresses = [email, phone].filter((one) => one !== null)
	const traces = addresses.map((address) => identifierHash(scope.workspaceId, address))
	return provenFor(token, known?.proven ?? [], traces)
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
