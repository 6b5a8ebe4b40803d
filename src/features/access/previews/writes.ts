import { and, eq, isNull, lt, or, type SQL } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { hashToken, newToken } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { contactSubject } from '../events.ts'
import { previews } from '../tables.ts'
import { mayPreview } from './policy.ts'

/** Long enough to look around; who needs more opens it again, and the audit log says so. */
const minutes = 60

export type Begun = { ok: true; token: string; expiresAt: Date } | { ok: false; reason: 'notFound' }

/** Lets a member look at the portal as a contact sees it. The token goes to a cookie and is stored nowhere. */
export function beginPreview(scope: StaffScope, sessionId: string, contactId: string): Promise<Begun> {
	return write(scope, async (writer) => {
		if (!mayPreview(scope)) return { ok: false, reason: 'notFound' }
		const its = and(
			eq(contacts.workspaceId, scope.workspaceId),
			eq(contacts.id, contactId),
			isNull(contacts.archivedAt),
		)
		const [contact] = await writer.db.select({ id: contacts.id }).from(contacts).where(its)
		if (!contact) return { ok: false, reason: 'notFound' }
		await endPreviews(writer, eq(previews.sessionId, sessionId))
		const token = newToken()
		const id = newId('prv')
		const createdAt = now()
		const expiresAt = new Date(createdAt.getTime() + minutes * 60_000)
		const { workspaceId, memberId } = scope
		const row = { workspaceId, id, tokenHash: hashToken(token), memberId, sessionId, contactId, createdAt, expiresAt }
		await writer.db.insert(previews).values(row)
		const data = { previewId: id, expiresAt: expiresAt.toISOString() }
		await writer.emit({ type: 'contact.previewed', ...contactSubject(contactId), data })
		return { ok: true, token, expiresAt }
	})
}

/** Ends the preview that a member has open in this session; the contact whose it was, null for none. */
export function endPreview(scope: StaffScope, sessionId: string): Promise<string | null> {
	return write(scope, async (writer) => {
		const [ended] = await endPreviews(writer, eq(previews.sessionId, sessionId))
		return ended?.contactId ?? null
	})
}

/** Inside the caller's transaction: open previews end, and the contact's history says when. */
export async function endPreviews(writer: Writer, which: SQL | undefined): Promise<{ contactId: string }[]> {
	const at = now()
	const ended = await writer.db
		.update(previews)
		.set({ endedAt: at })
		.where(and(eq(previews.workspaceId, writer.scope.workspaceId), isNull(previews.endedAt), which))
		.returning()
	await writer.emit(
		...ended.map(({ id, memberId, contactId, expiresAt }) => ({
			type: 'contact.previewEnded' as const,
			...contactSubject(contactId),
			actor: { type: 'member' as const, id: memberId },
			data: { previewId: id, endedAt: new Date(Math.min(expiresAt.getTime(), at.getTime())).toISOString() },
		})),
	)
	return ended
}

/** Those that nobody ended: their time is over, or the session that they stood on. */
export function endOldPreviews(writer: Writer): Promise<{ contactId: string }[]> {
	return endPreviews(writer, or(isNull(previews.sessionId), lt(previews.expiresAt, now())))
}
