import { and, eq, isNull, ne, or, sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type Contact, contactsById } from '../contacts/reads.ts'
import { contacts } from '../tables.ts'
import { withoutLent } from './rules.ts'

export interface Duplicate {
	id: string
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	portalStatus: Contact['portalStatus']
	/** What the two have in common. */
	same: 'phone' | 'name'
}

/**
 * Contacts who may be the same person: those with the same phone and those of the same name, phones first.
 * (No two share an e-mail address.) At most five.
 */
export async function suggestDuplicates(
	{ db, scope }: Reader<CompanyScope>,
	contact: Pick<Contact, 'id' | 'phone' | 'firstName' | 'lastName' | 'sortName'>,
): Promise<Duplicate[]> {
	const samePhone = contact.phone ? eq(contacts.phone, contact.phone) : undefined
	const named = contact.firstName && contact.lastName
	const sameName = named ? eq(contacts.sortName, contact.sortName) : undefined
	if (!samePhone && !sameName) return []
	const rows = await db
		.select({
			id: contacts.id,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			portalStatus: contacts.portalStatus,
		})
		.from(contacts)
		.where(
			and(
				eq(contacts.workspaceId, scope.workspaceId),
				isNull(contacts.archivedAt),
				ne(contacts.id, contact.id),
				or(samePhone, sameName),
			),
		)
		.orderBy(sql`(${contacts.phone} is not distinct from ${contact.phone ?? ''}) desc`, contacts.id)
		.limit(5)
	return rows.map((row) => ({ ...row, same: row.phone && row.phone === contact.phone ? 'phone' : 'name' }))
}

export type Belongings = {
	links: number
	conversations: number
	messages: number
	documents: number
	sessions: number
	events: number
}

/** How much of a contact a merge would move to the other one. */
export async function belongingsOf({ db, scope }: Reader<CompanyScope>, contactId: string): Promise<Belongings> {
	const { rows } = await db.execute<Belongings>(sql`
		with mine as (select id from conversations where workspace_id = ${scope.workspaceId} and contact_id = ${contactId})
		select (select count(*)::int from contact_links where workspace_id = ${scope.workspaceId} and contact_id = ${contactId}) as "links",
			(select count(*)::int from mine) as "conversations",
			(select count(*)::int from messages where workspace_id = ${scope.workspaceId} and conversation_id in (select id from mine)) as "messages",
			(select count(*)::int from documents where workspace_id = ${scope.workspaceId} and author_type = 'contact'
				and author_id = ${contactId} and removed_at is null and account_id in (select account_id from contact_links
				where workspace_id = ${scope.workspaceId} and contact_id = ${contactId})) as "documents",
			(select count(*)::int from sessions where workspace_id = ${scope.workspaceId} and contact_id = ${contactId}) as "sessions",
			(select count(*)::int from events where workspace_id = ${scope.workspaceId} and contact_id = ${contactId}) as "events"`)
	return rows[0]!
}

/** The two of a merge, the kept one first, without what was only lent to one of them; null unless both are there and neither is archived. */
export async function pairToMerge(
	reader: Reader<CompanyScope>,
	keepId: string,
	removeId: string,
): Promise<[Contact, Contact] | null> {
	const rows = await contactsById(reader, [keepId, removeId])
	const keep = rows.find((row) => row.id === keepId)
	const remove = rows.find((row) => row.id === removeId)
	if (!keep || !remove || keepId === removeId || keep.archivedAt || remove.archivedAt) return null
	return withoutLent(keep, remove)
}
