import { and, count, eq, inArray, or, sql } from 'drizzle-orm'
import { setLinks } from '#features/people/links/writes.ts'
import { placesWithin } from '#features/people/places/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { spend } from '#platform/limits/limits.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { identifierHash } from '../codes/reads.ts'
import { contactSubject } from '../events.ts'
import { reachOf } from '../reach/reads.ts'
import { ownDelegate } from './reads.ts'
import { delegateOfMine, its, lockInviter, lockOwn, ofMine, tell } from './rows/writes.ts'
import { delegateLimits, mostDelegates, type Share, shareOf } from './rules.ts'
import type { DelegateInput } from './schema.ts'
import { delegations } from './tables.ts'

export const takeDelegateJob = 'access.takeDelegate'

export interface Ticked {
	areas: readonly string[]
	/** Ids of whole accounts and of sites. */
	places: readonly string[]
}
type ShareProblem =
	| { ok: false; reason: 'areas_missing'; path: 'areas' }
	| { ok: false; reason: 'places_missing'; path: 'places' }
/** It may not let anybody in, or does not know such a person. */
type Gone = { ok: false; reason: 'not_found' }
type TooMany = { ok: false; reason: 'tooMany'; retryAfter: number }
export type DelegateInvited =
	| { ok: true }
	| { ok: false; reason: 'delegate_self' | 'delegates_full'; path: 'email' }
	| ShareProblem
	| Gone
	| TooMany
export type DelegateChanged = { ok: true } | ShareProblem | Gone

/**
 * A contact lets somebody in to what it sees itself. Whether the company knows the address is not looked at: for every
 * address this keeps a row and queues a job, which finds out. One that is in the list already is not invited twice.
 */
export async function inviteDelegate(
	scope: ClientScope,
	input: DelegateInput,
	ticked: Ticked,
): Promise<DelegateInvited> {
	const [email, phone] = [input.email ?? null, input.phone?.e164 ?? null]
	const address = email ?? phone ?? ''
	if (!scope.mayInvite) return { ok: false, reason: 'not_found' }
	const limited = await spendOn(scope, address)
	if (limited) return limited
	return write(scope, async (writer): Promise<DelegateInvited> => {
		const inviter = await lockInviter(writer)
		if (!inviter) return { ok: false, reason: 'not_found' }
		if ((email && email === inviter.email) || (phone && phone === inviter.phone))
			return { ok: false, reason: 'delegate_self', path: 'email' }
		const share = await shareFrom(writer, ticked)
		if ('ok' in share) return share
		await forgetEnded(writer)
		if ((await countOwn(writer)) >= mostDelegates) return { ok: false, reason: 'delegates_full', path: 'email' }
		const [kept] = await writer.db
			.insert(delegations)
			.values({
				workspaceId: scope.workspaceId,
				id: newId('dlg'),
				inviterId: scope.contactId,
				firstName: input.firstName ?? '',
				lastName: input.lastName ?? '',
				email,
				phone,
				address,
				...share,
				createdAt: now(),
				updatedAt: now(),
			})
			.onConflictDoNothing()
			.returning()
		if (!kept) return { ok: true }
		await tell(writer, 'contact.delegateInvited', kept)
		await writer.enqueue(takeDelegateJob, { delegationId: kept.id })
		return { ok: true }
	})
}

/** Sends the invitation once more, to who has not come yet; told nothing else than that it was taken on. */
export async function remindDelegate(scope: ClientScope, id: string): Promise<{ ok: true } | Gone | TooMany> {
	const known = scope.mayInvite && (await read(scope, (reader) => ownDelegate(reader, id)))
	if (!known) return { ok: false, reason: 'not_found' }
	const limited = await spendOn(scope, known.email ?? known.phone ?? '')
	if (limited) return limited
	return write(scope, async (writer): Promise<{ ok: true } | Gone> => {
		const row = (await lockInviter(writer)) && (await lockOwn(writer, id))
		if (!row) return { ok: false, reason: 'not_found' }
		await writer.enqueue(takeDelegateJob, { delegationId: id, again: true })
		return { ok: true }
	})
}

/** Changes what somebody sees who was let in: at once, on its open pages too. */
export async function changeDelegate(scope: ClientScope, id: string, ticked: Ticked): Promise<DelegateChanged> {
	return write(scope, async (writer): Promise<DelegateChanged> => {
		const row = (await lockInviter(writer)) && (await lockOwn(writer, id))
		if (!row) return { ok: false, reason: 'not_found' }
		const share = await shareFrom(writer, ticked)
		if ('ok' in share) return share
		await writer.db
			.update(delegations)
			.set({ ...share, updatedAt: now() })
			.where(its(writer, id))
		if (row.outcome === 'created' && row.contactId) await giveShare(writer, row.contactId, share)
		return { ok: true }
	})
}

async function giveShare(writer: Writer<ClientScope>, contactId: string, { areas, places }: Share): Promise<void> {
	const mine = delegateOfMine(writer, contactId)
	const [contact] = await writer.db.select().from(contacts).where(mine).for('update')
	if (!contact) return
	const own = await placesWithin(writer, await reach(writer))
	const targets = places.map((place) => {
		const known = own.find((one) => one.accountId === place.accountId && one.siteId === place.siteId)
		return { ...place, label: known?.label ?? '' }
	})
	await setLinks(writer, contact, targets)
	const from = contact.accessAreas
	if (from.join() === areas.join()) return
	const version = now()
	await writer.db.update(contacts).set({ accessAreas: areas, updatedAt: version }).where(mine)
	const data = { name: displayName(contact), from, to: areas, changes: { accessAreas: { from, to: areas } }, version }
	await writer.emit({ type: 'contact.accessChanged', ...contactSubject(contactId), data })
}

/** What counts is what the contact has now, not what it had when the form was drawn. */
async function shareFrom(writer: Writer<ClientScope>, ticked: Ticked): Promise<Share | ShareProblem> {
	const own = await reach(writer)
	const share = shareOf(own, await placesWithin(writer, own), ticked)
	if (share.places.length === 0) return { ok: false, reason: 'places_missing', path: 'places' }
	return share.areas.length === 0 ? { ok: false, reason: 'areas_missing', path: 'areas' } : share
}

async function reach(writer: Writer<ClientScope>) {
	const { areas, accountIds, siteIds } = (await reachOf(writer, writer.scope.contactId)) ?? nothing
	return { areas: areas.filter((area) => writer.scope.areas.includes(area)), accountIds, siteIds }
}
const nothing = { areas: [], accountIds: [], siteIds: [] }

async function spendOn({ workspaceId, contactId }: ClientScope, address: string): Promise<TooMany | null> {
	const key = `${workspaceId}:${contactId}`
	const spent = [
		await spend(delegateLimits.inviter, key),
		await spend(delegateLimits.inviterDay, key),
		await spend(delegateLimits.address, identifierHash(workspaceId, address)),
	]
	const retryAfter = Math.max(...spent.map((result) => (result.ok ? 0 : result.retryAfter)))
	return retryAfter > 0 ? { ok: false, reason: 'tooMany', retryAfter } : null
}

/** Entries whose person the company has archived, or made a contact in its own right: nobody sees them, and they count for nothing. */
async function forgetEnded(writer: Writer<ClientScope>): Promise<void> {
	const { db, scope } = writer
	const ended = db
		.select({ id: contacts.id })
		.from(contacts)
		.where(
			and(
				eq(contacts.workspaceId, scope.workspaceId),
				or(sql`${contacts.archivedAt} is not null`, sql`${contacts.delegateOf} is distinct from ${scope.contactId}`),
			),
		)
	await db
		.update(delegations)
		.set({ removedAt: now() })
		.where(and(ofMine(writer), eq(delegations.outcome, 'created'), inArray(delegations.contactId, ended)))
}

async function countOwn(writer: Writer<ClientScope>): Promise<number> {
	const [row] = await writer.db.select({ n: count() }).from(delegations).where(ofMine(writer))
	return row?.n ?? 0
}
