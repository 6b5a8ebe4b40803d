import { and, desc, eq, isNull, type SQL } from 'drizzle-orm'
import { insertContact } from '#features/people/contacts/writes.ts'
import { addLinks, resolveLinks } from '#features/people/links/writes.ts'
import { placesWithin } from '#features/people/places/reads.ts'
import { contactInput } from '#features/people/schema.ts'
import { contacts } from '#features/people/tables.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { holdAddresses } from '../../addresses/writes.ts'
import { refusalOfEntry } from '../../arrivals/reads.ts'
import { invite } from '../../invitations/writes.ts'
import { reachOf } from '../../reach/reads.ts'
import { idOf, type Share, shareOf } from '../rules.ts'
import { delegations } from '../tables.ts'

type Row = typeof delegations.$inferSelect
type Known = typeof contacts.$inferSelect

/**
 * Makes of somebody whom a contact wants to let in a person of its own, and invites it; `again` sends the invitation once
 * more. While the contact is out itself, nothing is made or sent: asked again later, this makes up for it. A job that
 * runs again finds it done.
 */
export async function takeDelegate(scope: SystemScope, id: string, again = false): Promise<void> {
	await write(scope, async (writer) => {
		const row = await lockRow(writer, id)
		if (!row || (await refusalOfEntry(writer, row.inviterId))) return
		if (row.outcome === 'waiting') await take(writer, row)
		else if (again && row.outcome === 'created' && row.contactId) await sendTo(writer, row.contactId, row)
	})
}

/** Where another contact has the address, nothing of that one changes, and nothing is sent: the company sees it and decides. */
async function take(writer: Writer<SystemScope>, row: Row): Promise<void> {
	await holdAddresses(writer, [row.email, row.phone])
	const inviter = await reachOf(writer, row.inviterId)
	if (!inviter?.mayInvite) return
	const ticked = { areas: row.areas, places: row.places.map(idOf) }
	const share = shareOf(inviter, await placesWithin(writer, inviter), ticked)
	const byPhone = row.phone ? await whoHas(writer, eq(contacts.phone, row.phone)) : null
	const known = row.email ? await whoHas(writer, eq(contacts.email, row.email)) : byPhone
	if (known && !isFormer(known, row)) return settle(writer, row, 'known', known.id)
	// A phone that somebody else has would let in one for the other.
	const phone = byPhone && byPhone.id !== known?.id ? null : row.phone
	const contactId = known ? await takeBack(writer, known, share) : await make(writer, { ...row, phone }, share)
	await settle(writer, row, 'created', contactId)
	await sendTo(writer, contactId, row)
}

async function lockRow({ db, scope }: Writer, id: string): Promise<Row | null> {
	const its = and(eq(delegations.workspaceId, scope.workspaceId), eq(delegations.id, id), isNull(delegations.removedAt))
	const [row] = await db.select().from(delegations).where(its).for('update')
	return row ?? null
}

async function settle({ db, scope }: Writer, { id }: Row, outcome: 'created' | 'known', contactId: string) {
	const its = and(eq(delegations.workspaceId, scope.workspaceId), eq(delegations.id, id))
	await db.update(delegations).set({ outcome, contactId }).where(its)
}

async function whoHas({ db, scope }: Writer, condition: SQL): Promise<Known | null> {
	const [known] = await db
		.select()
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), condition, isNull(contacts.archivedAt)))
		.orderBy(desc(eq(contacts.portalStatus, 'enrolled')), contacts.id)
		.limit(1)
	return known ?? null
}

/** Let in by the same contact before, and removed since: that may be done again. */
function isFormer({ delegateOf, portalStatus }: Known, { inviterId }: Row): boolean {
	return delegateOf === inviterId && portalStatus === 'notEnrolled'
}

async function make(writer: Writer<SystemScope>, row: Row, { areas, places }: Share): Promise<string> {
	const { firstName, lastName, email } = row
	const inviter = await inviterOf(writer, row)
	const { kind, language } = inviter
	const links = places.map((place) => ({ type: place.siteId ? 'site' : 'account', id: idOf(place) }))
	const input = contactInput().parse({ firstName, lastName, email, kind, language, links, accessAreas: areas })
	const made = await insertContact(writer, { ...input, phone: row.phone ? { e164: row.phone } : null })
	if (!made.ok) throw new Error(made.reason)
	const its = and(eq(contacts.workspaceId, writer.scope.workspaceId), eq(contacts.id, made.contact.id))
	await writer.db.update(contacts).set({ delegateOf: row.inviterId }).where(its)
	return made.contact.id
}

async function inviterOf({ db, scope }: Writer, { inviterId }: Row) {
	const [inviter] = await db
		.select({ kind: contacts.kind, language: contacts.language })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, inviterId)))
	if (!inviter) throw new Error('the inviter is gone')
	return inviter as { kind: Known['kind']; language: 'en' | 'es' }
}

async function takeBack(writer: Writer<SystemScope>, known: Known, { areas, places }: Share): Promise<string> {
	const its = and(eq(contacts.workspaceId, writer.scope.workspaceId), eq(contacts.id, known.id))
	await writer.db.update(contacts).set({ accessAreas: areas }).where(its)
	const links = places.map((place) => ({
		type: place.siteId ? ('site' as const) : ('account' as const),
		id: idOf(place),
	}))
	const resolved = await resolveLinks(writer, links)
	if (resolved.ok) await addLinks(writer, known, resolved.targets)
	return known.id
}

/** By the company's channels; where none of them reaches the person, by the one that does. */
async function sendTo(writer: Writer, contactId: string, { inviterId }: Row): Promise<void> {
	const by = { type: 'contact' as const, id: inviterId }
	const sent = await invite(writer, contactId, { by })
	if (!sent.ok && sent.reason === 'noAddress') await invite(writer, contactId, { by, channels: ['email', 'sms'] })
}
