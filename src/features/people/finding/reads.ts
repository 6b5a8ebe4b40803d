import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { searchAccounts } from '../accounts/reads.ts'
import { formatPhone } from '../channels/rules.ts'
import { displayName, type Hit } from '../rules.ts'
import { containing, matching } from '../search/reads.ts'
import { fold } from '../search/rules.ts'
import { searchSites } from '../sites/reads.ts'
import { contacts } from '../tables.ts'

/** Letters that somebody must have typed before anything is looked for. */
const least = 2

/** Accounts to merge another with. One query. */
export async function findAccounts(reader: Reader<CompanyScope>, typed: string, limit = 8): Promise<Hit[]> {
	if (typed.trim().length < least) return []
	const accounts = await searchAccounts(reader, typed, limit)
	return accounts.map(({ id, name, address }) => ({ type: 'account', id, title: name, meta: address ?? '' }))
}

/** Accounts and single sites to link a contact with. Two queries. */
export async function findPlaces(reader: Reader<CompanyScope>, typed: string, limit = 6): Promise<Hit[]> {
	if (typed.trim().length < least) return []
	const accounts = await findAccounts(reader, typed, limit)
	const sites = await searchSites(reader, typed, limit)
	return [
		...accounts,
		...sites.map((site) => ({
			type: 'site' as const,
			id: site.id,
			title: site.name || site.line1,
			meta: [site.accountName, site.city].filter(Boolean).join(', '),
		})),
	]
}

/** People to link an account with, or to go to. `country`: how phones are written. One query. */
export async function findPeople(
	reader: Reader<CompanyScope>,
	typed: string,
	country: string,
	limit = 8,
): Promise<Hit[]> {
	if (typed.trim().length < least) return []
	const { db, scope } = reader
	const rows = await db
		.select({
			id: contacts.id,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
		})
		.from(contacts)
		.where(
			and(
				eq(contacts.workspaceId, scope.workspaceId),
				isNull(contacts.archivedAt),
				await matching(reader, 'contact', typed),
			),
		)
		// Those who are called so come before those who belong to what is called so.
		.orderBy(
			sql`${contacts.sortName} not like ${containing(fold(typed).split(' ')[0] ?? '')}`,
			asc(contacts.sortName),
			asc(contacts.id),
		)
		.limit(limit)
	return rows.map((row) => {
		const phone = row.phone && formatPhone(row.phone, country)
		const title = displayName({ ...row, phone })
		const meta = [row.email, phone].filter((part) => part && part !== title).join(', ')
		return { type: 'contact' as const, id: row.id, title, meta }
	})
}
