import { and, asc, desc, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { members } from '#features/access/tables.ts'
import { displayName } from '#features/people/rules.ts'
import { accounts, contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { type ClientScope, type CompanyScope, mayArea } from '#platform/scope/scope.ts'
import { linkedAccount, visibleConversations } from '../policy.ts'
import { preview } from '../rules.ts'
import type { AccountConversation } from '../schema.ts'
import { type Conversation, conversations, messages } from '../tables.ts'

export interface ConversationView extends Conversation {
	accountName: string
	contactName: string
	assigneeName: string | null
	/** Whether the contact can see it in the portal, and if not, why. */
	reachable: 'yes' | 'notEnrolled' | 'noArea'
}

/** One conversation by its id, or null where it does not exist for this scope. */
export async function findConversation(reader: Reader, id: string): Promise<ConversationView | null> {
	if (!isId('cnv', id)) return null
	const [found] = await selectConversations(reader, eq(conversations.id, id)).limit(1)
	return found ? withNames(found) : null
}

/** The conversation of an account and a contact, or null before the first message. */
export async function conversationOfPair(
	reader: Reader,
	accountId: string,
	contactId: string,
): Promise<ConversationView | null> {
	const pair = and(eq(conversations.accountId, accountId), eq(conversations.contactId, contactId))
	const [found] = await selectConversations(reader, pair).limit(1)
	return found ? withNames(found) : null
}

const contactNames = {
	firstName: contacts.firstName,
	lastName: contacts.lastName,
	email: contacts.email,
	phone: contacts.phone,
	accessAreas: contacts.accessAreas,
	portalStatus: contacts.portalStatus,
}

/** The conversations of an account in which something was written, the last written to first. One query. */
export async function conversationsOfAccount(
	{ db, scope }: Reader<CompanyScope>,
	accountId: string,
): Promise<AccountConversation[]> {
	const rows = await db
		.select({ conversation: conversations, contact: contactNames, body: messages.body })
		.from(conversations)
		.innerJoin(
			contacts,
			and(eq(contacts.workspaceId, conversations.workspaceId), eq(contacts.id, conversations.contactId)),
		)
		.innerJoin(
			messages,
			and(eq(messages.workspaceId, conversations.workspaceId), eq(messages.id, conversations.lastMessageId)),
		)
		.where(and(visibleConversations(scope), eq(conversations.accountId, accountId)))
		.orderBy(desc(conversations.lastMessageId))
		.limit(50)
	return rows.map(({ conversation, contact, body }) => {
		const byClient = conversation.lastAuthorType === 'contact'
		return {
			id: conversation.id,
			contactId: conversation.contactId,
			contactName: displayName(contact),
			status: conversation.status,
			waiting: conversation.status === 'open' && byClient,
			lastMessageAt: conversation.lastMessageAt?.toISOString() ?? null,
			lastLine: preview(body),
			lastByCompany: !byClient,
		}
	})
}

export interface ConversationRecord extends Conversation {
	/** Messages of the contact that no member has seen; counted to 100. */
	unread: number
}

/** A page of conversations, oldest first, for other programs. */
export async function listConversations(
	{ db, scope }: Reader<CompanyScope>,
	filter: { id?: string; accountId?: string; contactId?: string; assignedTo?: string; status?: 'open' | 'done' },
	page: { limit: number; after?: string },
): Promise<ConversationRecord[]> {
	const equal = (Object.keys(filter) as (keyof typeof filter)[]).map((name) => {
		const wanted = filter[name]
		return wanted === undefined ? undefined : sql`${conversations[name]} = ${wanted}`
	})
	const rows = await db
		.select({ conversation: conversations, unread: unreadByCompany })
		.from(conversations)
		.where(and(visibleConversations(scope), page.after ? gt(conversations.id, page.after) : undefined, ...equal))
		.orderBy(asc(conversations.id))
		.limit(page.limit)
	return rows.map(({ conversation, unread }) => ({ ...conversation, unread }))
}

const unreadByCompany = sql<number>`(select count(*)::int from (select 1 from messages u where u.workspace_id = conversations.workspace_id
	and u.conversation_id = conversations.id and u.read_at is null and not u.internal and u.author_type = 'contact' limit 100) x)`

/** Where a message would go: the conversation if it has begun, else the account, which the client must be linked to. */
export async function findPlace(
	reader: Reader,
	to: { conversationId: string } | { accountId: string; contactId?: string },
): Promise<{ conversation: ConversationView | null; accountId: string; accountName: string } | null> {
	if ('conversationId' in to) {
		const conversation = await findConversation(reader, to.conversationId)
		return conversation && { conversation, accountId: conversation.accountId, accountName: conversation.accountName }
	}
	const { db, scope } = reader
	if (scope.kind !== 'client' || !mayArea(scope, 'messages') || !isId('acc', to.accountId)) return null
	const conversation = await conversationOfPair(reader, to.accountId, scope.contactId)
	if (conversation) return { conversation, accountId: to.accountId, accountName: conversation.accountName }
	const linked = and(
		eq(accounts.workspaceId, scope.workspaceId),
		eq(accounts.id, to.accountId),
		isNull(accounts.archivedAt),
		linkedAccount(scope, accounts.id),
	)
	const [account] = await db.select({ name: accounts.name }).from(accounts).where(linked)
	return account ? { conversation: null, accountId: to.accountId, accountName: account.name } : null
}

function selectConversations({ db, scope }: Reader, condition: SQL | undefined) {
	return db
		.select({
			conversation: conversations,
			accountName: accounts.name,
			contact: contactNames,
			assigneeName: members.name,
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
		.leftJoin(
			members,
			and(eq(members.workspaceId, conversations.workspaceId), eq(members.id, conversations.assignedTo)),
		)
		.where(and(visibleConversations(scope), condition))
		.$dynamic()
}

function withNames(row: Awaited<ReturnType<typeof selectConversations>>[number]): ConversationView {
	const { conversation, accountName, contact, assigneeName } = row
	return { ...conversation, accountName, contactName: displayName(contact), assigneeName, reachable: reach(contact) }
}

function reach(contact: { accessAreas: string[]; portalStatus: string }): ConversationView['reachable'] {
	if (!contact.accessAreas.includes('messages')) return 'noArea'
	return contact.portalStatus === 'enrolled' ? 'yes' : 'notEnrolled'
}

export interface ClientConversation {
	/** Null before the first message: the account's id then stands in the address. */
	id: string | null
	accountId: string
	accountName: string
	lastMessageAt: string | null
	lastLine: string
	unread: number
}

/** With whom a client may write: one conversation for each of its accounts, begun or not. A client has few. */
export async function conversationsOfClient({ db, scope }: Reader<ClientScope>): Promise<ClientConversation[]> {
	const mine = and(
		eq(conversations.workspaceId, accounts.workspaceId),
		eq(conversations.accountId, accounts.id),
		eq(conversations.contactId, scope.contactId),
	)
	const last = and(eq(messages.workspaceId, conversations.workspaceId), eq(messages.id, conversations.lastMessageId))
	const rows = await db
		.select({
			id: conversations.id,
			accountId: accounts.id,
			accountName: accounts.name,
			lastMessageAt: conversations.lastMessageAt,
			body: messages.body,
			unread: unreadByClient(),
		})
		.from(accounts)
		.leftJoin(conversations, mine)
		.leftJoin(messages, last)
		.where(
			and(eq(accounts.workspaceId, scope.workspaceId), isNull(accounts.archivedAt), linkedAccount(scope, accounts.id)),
		)
		.orderBy(sql`${conversations.lastMessageId} desc nulls last`, asc(accounts.name), asc(accounts.id))
		.limit(200)
	return rows.map(({ body, lastMessageAt, ...row }) => ({
		...row,
		lastLine: preview(body ?? ''),
		lastMessageAt: lastMessageAt?.toISOString() ?? null,
	}))
}

// Columns of the outer table are spelled out: where it stands alone in a query, a bare name would be the inner one's.

/** How many messages of the company a conversation holds that its contact has not seen; counted to 100. */
export function unreadByClient(): SQL<number> {
	return sql<number>`(select count(*) from (select 1 from messages u where u.workspace_id = conversations.workspace_id
		and u.conversation_id = conversations.id and u.read_at is null and not u.internal and u.author_type <> 'contact' limit 100) x)`
}
