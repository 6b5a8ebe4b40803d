import { and, asc, eq, getTableColumns, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import { fits, keyset, type Order, type Place, pageAround } from '#platform/paging/keyset.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { matching } from '../search/reads.ts'
import { accounts, sites } from '../tables.ts'

const { workspaceId: _workspace, search: _search, ...columns } = getTableColumns(sites)
export type Site = Omit<typeof sites.$inferSelect, 'workspaceId' | 'search'>

export interface SiteFilter {
	q?: string
	accountId?: string
	externalId?: string
	city?: string
	archived?: boolean
}
export interface SiteListing extends Place {
	filter?: SiteFilter
	limit?: number
}

/** One site, archived ones too; null where this workspace has none of that id. */
export async function findSite(reader: Reader<CompanyScope>, id: string): Promise<Site | null> {
	return findOne(reader, eq(sites.id, id))
}

export async function findSiteByExternalId(reader: Reader<CompanyScope>, externalId: string): Promise<Site | null> {
	return findOne(reader, eq(sites.externalId, externalId))
}

async function findOne({ db, scope }: Reader<CompanyScope>, condition: SQL): Promise<Site | null> {
	const [row] = await db
		.select(columns)
		.from(sites)
		.where(and(eq(sites.workspaceId, scope.workspaceId), condition))
	return row ?? null
}

/** The sites of an account, oldest first. */
export function sitesOfAccount(
	{ db, scope }: Reader<CompanyScope>,
	accountId: string,
	options: { archived?: boolean; limit?: number } = {},
): Promise<Site[]> {
	return db
		.select(columns)
		.from(sites)
		.where(
			and(
				eq(sites.workspaceId, scope.workspaceId),
				eq(sites.accountId, accountId),
				options.archived ? isNotNull(sites.archivedAt) : isNull(sites.archivedAt),
			),
		)
		.orderBy(asc(sites.id))
		.limit(options.limit ?? 100)
}

/** How lists of sites are sorted. */
export const siteOrder: Order = {
	keys: [{ column: sites.createdAt, type: 'timestamptz' }],
	id: sites.id,
	direction: 'asc',
}

/** One page of sites, oldest first. */
export async function listSites(
	reader: Reader<CompanyScope>,
	listing: SiteListing = {},
): Promise<{ rows: Site[]; next: string | null; previous: string | null }> {
	const { db, scope } = reader
	const { filter = {}, limit = 50 } = listing
	const found = await matching(reader, 'site', filter.q)
	const place = { after: listing.after && fits(siteOrder, listing.after) ? listing.after : null }
	const keys = keyset(siteOrder, place)
	const rows = await db
		.select({ ...columns, place: keys.place })
		.from(sites)
		.where(and(eq(sites.workspaceId, scope.workspaceId), ...conditions(filter), found, keys.where))
		.orderBy(...keys.orderBy)
		.limit(limit + 1)
	return pageAround(rows, limit, place)
}

function conditions(filter: SiteFilter): (SQL | undefined)[] {
	return [
		filter.archived ? isNotNull(sites.archivedAt) : isNull(sites.archivedAt),
		filter.accountId ? eq(sites.accountId, filter.accountId) : undefined,
		filter.externalId ? eq(sites.externalId, filter.externalId) : undefined,
		filter.city ? sql`lower(${sites.city}) = ${filter.city.toLowerCase()}` : undefined,
	]
}

export interface SiteHit {
	id: string
	accountId: string
	accountName: string
	name: string
	line1: string
	city: string
	region: string
}

/** Sites to choose from while somebody types, with the account they belong to. */
export async function searchSites(reader: Reader<CompanyScope>, typed: string, limit = 8): Promise<SiteHit[]> {
	const { db, scope } = reader
	return db
		.select({
			id: sites.id,
			accountId: sites.accountId,
			accountName: accounts.name,
			name: sites.name,
			line1: sites.line1,
			city: sites.city,
			region: sites.region,
		})
		.from(sites)
		.innerJoin(accounts, and(eq(accounts.workspaceId, sites.workspaceId), eq(accounts.id, sites.accountId)))
		.where(
			and(
				eq(sites.workspaceId, scope.workspaceId),
				isNull(sites.archivedAt),
				isNull(accounts.archivedAt),
				await matching(reader, 'site', typed),
			),
		)
		.orderBy(asc(sites.line1), asc(sites.id))
		.limit(limit)
}
