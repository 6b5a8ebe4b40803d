import { and, desc, eq, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { displayName } from '#features/people/rules.ts'
import { accounts, contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { visibleConversations } from '../policy.ts'
import { type InboxView, preview } from '../rules.ts'
import { conversationReads, conversations, messages } from '../tables.ts'
import { isWaiting } from '../unread/reads.ts'
import { matching } from './search/reads.ts'

export interface InboxRow {
	id: string
	accountId: string
	accountName: string
	contactName: string
	assigneeName: string | null
	status: 'open' | 'done'
	/** Open, and the client has the last word. */
	waiting: boolean
	/** Messages of the client that this member has not seen; counted to 100. */
	unread: number
	lastMessageAt: string
	lastLine: string
	lastByCompany: boolean
}

const pageSize = 40

/** A page of the inbox, the last written to first; `nextCursor` continues it. One query, and those of a search. */
export async function inbox(
	reader: Reader<StaffScope>,
	query: { view: InboxView; q?: string; cursor?: string; limit?: number },
): Promise<{ rows: InboxRow[]; nextCursor: string | null }> {
	const { db, scope } = reader
	const limit = query.limit ?? pageSize
	// The page is cut first, so that names and counts are looked up for its rows alone.
	const cut = db
		.select({ id: conversations.id })
		.from(conversations)
		.where(
			and(
				visibleConversations(scope),
				isNotNull(conversations.lastMessageId),
				inView(query.view, scope),
				query.cursor ? lt(conversations.lastMessageId, query.cursor) : undefined,
				await matching(reader, query.q ?? ''),
			),
		)
		.orderBy(desc(conversations.lastMessageId))
		.limit(limit + 1)
		.as('cut')
	const rows = await db
		.select({
			id: conversations.id,
			accountId: conversations.accountId,
			accountName: accounts.name,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			assigneeName: members.name,
			status: conversations.status,
			lastAuthorType: conversations.lastAuthorType,
			lastMessageId: conversations.lastMessageId,
			lastMessageAt: conversations.lastMessageAt,
			body: messages.body,
			unread: unreadByMember(scope),
		})
		.from(cut)
		.innerJoin(conversations, and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.id, cut.id)))
		.innerJoin(
			accounts,
			and(eq(accounts.workspaceId, conversations.workspaceId), eq(accounts.id, conversations.accountId)),
		)
		.innerJoin(
			contacts,
			and(eq(contacts.workspaceId, conversations.workspaceId), eq(contacts.id, conversations.contactId)),
		)
		.innerJoin(
			messages,
			and(eq(messages.workspaceId, conversations.workspaceId), eq(messages.id, conversations.lastMessageId)),
		)
		.leftJoin(
			members,
			and(eq(members.workspaceId, conversations.workspaceId), eq(members.id, conversations.assignedTo)),
		)
		.orderBy(desc(conversations.lastMessageId))
	const page = rows.slice(0, limit)
	return { rows: page.map(toRow), nextCursor: rows.length > limit ? (page.at(-1)?.lastMessageId ?? null) : null }
}

type Found = Omit<InboxRow, 'contactName' | 'waiting' | 'lastMessageAt' | 'lastLine' | 'lastByCompany'> & {
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	lastAuthorType: string | null
	lastMessageAt: Date | null
	body: string
}

function toRow(found: Found): InboxRow {
	const byClient = found.lastAuthorType === 'contact'
	return {
		id: found.id,
		accountId: found.accountId,
		accountName: found.accountName,
		contactName: displayName(found),
		assigneeName: found.assigneeName,
		status: found.status,
		waiting: found.status === 'open' && byClient,
		unread: found.unread,
		lastMessageAt: found.lastMessageAt?.toISOString() ?? '',
		lastLine: preview(found.body),
		lastByCompany: !byClient,
	}
}

function inView(view: InboxView, scope: StaffScope): SQL | undefined {
	switch (view) {
		case 'waiting':
			return isWaiting
		case 'mine':
			return eq(conversations.assignedTo, scope.memberId)
		case 'done':
			return eq(conversations.status, 'done')
		case 'all':
			return undefined
	}
}

function unreadByMember(scope: StaffScope): SQL<number> {
	return sql<number>`(select count(*)::int from (select 1 from messages u where u.workspace_id = ${conversations.workspaceId}
		and u.conversation_id = ${conversations.id} and u.author_type = 'contact' and u.id > coalesce((
			select r.last_read_id from ${conversationReads} r where r.workspace_id = ${conversations.workspaceId}
			and r.conversation_id = ${conversations.id} and r.reader_type = 'member' and r.reader_id = ${scope.memberId}), '') limit 100) x)`
}
