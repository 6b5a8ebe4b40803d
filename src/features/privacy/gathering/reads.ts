import { and, asc, desc, eq, gt, inArray, isNull, ne, or } from 'drizzle-orm'
import { invitedBy } from '#features/access/delegates/reads.ts'
import { ownProfileOf } from '#features/access/profile/reads.ts'
import { reachOf } from '#features/access/reach/reads.ts'
import { sessions } from '#features/access/tables.ts'
import { documents } from '#features/documents/tables.ts'
import { conversations, messageAttachments, messages } from '#features/messages/tables.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { linksOf } from '#features/people/links/reads.ts'
import { sites } from '#features/people/tables.ts'
import { type Reader, read } from '#platform/db/db.ts'
import { events } from '#platform/events/tables.ts'
import type { SystemScope } from '#platform/scope/scope.ts'

/**
 * What is kept of one person, as that person may have it: its own record, and of what it shares with others only its
 * own part. Left out are notes of the company among itself, and who of the staff did or wrote something.
 */
export async function personOf(reader: Reader<SystemScope>, contactId: string) {
	const { db, scope } = reader
	const profile = await ownProfileOf(reader, contactId)
	if (!profile) return null
	const links = await linksOf(reader, [contactId])
	// A delegate has no more in its file than it sees.
	const limit = profile.delegateOf ? await reachOf(reader, contactId) : null
	const accountIds = links.map((link) => link.accountId)
	const places = accountIds.length
		? await db
				.select()
				.from(sites)
				.where(and(eq(sites.workspaceId, scope.workspaceId), inArray(sites.accountId, accountIds)))
				.orderBy(asc(sites.id))
				.limit(1000)
		: []
	const own = new Set(limit?.siteIds ?? links.flatMap((link) => link.siteId ?? []))
	const whole = new Set(
		limit?.accountIds ?? links.flatMap((link) => (link.siteId || link.projectId ? [] : link.accountId)),
	)
	const seen = (link: (typeof links)[number]) =>
		!limit || whole.has(link.accountId) || places.some((site) => site.accountId === link.accountId && own.has(site.id))
	const mine = and(eq(sessions.workspaceId, scope.workspaceId), eq(sessions.contactId, contactId))
	return {
		profile,
		accounts: [...new Map(links.filter(seen).map((link) => [link.accountId, link])).values()].map((link) => ({
			id: link.accountId,
			name: link.accountName,
		})),
		sites: places
			.filter((site) => own.has(site.id) || whole.has(site.accountId))
			.map(({ id, accountId, name, line1, line2, city, region, postalCode, country }) => ({
				id,
				accountId,
				name,
				address: { line1, line2, city, region, postalCode, country },
			})),
		sessions: await db
			.select({
				method: sessions.method,
				userAgent: sessions.userAgent,
				ip: sessions.ip,
				createdAt: sessions.createdAt,
				lastSeenAt: sessions.lastSeenAt,
			})
			.from(sessions)
			.where(mine)
			.orderBy(desc(sessions.lastSeenAt))
			.limit(1000),
		conversations: await db
			.select({ id: conversations.id, accountId: conversations.accountId, subject: conversations.subject })
			.from(conversations)
			.where(and(eq(conversations.workspaceId, scope.workspaceId), eq(conversations.contactId, contactId)))
			.orderBy(asc(conversations.id))
			.limit(1000),
		areas: limit?.areas ?? profile.accessAreas,
		/** Whom it has let in, as it wrote them down. */
		invited: await invitedBy(reader, contactId),
		whole: [...whole],
		own: [...own],
	}
}
export type PersonData = NonNullable<Awaited<ReturnType<typeof personOf>>>

export const batch = 500

/** Rows of a list that is read batch by batch, each after the last id of the one before. */
export async function* rowsOf<T extends { id: string }>(
	scope: SystemScope,
	page: (reader: Reader<SystemScope>, after: string) => Promise<T[]>,
): AsyncGenerator<T> {
	for (let after = ''; ; ) {
		const rows = await read(scope, (reader) => page(reader, after))
		yield* rows
		const last = rows.at(-1)
		if (!last || rows.length < batch) return
		after = last.id
	}
}

/** What the person and the company wrote to each other. */
export function messagesOf(scope: SystemScope, contactId: string, conversationIds: string[]) {
	return rowsOf(scope, async ({ db }, after) => {
		if (conversationIds.length === 0) return []
		const rows = await db
			.select()
			.from(messages)
			.where(
				and(
					eq(messages.workspaceId, scope.workspaceId),
					inArray(messages.conversationId, conversationIds),
					eq(messages.internal, false),
					gt(messages.id, after),
				),
			)
			.orderBy(asc(messages.id))
			.limit(batch)
		const hanging = rows.length
			? await db
					.select()
					.from(messageAttachments)
					.where(
						and(
							eq(messageAttachments.workspaceId, scope.workspaceId),
							inArray(
								messageAttachments.messageId,
								rows.map((row) => row.id),
							),
						),
					)
			: []
		return rows.map((row) => ({
			id: row.id,
			conversationId: row.conversationId,
			from: row.authorType === 'contact' && row.authorId === contactId ? ('me' as const) : ('company' as const),
			body: row.body,
			attachments: hanging.filter((one) => one.messageId === row.id).map((one) => one.documentId),
			at: row.createdAt,
			readAt: row.readAt,
		}))
	})
}

/** The files that the person sent, those in its conversations, and what the company shares with it. */
export function documentsOf(scope: SystemScope, contactId: string, person: PersonData) {
	const { whole, own, areas, conversations: talks } = person
	const talkIds = talks.map((talk) => talk.id)
	const { workspaceId } = scope
	const sent = and(eq(documents.authorType, 'contact'), eq(documents.authorId, contactId))
	const linked = or(
		whole.length ? inArray(documents.accountId, whole) : undefined,
		own.length ? inArray(documents.siteId, own) : undefined,
	)
	const sees = areas.includes('documents') && linked
	const shared = sees
		? and(
				linked,
				eq(documents.sharedWithPortal, true),
				eq(documents.attachment, false),
				ne(documents.authorType, 'contact'),
			)
		: undefined
	return rowsOf(scope, async ({ db }, after) => {
		const said = talkIds.length
			? inArray(
					documents.id,
					db
						.select({ id: messageAttachments.documentId })
						.from(messageAttachments)
						.innerJoin(
							messages,
							and(
								eq(messages.workspaceId, messageAttachments.workspaceId),
								eq(messages.id, messageAttachments.messageId),
								eq(messages.internal, false),
								inArray(messages.conversationId, talkIds),
							),
						)
						.where(eq(messageAttachments.workspaceId, workspaceId)),
				)
			: undefined
		return db
			.select()
			.from(documents)
			.where(
				and(
					eq(documents.workspaceId, workspaceId),
					isNull(documents.removedAt),
					or(sent, said, shared),
					gt(documents.id, after),
				),
			)
			.orderBy(asc(documents.id))
			.limit(batch)
	})
}

/** Which messages were sent to the person, by which way; not what stood in them, which holds codes and links. */
export function deliveriesOf(scope: SystemScope, contactId: string) {
	return rowsOf(scope, ({ db }, after) =>
		db
			.select({
				id: deliveries.id,
				channel: deliveries.channel,
				to: deliveries.recipient,
				kind: deliveries.template,
				status: deliveries.status,
				createdAt: deliveries.createdAt,
				sentAt: deliveries.sentAt,
			})
			.from(deliveries)
			.where(
				and(
					eq(deliveries.workspaceId, scope.workspaceId),
					eq(deliveries.contactId, contactId),
					gt(deliveries.id, after),
				),
			)
			.orderBy(asc(deliveries.id))
			.limit(batch),
	)
}

/** What happened with the person: when and what, and whether it did it itself. */
export function historyOf(scope: SystemScope, contactId: string) {
	return rowsOf(scope, async ({ db }, after) => {
		const rows = await db
			.select()
			.from(events)
			.where(and(eq(events.workspaceId, scope.workspaceId), eq(events.contactId, contactId), gt(events.id, after)))
			.orderBy(asc(events.id))
			.limit(batch)
		return rows.map((row) => ({
			id: row.id,
			at: row.at,
			type: row.type,
			by: row.actorId === contactId ? ('me' as const) : ('company' as const),
			...(row.subjectType === 'contact' && row.subjectId === contactId && 'changes' in row.data
				? { changes: row.data.changes }
				: {}),
		}))
	})
}
