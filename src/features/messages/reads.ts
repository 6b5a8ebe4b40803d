import { and, asc, desc, eq, gt, inArray, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { documents } from '#features/documents/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { visibleConversations, visibleMessages } from './policy.ts'
import type { MessageView, Posts, Receipt } from './schema.ts'
import { conversations, messageAttachments, messages } from './tables.ts'

export const pageSize = 40

/**
 * Messages of a conversation that the caller has found for this scope, oldest first: those after an id,
 * those before one, or the newest. `more` says that there are others beyond, in the direction of reading.
 */
export async function listMessages(
	reader: Reader,
	conversationId: string,
	range: { after?: string | null; before?: string | null; limit?: number } = {},
): Promise<{ messages: MessageView[]; more: boolean }> {
	const limit = range.limit ?? pageSize
	const forward = range.after !== undefined && range.after !== null
	const bound = forward ? gt(messages.id, range.after ?? '') : range.before ? lt(messages.id, range.before) : undefined
	const rows = await selectMessages(reader, and(eq(messages.conversationId, conversationId), bound))
		.orderBy(forward ? asc(messages.id) : desc(messages.id))
		.limit(limit + 1)
	const page = rows.slice(0, limit)
	if (!forward) page.reverse()
	return { messages: await withAttachments(reader, page), more: rows.length > limit }
}

/** A part of a conversation and how far its other side has read: what a page shows, and what it asks for later. */
export async function postsOf(
	reader: Reader,
	conversationId: string | null,
	range: { after?: string | null; before?: string | null } = {},
): Promise<Posts> {
	if (conversationId === null) return { messages: [], more: false, receipt: null }
	const page = await listMessages(reader, conversationId, range)
	return { ...page, receipt: await lastReceipt(reader, conversationId) }
}

/** A page of the messages of all conversations or one, oldest first, for other programs. */
export async function messagesPage(
	reader: Reader<CompanyScope>,
	filter: { conversationId?: string },
	page: { limit: number; after?: string },
): Promise<MessageOf[]> {
	const one = filter.conversationId === undefined ? undefined : eq(messages.conversationId, filter.conversationId)
	const rows = await selectMessages(reader, and(one, page.after ? gt(messages.id, page.after) : undefined))
		.orderBy(asc(messages.id))
		.limit(page.limit)
	const views = await withAttachments(reader, rows)
	return views.map((message, index) => ({ message, conversationId: rows[index]?.conversationId ?? '' }))
}

export interface MessageOf {
	message: MessageView
	conversationId: string
}

/** One message by its id, or null where it does not exist for this scope. */
export async function findMessage(reader: Reader, id: string): Promise<MessageOf | null> {
	if (!isId('msg', id)) return null
	const rows = await selectMessages(reader, eq(messages.id, id))
		.innerJoin(conversations, sameConversation)
		.where(
			and(
				eq(messages.workspaceId, reader.scope.workspaceId),
				eq(messages.id, id),
				visibleMessages(reader.scope),
				visibleConversations(reader.scope),
			),
		)
		.limit(1)
	const [message] = await withAttachments(reader, rows)
	return message && rows[0] ? { message, conversationId: rows[0].conversationId } : null
}

const sameConversation = and(
	eq(conversations.workspaceId, messages.workspaceId),
	eq(conversations.id, messages.conversationId),
)

/** The newest message of the reader's own side that the other has seen; later ones are not read yet. */
export async function lastReceipt({ db, scope }: Reader, conversationId: string): Promise<Receipt | null> {
	const side =
		scope.kind === 'client' ? sql`${messages.authorType} = 'contact'` : sql`${messages.authorType} <> 'contact'`
	const [row] = await db
		.select({ id: messages.id, readAt: messages.readAt, readBy: readerName })
		.from(messages)
		.where(
			and(
				eq(messages.workspaceId, scope.workspaceId),
				eq(messages.conversationId, conversationId),
				isNotNull(messages.readAt),
				side,
				visibleMessages(scope),
			),
		)
		.orderBy(desc(messages.id))
		.limit(1)
	return row?.readAt ? { upTo: row.id, at: row.readAt.toISOString(), by: row.readBy } : null
}

/** Whoever reads a contact's message is a member, and the other way round. */
const readerName = sql<string | null>`case when messages.author_type = 'contact'
	then (select coalesce(nullif(r.name, ''), r.email) from members r where r.workspace_id = messages.workspace_id and r.id = messages.read_by)
	else (select coalesce(nullif(concat_ws(' ', nullif(r.first_name, ''), nullif(r.last_name, '')), ''), r.email, r.phone) from contacts r
		where r.workspace_id = messages.workspace_id and r.id = messages.read_by) end`

const authorName = sql<string | null>`case messages.author_type
	when 'member' then (select coalesce(nullif(a.name, ''), a.email) from members a where a.workspace_id = messages.workspace_id and a.id = messages.author_id)
	when 'contact' then (select coalesce(nullif(concat_ws(' ', nullif(a.first_name, ''), nullif(a.last_name, '')), ''), a.email, a.phone) from contacts a
		where a.workspace_id = messages.workspace_id and a.id = messages.author_id) end`

function selectMessages({ db, scope }: Reader, condition: SQL | undefined) {
	return db
		.select({
			id: messages.id,
			conversationId: messages.conversationId,
			authorType: messages.authorType,
			authorId: messages.authorId,
			authorName,
			body: messages.body,
			internal: messages.internal,
			clientKey: messages.clientKey,
			createdAt: messages.createdAt,
			readAt: messages.readAt,
			readBy: readerName,
			attached: sql<boolean>`exists (select 1 from message_attachments t where t.workspace_id = messages.workspace_id and t.message_id = messages.id)`,
		})
		.from(messages)
		.where(and(eq(messages.workspaceId, scope.workspaceId), visibleMessages(scope), condition))
		.$dynamic()
}

type MessageRow = Awaited<ReturnType<typeof selectMessages>>[number]

/** One more query for the files of all rows, and none where no row has any. */
async function withAttachments(reader: Reader, rows: MessageRow[]): Promise<MessageView[]> {
	const ids = rows.filter((row) => row.attached).map((row) => row.id)
	const files = ids.length > 0 ? await attachmentsOf(reader, ids) : []
	const me = ownId(reader)
	return rows.map((row) => ({
		id: row.id,
		author: { type: row.authorType, id: row.authorId, name: row.authorName ?? '' },
		body: row.body,
		internal: row.internal,
		attachments: files.filter((file) => file.messageId === row.id).map(({ messageId: _, ...file }) => file),
		createdAt: row.createdAt.toISOString(),
		readAt: row.readAt?.toISOString() ?? null,
		readBy: row.readBy,
		clientKey: row.authorId !== null && row.authorId === me ? row.clientKey : null,
	}))
}

function ownId({ scope }: Reader): string | null {
	if (scope.kind === 'client') return scope.contactId
	if (scope.kind === 'staff') return scope.memberId
	return scope.kind === 'key' ? scope.keyId : null
}

function attachmentsOf({ db, scope }: Reader, messageIds: string[]) {
	return db
		.select({
			messageId: messageAttachments.messageId,
			id: documents.id,
			title: documents.title,
			contentType: documents.contentType,
			size: documents.size,
			thumbnail: sql<boolean>`${documents.thumbnailKey} is not null`,
		})
		.from(messageAttachments)
		.innerJoin(
			documents,
			and(eq(documents.workspaceId, messageAttachments.workspaceId), eq(documents.id, messageAttachments.documentId)),
		)
		.where(
			and(
				eq(messageAttachments.workspaceId, scope.workspaceId),
				inArray(messageAttachments.messageId, messageIds),
				sql`${documents.removedAt} is null`,
				scope.kind === 'client' ? sql`(${documents.attachment} or ${documents.sharedWithPortal})` : undefined,
			),
		)
		.orderBy(asc(messageAttachments.messageId), asc(messageAttachments.position))
}
