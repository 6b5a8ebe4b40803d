import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { WorkspaceSettings } from '#features/workspaces/schema.ts'
import { type Place, workspaceUrl } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { hashToken, newToken } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { spend } from '#platform/limits/limits.ts'
import type { Scope } from '#platform/scope/scope.ts'
import type { EntryRefusal } from '../arrivals/reads.ts'
import { type Entered, enter } from '../arrivals/writes.ts'
import { contactSubject } from '../events.ts'
import { type Address, linkMinutes, networkOf, resetMinutes, tryingLimit } from '../rules.ts'
import type { Device } from '../sessions/writes.ts'
import { challenges } from '../tables.ts'

type SignInWays = WorkspaceSettings['signIn']

export interface NewLink {
	kind: 'link' | 'invitation' | 'reset'
	contactId: string
	channel: 'email' | 'sms'
	recipient: string
	next?: string | null
}

/** Makes a link that lets a contact in, or choose a new password, once; only its hash is kept. Returns the address to send. */
export async function makeLink({ db, scope }: Writer, place: Place, link: NewLink): Promise<string> {
	const token = newToken()
	const createdAt = now()
	await db.insert(challenges).values({
		workspaceId: scope.workspaceId,
		id: newId('chl'),
		kind: link.kind,
		contactId: link.contactId,
		secretHash: hashToken(token),
		channel: link.channel,
		recipient: link.recipient,
		nextPath: link.next ?? null,
		createdAt,
		expiresAt: new Date(createdAt.getTime() + (link.kind === 'reset' ? resetMinutes : linkMinutes) * 60_000),
	})
	return addressOf(place, link.kind, token)
}

/** An address like those of links, at which there is nothing. */
export function linkToNothing(place: Place, kind: NewLink['kind']): string {
	return addressOf(place, kind, newToken())
}

const addressOf = (place: Place, kind: NewLink['kind'], token: string) =>
	workspaceUrl(place, kind === 'reset' ? `/reset/${token}` : `/i/${token}`)

/** A link that is good. What the company has switched off is not; an invitation always is, whatever it leads to. */
const live = ({ workspaceId }: Scope, token: string, { link }: SignInWays) =>
	and(
		eq(challenges.workspaceId, workspaceId),
		eq(challenges.secretHash, hashToken(token)),
		inArray(challenges.kind, link ? ['link', 'invitation'] : ['invitation']),
		isNull(challenges.spentAt),
		gt(challenges.expiresAt, now()),
	)

/** Looks at a link without spending it. The first look at an invitation is noted in the contact's history. */
export async function openLink(scope: Scope, token: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const good = live(scope, token, (await currentWorkspace(writer)).settings.signIn)
		const [first] = await writer.db
			.update(challenges)
			.set({ openedAt: now() })
			.where(and(good, isNull(challenges.openedAt)))
			.returning()
		if (!first) return (await writer.db.select({ id: challenges.id }).from(challenges).where(good)).length > 0
		if (first.kind === 'invitation' && first.contactId) await noteOpening(writer, first.contactId, first)
		return true
	})
}

type Opened = Pick<typeof challenges.$inferSelect, 'channel' | 'recipient'>

async function noteOpening(writer: Writer, contactId: string, { channel, recipient }: Opened): Promise<void> {
	await writer.emit({
		type: 'contact.opened',
		...contactSubject(contactId),
		actor: { type: 'contact', id: contactId },
		data: { channel, to: recipient },
	})
}

export type Spent =
	| { ok: true; entered: Entered; next: string | null }
	| { ok: false; reason: 'gone' }
	/** An invitation, where links let nobody in: a code to the same address does, or a password that is chosen now. */
	| { ok: false; reason: 'code'; address: Address }
	| { ok: false; reason: 'password' }
	| { ok: false; reason: 'tooMany'; retryAfter: number }
	/** The link was good, and whoever brought it is not let in. */
	| { ok: false; reason: 'shut'; refusal: EntryRefusal }

/** Spends a link: of any number of posts one opens a session. An unknown, old or used one is simply gone. */
export async function spendLink(scope: Scope, token: string, device: Device): Promise<Spent> {
	const spent = await spend(tryingLimit, `${scope.workspaceId}:${networkOf(device.ip)}`)
	if (!spent.ok) return { ok: false, reason: 'tooMany', retryAfter: spent.retryAfter }
	return write(scope, async (writer) => {
		const ways = (await currentWorkspace(writer)).settings.signIn
		if (!ways.link) return leadOn(writer, token, ways)
		const [link] = await writer.db
			.update(challenges)
			.set({ spentAt: now() })
			.where(live(scope, token, ways))
			.returning()
		if (!link?.contactId) return { ok: false, reason: 'gone' }
		if (!link.openedAt && link.kind === 'invitation') await noteOpening(writer, link.contactId, link)
		const arrival = await enter(writer, link.contactId, 'link', { channel: link.channel, to: link.recipient }, device)
		if (arrival.ok) return { ...arrival, next: link.nextPath }
		const { refusal } = arrival
		return refusal.reason === 'unknown' ? { ok: false, reason: 'gone' } : { ok: false, reason: 'shut', refusal }
	})
}

/** Where an invitation leads when it may not let in by itself. It stays good: what lets in is still to come. */
async function leadOn(writer: Writer, token: string, ways: SignInWays): Promise<Spent> {
	const [link] = await writer.db
		.select()
		.from(challenges)
		.where(live(writer.scope, token, ways))
	if (!link?.channel || !link.recipient) return { ok: false, reason: 'gone' }
	if (!ways.code) return { ok: false, reason: 'password' }
	return { ok: false, reason: 'code', address: { channel: link.channel, address: link.recipient } }
}
