import { and, asc, desc, eq, getTableColumns, gte, lt, type SQL, sql } from 'drizzle-orm'
import { normalisePhone } from '#features/people/channels/rules.ts'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Channel, DeliveryStatus } from '../schema.ts'
import { deliveries, deliveryLog } from '../tables.ts'

export interface OutboxFilter {
	channel?: Channel | undefined
	status?: DeliveryStatus | undefined
	/** How an address begins, or a whole phone number in any format of `country`. */
	q?: string | undefined
	contactId?: string | undefined
	country?: string | undefined
}

const { payload, claimedUntil, workspaceId, ...columns } = getTableColumns(deliveries)

/** Messages that went out or would have, newest first. Their contents are not among them. */
export async function listDeliveries(
	reader: Reader<CompanyScope>,
	filter: OutboxFilter,
	page: { limit: number; cursor?: string | undefined },
) {
	const { db, scope } = reader
	const after = decodeCursor(page.cursor)
	const rows = await db
		.select({ ...columns, contactName: nameOfContact })
		.from(deliveries)
		.leftJoin(contacts, and(eq(contacts.workspaceId, deliveries.workspaceId), eq(contacts.id, deliveries.contactId)))
		.where(
			and(
				eq(deliveries.workspaceId, scope.workspaceId),
				filter.channel && eq(deliveries.channel, filter.channel),
				filter.status && eq(deliveries.status, filter.status),
				filter.contactId ? eq(deliveries.contactId, filter.contactId) : undefined,
				filter.q ? beginsWith(filter.q, filter.country ?? 'US') : undefined,
				after ? lt(deliveries.id, after[1]) : undefined,
			),
		)
		.orderBy(desc(deliveries.id))
		.limit(page.limit + 1)
	return pageOf(rows, page.limit, ({ id }) => [null, id])
}

export type DeliveryLine = Awaited<ReturnType<typeof listDeliveries>>['data'][number]

const nameOfContact = sql<string | null>`nullif(trim(${contacts.firstName} || ' ' || ${contacts.lastName}), '')`

/** As a range in byte order: row-level security lets no index serve LIKE. */
function beginsWith(typed: string, country: string): SQL | undefined {
	const start = normalisePhone(typed, country)?.e164 ?? typed.trim().toLowerCase()
	const recipient = sql`${deliveries.recipient} collate "C"`
	return and(gte(recipient, sql`${start}::text`), lt(recipient, sql`${`${start}\u{10ffff}`}::text`))
}

/** One message with its contents (null once wiped) and what happened to it. Null for an unknown one. */
export async function findDelivery({ db, scope }: Reader<CompanyScope>, id: string) {
	const its = and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.id, id))
	const [row] = await db
		.select({ ...columns, payload, contactName: nameOfContact })
		.from(deliveries)
		.leftJoin(contacts, and(eq(contacts.workspaceId, deliveries.workspaceId), eq(contacts.id, deliveries.contactId)))
		.where(its)
	if (!row) return null
	const log = await db
		.select()
		.from(deliveryLog)
		.where(and(eq(deliveryLog.workspaceId, scope.workspaceId), eq(deliveryLog.deliveryId, id)))
		.orderBy(asc(deliveryLog.id))
	return { ...row, log }
}
