import { type AnyColumn, and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { accounts, contactLinks, contacts, sites } from '#features/people/tables.ts'
import type { Db, Reader } from '#platform/db/db.ts'
import type { KnownAccount, KnownContact, LookupKeys } from '../matching/rules.ts'

/**
 * Every account and contact that these keys could mean, with all that a plan looks at, in five queries whatever the
 * number of keys. Archived accounts are among them: their external ids are still theirs.
 */
export async function lookUp(
	{ db, scope }: Reader,
	keys: LookupKeys,
): Promise<{ accounts: KnownAccount[]; contacts: KnownContact[] }> {
	const here = scope.workspaceId
	const reached = await findReached(db, here, keys)
	const named = await findNamed(db, here, keys)
	const related = await findRelated(db, here, keys, reached)
	const accountIds = [...new Set([...named.map(({ id, mergedInto }) => mergedInto ?? id), ...related])]
	const rows = accountIds.length
		? await db
				.select(accountColumns)
				.from(accounts)
				.where(and(eq(accounts.workspaceId, here), anyOf(accounts.id, accountIds)))
		: []
	const places = accountIds.length
		? await db
				.select(siteColumns)
				.from(sites)
				.where(and(eq(sites.workspaceId, here), anyOf(sites.accountId, accountIds), isNull(sites.archivedAt)))
		: []
	const people = await findPeople(db, here, accountIds, reached)
	const known = new Map<string, KnownAccount>(
		rows.map(({ archivedAt, ...row }) => [
			row.id,
			{
				...row,
				externalId: row.externalId ?? '',
				leadSource: row.leadSource ?? '',
				formerIds: named.flatMap(({ mergedInto, externalId }) => (mergedInto === row.id && externalId) || []),
				archived: archivedAt !== null,
				sites: [],
				contactIds: [],
			},
		]),
	)
	for (const { accountId, ...site } of places) known.get(accountId)?.sites.push(site)
	for (const person of people) for (const id of person.accountIds) known.get(id)?.contactIds.push(person.id)
	return { accounts: [...known.values()], contacts: people }
}

const accountColumns = {
	id: accounts.id,
	externalId: accounts.externalId,
	name: accounts.name,
	kind: accounts.kind,
	leadSource: accounts.leadSource,
	notes: accounts.notes,
	archivedAt: accounts.archivedAt,
}

const siteColumns = {
	accountId: sites.accountId,
	id: sites.id,
	line1: sites.line1,
	line2: sites.line2,
	city: sites.city,
	region: sites.region,
	postalCode: sites.postalCode,
	country: sites.country,
}

async function findReached(db: Db, here: string, keys: LookupKeys): Promise<string[]> {
	const ways: SQL[] = []
	if (keys.emails.length) ways.push(anyOf(contacts.email, keys.emails))
	if (keys.phones.length) ways.push(anyOf(contacts.phone, keys.phones))
	if (ways.length === 0) return []
	const rows = await db
		.select({ id: contacts.id })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, here), isNull(contacts.archivedAt), or(...ways)))
	return rows.map((row) => row.id)
}

async function findRelated(db: Db, here: string, keys: LookupKeys, reached: string[]): Promise<string[]> {
	const byPerson = reached.length
		? await db
				.select({ id: contactLinks.accountId })
				.from(contactLinks)
				.where(and(eq(contactLinks.workspaceId, here), anyOf(contactLinks.contactId, reached)))
		: []
	const byStreet = keys.streets.length
		? await db
				.select({ id: sites.accountId })
				.from(sites)
				.where(and(eq(sites.workspaceId, here), anyOf(sites.line1, keys.streets), isNull(sites.archivedAt)))
		: []
	return [...byPerson, ...byStreet].map((row) => row.id)
}

/** Those with these external ids. What was merged away goes on under the id that it had, in the account that took it in. */
async function findNamed(db: Db, here: string, keys: LookupKeys) {
	if (keys.externalIds.length === 0) return []
	return db
		.select({ id: accounts.id, mergedInto: accounts.mergedInto, externalId: accounts.externalId })
		.from(accounts)
		.where(and(eq(accounts.workspaceId, here), anyOf(accounts.externalId, keys.externalIds)))
}

async function findPeople(db: Db, here: string, accountIds: string[], reached: string[]): Promise<KnownContact[]> {
	const ways: SQL[] = []
	if (reached.length) ways.push(anyOf(contacts.id, reached))
	if (accountIds.length) ways.push(anyOf(contactLinks.accountId, accountIds))
	if (ways.length === 0) return []
	const rows = await db
		.select({ contact: contacts, accountId: contactLinks.accountId, siteId: contactLinks.siteId })
		.from(contacts)
		.leftJoin(
			contactLinks,
			and(eq(contactLinks.workspaceId, contacts.workspaceId), eq(contactLinks.contactId, contacts.id)),
		)
		.where(and(eq(contacts.workspaceId, here), isNull(contacts.archivedAt), or(...ways)))
	const people = new Map<string, KnownContact>()
	for (const { contact, accountId, siteId } of rows) {
		const known = people.get(contact.id) ?? asKnown(contact)
		people.set(contact.id, known)
		if (accountId && !siteId && !known.accountIds.includes(accountId)) known.accountIds.push(accountId)
	}
	return [...people.values()]
}

function asKnown(contact: typeof contacts.$inferSelect): KnownContact {
	const { id, firstName, lastName, email, phone, phoneExtension, portalStatus } = contact
	return {
		id,
		firstName,
		lastName,
		email: email ?? '',
		phone: phone ?? '',
		phoneExtension: phoneExtension ?? '',
		portalStatus,
		accountIds: [],
	}
}

/** One parameter whatever the number of values, so that every batch is the same statement. */
function anyOf(column: AnyColumn, values: string[]): SQL {
	return sql`${column} = any(${sql.param(values)}::text[])`
}
