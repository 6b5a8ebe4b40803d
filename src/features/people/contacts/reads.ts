import { and, eq, getTableColumns, gt, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { sessions } from '#features/access/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import { fits, keyset, type Order, type Place, pageAround } from '#platform/paging/keyset.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type ContactLink, linksOf } from '../links/reads.ts'
import { matching } from '../search/reads.ts'
import { contacts } from '../tables.ts'
import type { ContactFilter, ContactSort } from './schema.ts'

const { workspaceId: _workspace, search: _search, seenOrder: _order, ...columns } = getTableColumns(contacts)
export type Contact = Omit<typeof contacts.$inferSelect, 'workspaceId' | 'search' | 'seenOrder'> & {
	links: ContactLink[]
}

export interface ContactPage {
	rows: Contact[]
	next: string | null
	previous: string | null
}

export interface ContactListing extends Place {
	filter?: ContactFilter
	sort?: ContactSort
	direction?: 'asc' | 'desc'
	limit?: number
}

/** One contact with its links, archived ones too; null where this workspace has none of that id. */
export async function findContact(reader: Reader<CompanyScope>, id: string): Promise<Contact | null> {
	return findOne(reader, eq(contacts.id, id))
}

export async function findContactByExternalId(
	reader: Reader<CompanyScope>,
	externalId: string,
): Promise<Contact | null> {
	return findOne(reader, eq(contacts.externalId, externalId))
}

async function findOne(reader: Reader<CompanyScope>, condition: SQL): Promise<Contact | null> {
	const { db, scope } = reader
	const [row] = await db
		.select(columns)
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), condition))
	return row ? { ...row, links: await linksOf(reader, [row.id]) } : null
}

/** One page of contacts, in two queries whatever its size. A cursor of another order begins at the start. */
export async function listContacts(reader: Reader<CompanyScope>, listing: ContactListing = {}): Promise<ContactPage> {
	const { filter = {}, limit = 50 } = listing
	const order = contactOrder(listing.sort ?? 'name', listing.direction)
	const place = placeIn(order, listing)
	const keys = keyset(order, place)
	const found = await reader.db
		.select({ ...columns, place: keys.place })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, reader.scope.workspaceId), ...(await whatIsAsked(reader, filter)), keys.where))
		.orderBy(...keys.orderBy)
		.limit(limit + 1)
	const page = pageAround(found, limit, place)
	const links = await linksOf(
		reader,
		page.rows.map((row) => row.id),
	)
	const rows = page.rows.map(({ place: _, ...row }) => ({
		...row,
		links: links.filter((link) => link.contactId === row.id),
	}))
	return { ...page, rows }
}

/** Ids of those whom a filter finds, at most so many. */
export async function contactIds(
	reader: Reader<CompanyScope>,
	filter: ContactFilter,
	limit: number,
): Promise<string[]> {
	const rows = await reader.db
		.select({ id: contacts.id })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, reader.scope.workspaceId), ...(await whatIsAsked(reader, filter))))
		.orderBy(contacts.id)
		.limit(limit)
	return rows.map((row) => row.id)
}

/** Several contacts with their links, in two queries; unknown ids are missing. */
export async function contactsById(reader: Reader<CompanyScope>, ids: string[]): Promise<Contact[]> {
	if (ids.length === 0) return []
	const { db, scope } = reader
	const rows = await db
		.select(columns)
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, ids)))
	const links = await linksOf(reader, ids)
	return rows.map((row) => ({ ...row, links: links.filter((link) => link.contactId === row.id) }))
}

/** Sessions of a contact that have not run out. */
export async function countSessions({ db, scope }: Reader<CompanyScope>, contactId: string): Promise<number> {
	return db.$count(
		sessions,
		and(eq(sessions.workspaceId, scope.workspaceId), eq(sessions.contactId, contactId), gt(sessions.expiresAt, now())),
	)
}

function placeIn(order: Order, { after, before }: Place): Place {
	return {
		after: after && fits(order, after) ? after : null,
		before: before && fits(order, before) ? before : null,
	}
}

/** How a list of contacts is sorted; its cursors fit no other order. */
export function contactOrder(sort: ContactSort, direction?: 'asc' | 'desc'): Order {
	const text = (column: typeof contacts.sortName | typeof contacts.portalStatus) => ({ column, type: 'text' as const })
	const time = (column: typeof contacts.createdAt | typeof contacts.seenOrder) => ({
		column,
		type: 'timestamptz' as const,
	})
	const id = contacts.id
	switch (sort) {
		case 'name':
			return { keys: [text(contacts.sortName)], id, direction: direction ?? 'asc' }
		case 'status':
			return { keys: [text(contacts.portalStatus), text(contacts.sortName)], id, direction: direction ?? 'asc' }
		case 'created':
			return { keys: [time(contacts.createdAt)], id, direction: direction ?? 'desc' }
		case 'seen':
			return { keys: [time(contacts.seenOrder)], id, direction: direction ?? 'desc' }
	}
}

/** What the filter and the search box ask for. */
export async function whatIsAsked(reader: Reader, filter: ContactFilter): Promise<(SQL | undefined)[]> {
	return [...conditions(filter), await matching(reader, 'contact', filter.q)]
}

function conditions(filter: ContactFilter): (SQL | undefined)[] {
	const bounced = filter.portalStatus === 'bounced'
	return [
		filter.archived ? isNotNull(contacts.archivedAt) : isNull(contacts.archivedAt),
		filter.archived ? isNull(contacts.mergedInto) : undefined,
		filter.kind && eq(contacts.kind, filter.kind),
		bounced ? eq(contacts.invitationBounced, true) : undefined,
		filter.portalStatus && eq(contacts.portalStatus, bounced ? 'invited' : (filter.portalStatus as 'invited')),
		filter.email ? eq(contacts.email, filter.email.toLowerCase()) : undefined,
		filter.phone ? eq(contacts.phone, filter.phone) : undefined,
		filter.externalId ? eq(contacts.externalId, filter.externalId) : undefined,
		filter.accountId ? linked(sql`account_id`, filter.accountId) : undefined,
		filter.isNew ? stillNew : undefined,
		filter.delegates ? isNotNull(contacts.delegateOf) : undefined,
		filter.delegateOf ? eq(contacts.delegateOf, filter.delegateOf) : undefined,
		filter.siteId ? linked(sql`site_id`, filter.siteId) : undefined,
	]
}

const stillNew = sql`${contacts.id} in (select r.contact_id from registrations r
	where r.workspace_id = ${contacts.workspaceId} and r.seen_at is null and r.contact_id is not null and r.outcome = 'created')`

function linked(column: SQL, id: string): SQL {
	return sql`${contacts.id} in (select contact_id from contact_links l
		where l.workspace_id = ${contacts.workspaceId} and l.${column} = ${id})`
}

/** Counts end here: a number above is told as "more than". It keeps a list of 30,000 as fast as one of 300. */
export const countLimit = 2000

export type ContactCounts = {
	all: number
	notEnrolled: number
	invited: number
	enrolled: number
	bounced: number
	suspended: number
	lenders: number
	archived: number
	isNew: number
	delegates: number
	/** Of the list as it is filtered now. */
	shown: number
}

/** How many there are in each view, each counted up to `countLimit + 1`. */
export async function countContacts(reader: Reader<CompanyScope>, filter: ContactFilter = {}): Promise<ContactCounts> {
	const { db, scope } = reader
	const count = (...where: (SQL | undefined)[]) => {
		const inner = db
			.select({ one: sql`1` })
			.from(contacts)
			.where(and(eq(contacts.workspaceId, scope.workspaceId), ...where))
			.limit(countLimit + 1)
		return sql<number>`(select count(*)::int from ${inner} x)`
	}
	const view = (portalStatus: ContactFilter['portalStatus']) => count(...conditions({ portalStatus }))
	const { rows } = await db.execute<ContactCounts>(sql`select
		${count(...conditions({}))} as "all", ${view('notEnrolled')} as "notEnrolled", ${view('invited')} as "invited",
		${view('enrolled')} as "enrolled", ${view('bounced')} as "bounced", ${view('suspended')} as "suspended",
		${count(...conditions({ kind: 'lender' }))} as "lenders", ${count(...conditions({ archived: true }))} as "archived",
		${count(...conditions({ isNew: true }))} as "isNew",
		${count(...conditions({ delegates: true }))} as "delegates",
		${count(...(await whatIsAsked(reader, filter)))} as "shown"`)
	return rows[0]!
}
