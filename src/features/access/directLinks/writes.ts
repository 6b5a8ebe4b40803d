import { and, eq, gt, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { hashToken, newToken } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { linkScope } from '#platform/scope/make.ts'
import { actorOf, type CompanyScope, type LinkScope, type LinkTarget } from '#platform/scope/scope.ts'
import { contactSubject } from '../events.ts'
import { directLinks } from '../tables.ts'
import { factsFor, titlesOf } from './reads.ts'
import { linkDays } from './rules.ts'
import { type Thing, targets } from './targets/reads.ts'

export interface NewDirectLink {
	contactId: string
	target: LinkTarget
	/** 90 days from now where nothing else is said. */
	expiresAt?: Date | undefined
}
export type MadeLink =
	| { ok: true; id: string; url: string; title: string; expiresAt: Date }
	| { ok: false; path: 'contactId' | 'target.type' | 'target.id'; reason: LinkRefusal }
export type LinkRefusal =
	| 'contact_unknown'
	| 'suspended'
	| 'target_type_unsupported'
	| 'target_unknown'
	| 'target_not_visible'

export function createDirectLink(scope: CompanyScope, link: NewDirectLink): Promise<MadeLink> {
	return write(scope, (writer) => makeDirectLink(writer, link))
}

/**
 * A step of another write: the address that opens one thing for one contact without a sign-in, for a message that is
 * queued in the same transaction. Only what the contact may see now can be opened; the token is kept nowhere.
 */
export async function makeDirectLink(writer: Writer<CompanyScope>, link: NewDirectLink): Promise<MadeLink> {
	const { db, client, scope } = writer
	const { contactId, target } = link
	const kind = targets[target.type]
	if (!kind) return { ok: false, path: 'target.type', reason: 'target_type_unsupported' }
	const facts = await factsFor(writer, contactId)
	if (!facts) return { ok: false, path: 'contactId', reason: 'contact_unknown' }
	if (facts.suspended) return { ok: false, path: 'contactId', reason: 'suspended' }
	const id = newId('dln')
	const { areas, accountIds, siteIds, projectIds } = facts
	const { workspaceId } = scope
	const held = linkScope({
		workspaceId,
		linkId: id,
		contactId,
		target,
		areas,
		accountIds,
		siteIds,
		projectIds,
		locale: 'en',
	})
	const thing = await kind.find({ scope: held, db, client })
	if (!thing) {
		const there = (await kind.titles(writer, [target.id])).size > 0
		return { ok: false, path: 'target.id', reason: there ? 'target_not_visible' : 'target_unknown' }
	}
	const token = newToken()
	const createdAt = now()
	const expiresAt = link.expiresAt ?? new Date(createdAt.getTime() + linkDays * 86_400_000)
	const by = actorOf(scope)
	await db.insert(directLinks).values({
		workspaceId,
		id,
		contactId,
		targetType: target.type,
		targetId: target.id,
		tokenHash: hashToken(token),
		createdByType: by.type,
		createdById: by.id,
		createdAt,
		expiresAt,
	})
	await writer.emit({
		type: 'contact.directLinkMade',
		...contactSubject(contactId),
		data: { linkId: id, target, title: thing.title, expiresAt: expiresAt.toISOString() },
	})
	const url = workspaceUrl(await currentWorkspace(writer), `/l/${token}`)
	return { ok: true, id, url, title: thing.title, expiresAt }
}

/** Ends one link. False for one that is unknown; a second time changes nothing. */
export function revokeDirectLink(scope: CompanyScope, id: string): Promise<boolean> {
	return write(scope, async (writer) => {
		await revoke(writer, eq(directLinks.id, id))
		const its = and(eq(directLinks.workspaceId, scope.workspaceId), eq(directLinks.id, id))
		return (await writer.db.select({ id: directLinks.id }).from(directLinks).where(its)).length > 0
	})
}

/** Ends all links of a contact. How many that were; null for an unknown contact. */
export function revokeDirectLinks(scope: CompanyScope, contactId: string): Promise<number | null> {
	return write(scope, async (writer) => {
		const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId))
		const there = await writer.db.select({ id: contacts.id }).from(contacts).where(its)
		return there.length > 0 ? (await revoke(writer, eq(directLinks.contactId, contactId))).length : null
	})
}

async function revoke(writer: Writer<CompanyScope>, which: SQL) {
	const live = and(isNull(directLinks.revokedAt), gt(directLinks.expiresAt, now()))
	const gone = await writer.db
		.update(directLinks)
		.set({ revokedAt: now() })
		.where(and(eq(directLinks.workspaceId, writer.scope.workspaceId), live, which))
		.returning()
	const titles = await titlesOf(writer, gone)
	await writer.emit(
		...gone.map(({ id, contactId, targetType, targetId }) => ({
			type: 'contact.directLinkRevoked' as const,
			...contactSubject(contactId),
			data: { linkId: id, target: { type: targetType, id: targetId }, title: titles.get(targetId) ?? null },
		})),
	)
	return gone
}

/** Browsers ask for a file in several parts; within so long it is one look. */
const oneLookMs = 5 * 60_000

/** Notes that somebody looked at what a link opens. The contact's history hears of it once a day at most. */
export async function noteOpening(scope: LinkScope, thing: Thing): Promise<void> {
	const at = now()
	const its = and(eq(directLinks.workspaceId, scope.workspaceId), eq(directLinks.id, scope.linkId))
	await write(scope, async ({ db, emit }) => {
		const [before] = await db.select({ at: directLinks.lastOpenedAt }).from(directLinks).where(its).for('update')
		const quiet = or(isNull(directLinks.lastOpenedAt), lt(directLinks.lastOpenedAt, new Date(at.getTime() - oneLookMs)))
		const noted = await db
			.update(directLinks)
			.set({ lastOpenedAt: at, timesOpened: sql`${directLinks.timesOpened} + 1` })
			.where(and(its, quiet))
			.returning({ id: directLinks.id })
		if (noted.length === 0 || before?.at?.toISOString().slice(0, 10) === at.toISOString().slice(0, 10)) return
		const data = { linkId: scope.linkId, target: scope.target, title: thing.title }
		await emit({ type: 'contact.directLinkOpened', ...contactSubject(scope.contactId), data })
	})
	await targets[thing.type]?.seen(scope, thing)
}
