import type { Reach } from '#platform/scope/scope.ts'

/** A whole account (without a site), or one site, as a client knows them. */
export interface Place {
	accountId: string
	accountName: string
	siteId: string | null
	label: string
}

type Links = Pick<Reach, 'accountIds' | 'siteIds'>

/** The accounts that a client has anything of, each once. */
export function accountsIn(places: readonly Place[]): { id: string; name: string }[] {
	const names = new Map(places.map(({ accountId, accountName }) => [accountId, accountName]))
	return [...names].map(([id, name]) => ({ id, name }))
}

/** Whether somebody sees a place: its account as a whole, or just this site. */
export function holds(reach: Links, { accountId, siteId }: Pick<Place, 'accountId' | 'siteId'>): boolean {
	return reach.accountIds.includes(accountId) || (siteId !== null && reach.siteIds.includes(siteId))
}

/**
 * What is left of a reach when only one account, or one site, is looked at. It is never more than the reach itself, and
 * a choice that is not in it chooses nothing.
 */
export function narrowed(
	reach: Links,
	places: readonly Place[],
	chosen: { account?: string | null; site?: string | null },
): Links {
	const { accountIds, siteIds } = reach
	const site = places.find((place) => place.siteId !== null && place.siteId === chosen.site && holds(reach, place))
	if (site?.siteId) return { accountIds: [], siteIds: [site.siteId] }
	const own = places.filter((place) => place.accountId === chosen.account && holds(reach, place))
	if (own.length === 0) return { accountIds, siteIds }
	return {
		accountIds: accountIds.filter((id) => id === chosen.account),
		siteIds: siteIds.filter((id) => own.some((place) => place.siteId === id)),
	}
}
