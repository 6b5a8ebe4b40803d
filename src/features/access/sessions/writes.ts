import { and, eq, ne } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { hashToken, newToken } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { ClientScope, CompanyScope, StaffScope } from '#platform/scope/scope.ts'
import type { KnownDevice } from '../devices/rules.ts'
import { contactSubject } from '../events.ts'
import { endPreviews } from '../previews/writes.ts'
import { members, previews, sessions } from '../tables.ts'
import { endOfSession } from './rules.ts'

export interface Device {
	ip: string
	userAgent: string
	/** What its cookie says of it, where it has one. */
	known?: KnownDevice | null
}

/** Opens a session inside the sign-in's own transaction; the token goes to the cookie and is stored nowhere. */
export async function openSession(
	{ db, scope }: Writer,
	who: { type: 'contact' | 'member'; id: string; method: string },
	device: Device,
): Promise<{ token: string; sessionId: string; expiresAt: Date }> {
	const token = newToken()
	const sessionId = newId('ses')
	const expiresAt = endOfSession(who.type, now())
	await db.insert(sessions).values({
		workspaceId: scope.workspaceId,
		id: sessionId,
		tokenHash: hashToken(token),
		actorType: who.type,
		memberId: who.type === 'member' ? who.id : null,
		contactId: who.type === 'contact' ? who.id : null,
		method: who.method,
		ip: device.ip,
		userAgent: device.userAgent.slice(0, 400),
		createdAt: now(),
		lastSeenAt: now(),
		expiresAt,
	})
	return { token, sessionId, expiresAt }
}

/** Notes that a session was used, and lets it live on. Called at most every few minutes. */
export async function touchSession(
	workspaceId: string,
	sessionId: string,
	who: { type: 'contact' | 'member'; id: string },
): Promise<void> {
	await write(systemScope({ workspaceId }), async ({ db }) => {
		const at = now()
		const expiresAt = endOfSession(who.type, at)
		await db
			.update(sessions)
			.set({ lastSeenAt: at, expiresAt })
			.where(and(eq(sessions.workspaceId, workspaceId), eq(sessions.id, sessionId)))
		const table = who.type === 'contact' ? contacts : members
		await db
			.update(table)
			.set({ lastSeenAt: at })
			.where(and(eq(table.workspaceId, workspaceId), eq(table.id, who.id)))
	})
}

/** Ends one session of a person; true if there was one. Live streams of that person are told to look again. */
export async function endSession(
	workspaceId: string,
	sessionId: string,
	who: { type: 'contact' | 'member'; id: string },
): Promise<boolean> {
	return write(systemScope({ workspaceId }), async (writer) => {
		if (who.type === 'member')
			await endPreviews(writer, and(eq(previews.memberId, who.id), eq(previews.sessionId, sessionId)))
		const owner = who.type === 'contact' ? eq(sessions.contactId, who.id) : eq(sessions.memberId, who.id)
		const ended = await writer.db
			.delete(sessions)
			.where(and(eq(sessions.workspaceId, workspaceId), eq(sessions.id, sessionId), owner))
			.returning({ id: sessions.id })
		if (ended.length > 0) await announceEnd(writer, who, 'session.ended')
		return ended.length > 0
	})
}

/** Ends all sessions of a person (but one, if named), inside the caller's transaction. Returns how many. */
export async function endSessions(
	writer: Writer,
	who: { type: 'contact' | 'member'; id: string },
	keep?: string,
): Promise<number> {
	if (who.type === 'member')
		await endPreviews(writer, and(eq(previews.memberId, who.id), keep ? ne(previews.sessionId, keep) : undefined))
	const owner = who.type === 'contact' ? eq(sessions.contactId, who.id) : eq(sessions.memberId, who.id)
	const ended = await writer.db
		.delete(sessions)
		.where(and(eq(sessions.workspaceId, writer.scope.workspaceId), owner, keep ? ne(sessions.id, keep) : undefined))
		.returning({ id: sessions.id })
	if (ended.length > 0) await announceEnd(writer, who, 'session.ended')
	return ended.length
}

/**
 * Ends the sessions of those whom an account that lost its portal leaves without any. Their open pages hear of it by the
 * account's own event, which the caller emits.
 */
export async function endSessionsOfAccount({ client, scope }: Writer, accountId: string): Promise<void> {
	await client.query(
		`delete from sessions s using contact_links mine
		where s.workspace_id = $1 and mine.workspace_id = $1 and mine.account_id = $2 and s.contact_id = mine.contact_id
			and not exists (select 1 from contact_links l join accounts a on a.workspace_id = l.workspace_id and a.id = l.account_id
				where l.workspace_id = $1 and l.contact_id = mine.contact_id and a.portal_enabled and a.archived_at is null)`,
		[scope.workspaceId, accountId],
	)
}

/** Ends all sessions of whoever asks but the one it is asked from. Returns how many. */
export function endOtherSessions(scope: ClientScope | StaffScope, keep: string): Promise<number> {
	const who =
		scope.kind === 'client'
			? { type: 'contact' as const, id: scope.contactId }
			: { type: 'member' as const, id: scope.memberId }
	return write(scope, (writer) => endSessions(writer, who, keep))
}

/** Staff sign a contact out on all its devices. Null for an unknown contact, else how many there were. */
export function signOutContact(scope: CompanyScope, contactId: string): Promise<number | null> {
	return write(scope, async (writer) => {
		const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId))
		const found = await writer.db.select({ id: contacts.id }).from(contacts).where(its)
		if (found.length === 0) return null
		const ended = await endSessions(writer, { type: 'contact', id: contactId })
		if (ended > 0) await writer.emit({ type: 'contact.signedOut', ...contactSubject(contactId), data: { ended } })
		return ended
	})
}

async function announceEnd(
	writer: Writer,
	who: { type: 'contact' | 'member'; id: string },
	type: 'session.ended',
): Promise<void> {
	await writer.emit({
		type,
		subject: { type: who.type, id: who.id },
		contactId: who.type === 'contact' ? who.id : null,
		actor: who.type === 'contact' ? { type: 'contact', id: who.id } : { type: 'member', id: who.id },
	})
}
