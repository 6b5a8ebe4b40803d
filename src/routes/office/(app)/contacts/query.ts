import { type ContactFilter, contactListQuery } from '#features/people/contacts/schema.ts'

/** What the list's address asks for. */
export function readQuery(url: URL) {
	const query = contactListQuery.parse(Object.fromEntries(url.searchParams))
	const { q, kind, status: portalStatus, account: accountId, archived, new: isNew, delegates } = query
	const filter: ContactFilter = { q, kind, portalStatus, accountId, archived, isNew, delegates }
	return { query, filter }
}
