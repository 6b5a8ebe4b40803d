import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { read, thePool, type Writer, write } from '#platform/db/db.ts'
import { announce, type LiveHint } from '#platform/events/insert.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { findConversation } from '../conversations/reads.ts'
import { place } from '../conversations/writes.ts'
import { messageRead } from '../events.ts'
import { visibleConversations } from '../policy.ts'
import { type Conversation, conversationReads, conversations, messages } from '../tables.ts'

/**
 * Notes that the reader has seen a conversation up to a message; the other side hears of it when one of its messages
 * was seen for the first time. A member who previews the portal has not read for the client. False where it does not exist.
 */
export async function markRead(
	scope: ClientScope | StaffScope,
	conversationId: string,
	upTo: string,
): Promise<boolean> {
	const before = await positionIn(scope, conversationId, upTo)
	if (!before) return false
	if (before.known || (scope.kind === 'client' && scope.preview)) return true
	return write(scope, async (writer) => {
		const conversation = await place(writer, { conversationId })
		if (!conversation?.lastId) return conversation !== null
		const reached = upTo < conversation.lastId ? upTo : conversation.lastId
		const moved = await movePosition(writer, conversationId, reached)
		const seen = await seeMessages(writer, conversationId, reached)
		if (seen) await writer.emit(messageRead(conversation, reached))
		else if (moved) await announce(writer.client, positionHint(scope, conversation))
		return true
	})
}

/** A page that is opened again tells what is known; that must cost neither a lock nor a write. */
async function positionIn(
	scope: ClientScope | StaffScope,
	conversationId: string,
	upTo: string,
): Promise<{ known: boolean } | null> {
	return read(scope, async ({ db }) => {
		const me = readerOf(scope)
		const [row] = await db
			.select({
				known: sql<boolean>`coalesce(${conversationReads.lastReadId}, '') >= least(${upTo}, ${conversations.lastId})`,
			})
			.from(conversations)
			.leftJoin(
				conversationReads,
				and(
					eq(conversationReads.workspaceId, conversations.workspaceId),
					eq(conversationReads.conversationId, conversations.id),
					eq(conversationReads.readerType, me.type),
					eq(conversationReads.readerId, me.id),
				),
			)
			.where(and(visibleConversations(scope), eq(conversations.id, conversationId)))
		return row ?? null
	})
}

function readerOf(scope: ClientScope | StaffScope): { type: 'contact' | 'member'; id: string } {
	return scope.kind === 'client' ? { type: 'contact', id: scope.contactId } : { type: 'member', id: scope.memberId }
}

async function movePosition(
	{ db, scope }: Writer<ClientScope | StaffScope>,
	conversationId: string,
	upTo: string,
): Promise<boolean> {
	const me = readerOf(scope)
	const row = {
		workspaceId: scope.workspaceId,
		conversationId,
		readerType: me.type,
		readerId: me.id,
		lastReadId: upTo,
		readAt: now(),
	}
	const { rowCount } = await db
		.insert(conversationReads)
		.values(row)
		.onConflictDoUpdate({
			target: [
				conversationReads.workspaceId,
				conversationReads.conversationId,
				conversationReads.readerType,
				conversationReads.readerId,
			],
			set: { lastReadId: upTo, readAt: now() },
			setWhere: sql`${conversationReads.lastReadId} < ${upTo}`,
		})
	return (rowCount ?? 0) > 0
}

/** Stamps the other side's messages that nobody had seen. */
async function seeMessages(
	{ db, scope }: Writer<ClientScope | StaffScope>,
	conversationId: string,
	upTo: string,
): Promise<boolean> {
	const fromOtherSide =
		scope.kind === 'client' ? sql`${messages.authorType} <> 'contact'` : sql`${messages.authorType} = 'contact'`
	const { rowCount } = await db
		.update(messages)
		.set({ readAt: now(), readBy: readerOf(scope).id })
		.where(
			and(
				eq(messages.workspaceId, scope.workspaceId),
				eq(messages.conversationId, conversationId),
				lte(messages.id, upTo),
				isNull(messages.readAt),
				eq(messages.internal, false),
				fromOtherSide,
			),
		)
	return (rowCount ?? 0) > 0
}

/** For the reader's own other windows; the other side does not hear of it. */
function positionHint(scope: ClientScope | StaffScope, conversation: Conversation): LiveHint {
	const client = scope.kind === 'client' ? { c: scope.contactId } : {}
	return hint(scope, conversation, 'message.position', client)
}

/** Tells those who have the conversation open that somebody is writing. Leaves no trace. False where it does not exist. */
export async function announceTyping(
	scope: ClientScope | StaffScope,
	conversationId: string,
	name: string,
): Promise<boolean> {
	const conversation = await read(scope, (reader) => findConversation(reader, conversationId))
	if (!conversation) return false
	await announce(
		thePool(),
		hint(scope, conversation, 'message.typing', { c: conversation.contactId }, { name: name.slice(0, 100) }),
	)
	return true
}

function hint(
	scope: ClientScope | StaffScope,
	conversation: Conversation,
	type: string,
	client: { c?: string },
	data: Record<string, unknown> = {},
): LiveHint {
	return {
		w: scope.workspaceId,
		t: type,
		s: conversation.id,
		a: conversation.accountId,
		...client,
		by: readerOf(scope).id,
		d: { conversation: conversation.id, ...data },
	}
}
