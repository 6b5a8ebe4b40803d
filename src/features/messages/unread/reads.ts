import { and, desc, eq, sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import { type ClientScope, mayArea, type StaffScope } from '#platform/scope/scope.ts'
import { unreadByClient } from '../conversations/reads.ts'
import { visibleConversations } from '../policy.ts'
import { conversationReads, conversations } from '../tables.ts'

/** Counts go no further; more is shown as "99+". */
export const countLimit = 100

/** How many messages of the company this client has not seen. One query. */
export async function unreadForClient({ db, scope }: Reader<ClientScope>): Promise<number> {
	if (!mayArea(scope, 'messages')) return 0
	const [row] = await db
		.select({ count: sql<number>`coalesce(sum(${unreadByClient()}), 0)::int` })
		.from(conversations)
		.where(visibleConversations(scope))
	return Math.min(row?.count ?? 0, countLimit)
}

/**
 * For the office's navigation: conversations that wait for an answer, and how many of those this member
 * has not seen. Looks at the newest hundred that wait. One query.
 */
export async function unreadForStaff({ db, scope }: Reader<StaffScope>): Promise<{ unread: number; waiting: number }> {
	const waiting = db
		.select({ id: conversations.id, lastMessageId: conversations.lastMessageId })
		.from(conversations)
		.where(and(visibleConversations(scope), isWaiting))
		.orderBy(desc(conversations.lastMessageId))
		.limit(countLimit)
		.as('waiting')
	const seen = and(
		eq(conversationReads.workspaceId, scope.workspaceId),
		eq(conversationReads.conversationId, waiting.id),
		eq(conversationReads.readerType, 'member'),
		eq(conversationReads.readerId, scope.memberId),
	)
	const [row] = await db
		.select({
			waiting: sql<number>`count(*)::int`,
			unread: sql<number>`(count(*) filter (where coalesce(${conversationReads.lastReadId}, '') < ${waiting.lastMessageId}))::int`,
		})
		.from(waiting)
		.leftJoin(conversationReads, seen)
	return row ?? { unread: 0, waiting: 0 }
}

/** Open, and the client has the last word. */
export const isWaiting = and(eq(conversations.status, 'open'), eq(conversations.lastAuthorType, 'contact'))
