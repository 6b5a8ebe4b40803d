import { and, asc, eq, getTableColumns, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import { fits, keyset, type Order, type Place, pageAround } from '#platform/paging/keyset.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { matching } from '../search/reads.ts'
import { accounts } from '../tables.ts'
import type { AccountFilter, AccountSort } from './schema.ts'

const { workspaceId: _workspace, search: _search, sortName: _sort, ...columns } = getTableColumns(accounts)
export type Account = Omit<typeof accounts.$inferSelect, 'workspaceId' | 'search' | 'sortName'>

export interface AccountListing extends Place {
	filter?: AccountFilter
	sort?: AccountSort
	direction?: 'asc' | 'desc'
	limit?: number
}

/** One account, archived ones too; null where this workspace has none of that id. */
export async function findAccount(reader: Reader<CompanyScope>, id: string): Promise<Account | null> {
	return findOne(reader, eq(accounts.id, id))
}

export async function findAccountByExternalId(
	reader: Reader<CompanyScope>,
	externalId: string,
): Promise<Account | null> {
	return findOne(reader, eq(accounts.externalId, externalId))
}

async function findOne({ db, scope }: Reader<CompanyScope>, condition: SQL): Promise<Account | null> {
	const [row] = await db
		.select(columns)
		.from(accounts)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), condition))
	return row ?? null
}

/** One page of accounts in one query. A cursor of another order begins at the start. */
export async function listAccounts(
	reader: Reader<CompanyScope>,
	listing: AccountListing = {},
): Promise<{ rows: Account[]; next: string | null; previous: string | null }> {
	const { page } = await select(reader, listing, {})
	return page
}

export interface AccountSummary extends Account {
	/** One line of the oldest site, and how many there are. */
	address: string | null
	siteCount: number
	contactCount: number
	enrolledCount: number
}

const line = sql`nullif(concat_ws(', ', nullif(line1, ''), nullif(city, ''), nullif(region, '')), '')`
const ownSites = sql`from sites s where s.workspace_id = ${accounts.workspaceId} and s.account_id = ${accounts.id} and s.archived_at is null`
const people = sql`from contact_links l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
	where l.workspace_id = ${accounts.workspaceId} and l.account_id = ${accounts.id} and c.archived_at is null`

/** The same page with what the office's list shows of each account's sites and people; one query. */
export async function listAccountSummaries(
	reader: Reader<CompanyScope>,
	listing: AccountListing = {},
): Promise<{ rows: AccountSummary[]; next: string | null; previous: string | null }> {
	const { page } = await select(reader, listing, {
		address: sql<string | null>`(select ${line} ${ownSites} order by s.id limit 1)`,
		siteCount: sql<number>`(select count(*)::int ${ownSites})`,
		contactCount: sql<number>`(select count(distinct c.id)::int ${people})`,
		enrolledCount: sql<number>`(select count(distinct c.id)::int ${people} and c.portal_status = 'enrolled')`,
	})
	return page
}

async function select<X extends Record<string, SQL>>(reader: Reader<CompanyScope>, listing: AccountListing, extra: X) {
	const { filter = {}, limit = 50 } = listing
	const order = accountOrder(listing.sort ?? 'name', listing.direction)
	const place = {
		after: listing.after && fits(order, listing.after) ? listing.after : null,
		before: listing.before && fits(order, listing.before) ? listing.before : null,
	}
	const keys = keyset(order, place)
	const found = await reader.db
		.select({ ...columns, ...extra, place: keys.place })
		.from(accounts)
		.where(and(eq(accounts.workspaceId, reader.scope.workspaceId), ...(await asked(reader, filter)), keys.where))
		.orderBy(...keys.orderBy)
		.limit(limit + 1)
	return { page: pageAround(found, limit, place) }
}

/** How a list of accounts is sorted; its cursors fit no other order. */
export function accountOrder(sort: AccountSort, direction?: 'asc' | 'desc'): Order {
	return sort === 'name'
		? { keys: [{ column: accounts.sortName, type: 'text' }], id: accounts.id, direction: direction ?? 'asc' }
		: { keys: [{ column: accounts.createdAt, type: 'timestamptz' }], id: accounts.id, direction: direction ?? 'desc' }
}

/** What the filter and the search box ask for. */
async function asked(reader: Reader, filter: AccountFilter): Promise<(SQL | undefined)[]> {
	return [...conditions(filter), await matching(reader, 'account', filter.q)]
}

function conditions(filter: AccountFilter): (SQL | undefined)[] {
	return [
		filter.archived ? isNotNull(accounts.archivedAt) : isNull(accounts.archivedAt),
		filter.archived ? isNull(accounts.mergedInto) : undefined,
		filter.kind && eq(accounts.kind, filter.kind),
		filter.portalEnabled === undefined ? undefined : eq(accounts.portalEnabled, filter.portalEnabled),
		filter.externalId ? eq(accounts.externalId, filter.externalId) : undefined,
		filter.name ? eq(accounts.sortName, filter.name.toLowerCase()) : undefined,
	]
}

/** Accounts to choose from while somebody types: by name, address, person, e-mail or phone. */
export async function searchAccounts(
	reader: Reader<CompanyScope>,
	typed: string,
	limit = 8,
): Promise<{ id: string; name: string; kind: Account['kind']; address: string | null }[]> {
	const { db, scope } = reader
	return db
		.select({
			id: accounts.id,
			name: accounts.name,
			kind: accounts.kind,
			address: sql<string | null>`(select ${line} ${ownSites} order by s.id limit 1)`,
		})
		.from(accounts)
		.where(
			and(
				eq(accounts.workspaceId, scope.workspaceId),
				isNull(accounts.archivedAt),
				await matching(reader, 'account', typed),
			),
		)
		.orderBy(asc(accounts.sortName), asc(accounts.id))
		.limit(limit)
}

export type AccountCounts = {
	all: number
	households: number
	organisations: number
	portalOff: number
	archived: number
	shown: number
}

/** How many there are in each view, each counted up to `limit + 1`. */
export async function countAccounts(
	reader: Reader<CompanyScope>,
	filter: AccountFilter,
	limit: number,
): Promise<AccountCounts> {
	const { db, scope } = reader
	const found = await matching(reader, 'account', filter.q)
	const count = (given: AccountFilter, search?: SQL) => {
		const inner = db
			.select({ one: sql`1` })
			.from(accounts)
			.where(and(eq(accounts.workspaceId, scope.workspaceId), ...conditions(given), search))
			.limit(limit + 1)
		return sql<number>`(select count(*)::int from ${inner} x)`
	}
	const { rows } = await db.execute<AccountCounts>(sql`select ${count({})} as "all",
		${count({ kind: 'household' })} as "households", ${count({ kind: 'organisation' })} as "organisations",
		${count({ portalEnabled: false })} as "portalOff", ${count({ archived: true })} as "archived", ${count(filter, found)} as "shown"`)
	return rows[0]!
}
