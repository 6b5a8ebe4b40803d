import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { documents } from '#features/documents/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { type Actor, actorOf, type ClientScope, type CompanyScope, type SystemScope } from '#platform/scope/scope.ts'
import { type Place, place } from './conversations/writes.ts'
import { messageSent } from './events.ts'
import { wordsOf } from './inbox/rules.ts'
import { nextMessageId } from './numbering/rules.ts'
import { type MessageProblem, problemOf, tidyBody } from './rules.ts'
import { type MessageInput, messageInput } from './schema.ts'
import { type Conversation, conversations, conversationWords, messageAttachments, messages } from './tables.ts'

export type Sent =
	| { ok: true; messageId: string; conversationId: string; repeated: boolean }
	| { ok: false; reason: MessageProblem | 'not_found' }

/**
 * Sends a message or, with `internal`, leaves a note for colleagues. The place is a conversation or, for
 * what has not begun yet, an account (and contact). A `clientKey` that its author used before in this
 * conversation gives the message of that time (`repeated`).
 */
export async function sendMessage(scope: ClientScope | CompanyScope, to: Place, input: MessageInput): Promise<Sent> {
	const given = messageInput.parse(input)
	const body = tidyBody(given.body)
	const attachments = [...new Set(given.attachments)]
	const problem = problemOf(body, attachments.length)
	if (problem) return { ok: false, reason: problem }
	const internal = given.internal && scope.kind !== 'client'
	return write(scope, async (writer): Promise<Sent> => {
		const conversation = await place(writer, to)
		if (!conversation) return { ok: false, reason: 'not_found' }
		const kept = given.clientKey ? await sentBefore(writer, conversation.id, given.clientKey) : null
		if (kept) return { ok: true, messageId: kept, conversationId: conversation.id, repeated: true }
		if (!(await mayAttach(writer, conversation, attachments))) return { ok: false, reason: 'unknown_attachment' }
		const message = { body, attachments, internal, clientKey: given.clientKey ?? null }
		const messageId = await insert(writer, conversation, message)
		await writer.emit(messageSent(conversation, messageId, internal))
		return { ok: true, messageId, conversationId: conversation.id, repeated: false }
	})
}

/** A contact's message that came by another way than the portal, as a step of a larger operation. */
export async function takeMessage(
	writer: Writer<SystemScope>,
	to: { accountId: string; contactId: string },
	text: string,
): Promise<void> {
	const conversation = await place(writer, to)
	if (!conversation) throw new Error('there is no such place to write to')
	const author = { type: 'contact' as const, id: to.contactId }
	const message = { body: tidyBody(text), attachments: [], internal: false, clientKey: null }
	const messageId = await insert(writer, conversation, message, author)
	await writer.emit({ ...messageSent(conversation, messageId, false), actor: author })
}

async function sentBefore({ db, scope }: Writer, conversationId: string, clientKey: string): Promise<string | null> {
	const { type, id } = actorOf(scope)
	const [kept] = await db
		.select({ id: messages.id })
		.from(messages)
		.where(
			and(
				eq(messages.workspaceId, scope.workspaceId),
				eq(messages.conversationId, conversationId),
				sql`${messages.authorType} = ${type}`,
				id === null ? isNull(messages.authorId) : eq(messages.authorId, id),
				eq(messages.clientKey, clientKey),
			),
		)
	return kept?.id ?? null
}

/** A file hangs on a message if it was sent up for this conversation by the writer, or, by the company, shared already. */
async function mayAttach({ db, scope }: Writer, conversation: Conversation, ids: string[]): Promise<boolean> {
	if (ids.length === 0) return true
	const sentUp = and(
		eq(documents.attachment, true),
		eq(documents.conversationId, conversation.id),
		scope.kind === 'client' ? eq(documents.authorId, scope.contactId) : undefined,
	)
	const shared = and(eq(documents.accountId, conversation.accountId), eq(documents.sharedWithPortal, true))
	const found = await db
		.select({ id: documents.id })
		.from(documents)
		.where(
			and(
				eq(documents.workspaceId, scope.workspaceId),
				inArray(documents.id, ids),
				isNull(documents.removedAt),
				scope.kind === 'client' ? sentUp : or(sentUp, shared),
			),
		)
	return found.length === ids.length
}

type NewMessage = { body: string; attachments: string[]; internal: boolean; clientKey: string | null }

/** Under the conversation's lock, which `place` took. */
async function insert(
	{ db, scope }: Writer,
	conversation: Conversation,
	message: NewMessage,
	author: Actor = actorOf(scope),
): Promise<string> {
	const { workspaceId } = scope
	const authorType = author.type === 'visitor' || author.type === 'link' ? 'system' : author.type
	const at = now()
	const id = nextMessageId(conversation.lastId, at.getTime())
	await db.insert(messages).values({
		workspaceId,
		id,
		conversationId: conversation.id,
		authorType,
		authorId: author.id,
		body: message.body,
		internal: message.internal,
		clientKey: message.clientKey,
		createdAt: at,
	})
	const lastWord = { lastMessageId: id, lastMessageAt: at, lastAuthorType: authorType }
	const reopened = authorType === 'contact' ? { status: 'open' as const } : {}
	await db
		.update(conversations)
		.set({ lastId: id, updatedAt: at, ...(message.internal ? {} : { ...lastWord, ...reopened }) })
		.where(and(eq(conversations.workspaceId, workspaceId), eq(conversations.id, conversation.id)))
	const words = wordsOf(message.body)
	if (words.length > 0) {
		const rows = words.map((word) => ({ workspaceId, conversationId: conversation.id, word }))
		await db.insert(conversationWords).values(rows).onConflictDoNothing()
	}
	if (message.attachments.length > 0) {
		const rows = message.attachments.map((documentId, position) => ({
			workspaceId,
			messageId: id,
			documentId,
			position,
		}))
		await db.insert(messageAttachments).values(rows)
	}
	return id
}
