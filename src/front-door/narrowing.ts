/**
 * A client of several accounts sees them together, or looks at one of them. Which one is a wish of the browser: it
 * narrows what lists show and nothing else. A record's own address opens whatever is chosen.
 */
import type { Cookies, RequestEvent } from '@sveltejs/kit'
import { placesOf } from '#features/people/places/reads.ts'
import { accountsIn, narrowed } from '#features/people/places/rules.ts'
import { read } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { ClientScope } from '#platform/scope/scope.ts'

const name = 'portal_account'
const days = 180

/** An empty id shows all of them again. */
export function chooseAccount(cookies: Cookies, accountId: string, secure: boolean): void {
	if (!accountId) cookies.delete(name, { path: '/' })
	else cookies.set(name, accountId, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: days * 86_400 })
}

export interface View {
	/** For lists: never wider than the reader's own. */
	scope: ClientScope
	/** Of the whole scope, where there are several. */
	accounts: { id: string; name: string }[]
	/** The one that is looked at; null for all of them. */
	account: string | null
	/** Sites within what is looked at, where there are several. */
	sites: { id: string; label: string }[]
	site: string | null
	/** All sites within what is looked at, by their own names; known only where `site` was asked for. */
	homes: { id: string; name: string }[]
}

/** What the reader looks at. Costs nothing for who has only one account or site. `site`: narrower still. */
export async function viewOf({ cookies }: RequestEvent, scope: ClientScope, site?: string | null): Promise<View> {
	const all = { scope, accounts: [], account: null, sites: [], site: null, homes: [] }
	if (scope.accountIds.length + scope.siteIds.length === 0) return all
	const wished = cookies.get(name)
	if (site === undefined && scope.accountIds.length + scope.siteIds.length < 2) return all
	const places = await read(scope, placesOf)
	const accounts = accountsIn(places)
	const several = accounts.length > 1
	const account = (several && accounts.find(({ id }) => id === wished)?.id) || null
	const here = places.filter((place) => place.siteId !== null && (!account || place.accountId === account))
	const sites = here.map(({ siteId, label, accountName }) => ({
		id: siteId ?? '',
		label: several && !account ? `${label} · ${accountName}` : label,
	}))
	const chosen = sites.find(({ id }) => id === site)?.id ?? null
	const homes = here.map(({ siteId, label }) => ({ id: siteId ?? '', name: label }))
	const { accountIds, siteIds } = narrowed(scope, places, { account, site: chosen })
	return {
		scope: account || chosen ? clientScope({ ...fieldsOf(scope), accountIds, siteIds }) : scope,
		accounts: several ? accounts : [],
		account,
		sites: sites.length > 1 ? sites : [],
		site: chosen,
		homes: chosen ? homes.filter(({ id }) => id === chosen) : homes,
	}
}

function fieldsOf({ kind: _kind, ...fields }: ClientScope) {
	return fields
}
