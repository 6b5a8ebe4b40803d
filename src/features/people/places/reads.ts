import { and, eq, inArray, isNull, or, sql } from 'drizzle-orm'
import { unionAll } from 'drizzle-orm/pg-core'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope, Reach } from '#platform/scope/scope.ts'
import { accounts, sites } from '../tables.ts'
import type { Place } from './rules.ts'

const mostPlaces = 500

/** What a client is linked with: whole accounts by their names, then sites, those of its whole accounts too. One query. */
export function placesOf({ db, scope }: Reader<ClientScope>): Promise<Place[]> {
	return placesWithin({ db, scope }, scope)
}

/** The same of whatever reach. */
export async function placesWithin(
	{ db, scope }: Pick<Reader, 'db' | 'scope'>,
	reach: Pick<Reach, 'accountIds' | 'siteIds'>,
): Promise<Place[]> {
	const accountIds = [...reach.accountIds]
	if (accountIds.length + reach.siteIds.length === 0) return []
	const whole = db
		.select({
			accountId: accounts.id,
			accountName: accounts.name,
			siteId: sql<string | null>`null::text`.as('site'),
			label: sql<string>`${accounts.name}`.as('label'),
			rank: sql<number>`0`.as('rank'),
		})
		.from(accounts)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), inArray(accounts.id, accountIds)))
	const single = db
		.select({
			accountId: sites.accountId,
			accountName: accounts.name,
			siteId: sql<string | null>`${sites.id}`.as('site'),
			label: sql<string>`${siteName}`.as('label'),
			rank: sql<number>`1`.as('rank'),
		})
		.from(sites)
		.innerJoin(accounts, and(eq(accounts.workspaceId, sites.workspaceId), eq(accounts.id, sites.accountId)))
		.where(
			and(
				eq(sites.workspaceId, scope.workspaceId),
				or(inArray(sites.accountId, accountIds), inArray(sites.id, [...reach.siteIds])),
				isNull(sites.archivedAt),
			),
		)
		.orderBy(siteName, sites.id)
		.limit(mostPlaces)
	const found = await unionAll(whole, single).orderBy(sql`rank, label, site, 1`)
	return found.map(({ rank: _, ...place }) => place)
}

export const siteName = sql<string>`coalesce(nullif(${sites.name}, ''), nullif(${sites.line1}, ''), ${sites.city})`
