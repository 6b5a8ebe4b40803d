import { and, eq } from 'drizzle-orm'
import { changesOf, contactEvent } from '#features/people/events.ts'
import { displayName } from '#features/people/rules.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { ClientScope, Scope } from '#platform/scope/scope.ts'
import { choicesAfter } from './rules.ts'
import type { NoticeChoices, NoticeKind } from './schema.ts'
import { readToken } from './tokens/rules.ts'

/** A contact chooses for itself; kinds left out stay as they are. */
export function chooseNotices(scope: ClientScope, choices: NoticeChoices): Promise<boolean> {
	return write(scope, (writer) => choose(writer, scope.contactId, choices))
}

/** By the link in a mail, without signing in: one kind off for its one contact. Null for a link that is none of ours. */
export async function unsubscribe(scope: Scope, token: string): Promise<NoticeKind | null> {
	const read = readToken(scope.workspaceId, token)
	if (!read) return null
	const there = await write(scope, (writer) => switchOff(writer, read.contactId, read.kind))
	return there ? read.kind : null
}

/** The same as a step of another operation. */
export function switchOff(writer: Writer, contactId: string, kind: NoticeKind): Promise<boolean> {
	return choose(writer, contactId, { [kind]: 'none' })
}

async function choose(writer: Writer, contactId: string, choices: NoticeChoices): Promise<boolean> {
	const { db, scope, emit } = writer
	const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId))
	const [current] = await db.select().from(contacts).where(its).for('update')
	if (!current) return false
	// Who was merged away lives on in another.
	if (current.mergedInto) return choose(writer, current.mergedInto, choices)
	const noticeChoices = choicesAfter(current.noticeChoices, choices)
	const changes = changesOf(current, { noticeChoices })
	if (Object.keys(changes).length === 0) return true
	const version = now()
	await db.update(contacts).set({ noticeChoices, updatedAt: version }).where(its)
	const data = { name: displayName(current), changes, version }
	await emit({ ...contactEvent('contact.updated', contactId, null, data), actor: { type: 'contact', id: contactId } })
	return true
}
