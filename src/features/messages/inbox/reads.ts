import { and, desc, eq, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { displayName } from '#features/people/rules.ts'
import { parseSearch } from '#features/people/search/rules.ts'
import { accounts, contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { visibleConversations } from '../policy.ts'
import { type InboxView, preview } from '../rules.ts'
import { conversationReads, conversations, conversationWords, messages } from '../tables.ts'
import { isWaiting } from '../unread/reads.ts'
import { wordsOf } from './rules.ts'

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

/** A page of the inbox, the last written to first; `nextCursor` continues it. One query. */
export async function inbox(
	{ db, scope }: Reader<StaffScope>,
	query: { view: InboxView; q?: string; cursor?: string; limit?: number },
): Promise<{ rows: InboxRow[]; nextCursor: string | null }> {
	const limit = query.limit ?? pageSize
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
		.from(conversations)
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
		.where(
			and(
				visibleConversations(scope),
				isNotNull(conversations.lastMessageId),
				inView(query.view, scope),
				query.cursor ? lt(conversations.lastMessageId, query.cursor) : undefined,
				...matching(query.q ?? ''),
			),
		)
		.orderBy(desc(conversations.lastMessageId))
		.limit(limit + 1)
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

/** Every word of the search begins a word that was written, or occurs in the name of the account or person. */
function matching(q: string): (SQL | undefined)[] {
	return parseSearch(q).tokens.map((token) => {
		const pattern = `%${token.replace(/[\\%_]/g, '\\$&')}%`
		const prefix = wordsOf(token)[0]
		return or(
			sql`${accounts.search} like ${pattern}`,
			sql`${contacts.search} like ${pattern}`,
			prefix
				? sql`exists (select 1 from ${conversationWords} where ${conversationWords.workspaceId} = ${conversations.workspaceId}
					and ${conversationWords.conversationId} = ${conversations.id}
					and ${conversationWords.word} ~>=~ ${prefix} and ${conversationWords.word} ~<~ ${`${prefix}\u{10ffff}`})`
				: undefined,
		)
	})
}

function unreadByMember(scope: StaffScope): SQL<number> {
	return sql<number>`(select count(*)::int from (select 1 from messages u where u.workspace_id = ${conversations.workspaceId}
		and u.conversation_id = ${conversations.id} and u.author_type = 'contact' and u.id > coalesce((
			select r.last_read_id from ${conversationReads} r where r.workspace_id = ${conversations.workspaceId}
			and r.conversation_id = ${conversations.id} and r.reader_type = 'member' and r.reader_id = ${scope.memberId}), '') limit 100) x)`
}
