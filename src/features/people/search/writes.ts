import type { Writer } from '#platform/db/db.ts'
import { searchText } from './rules.ts'

interface Texts {
	id: string
	texts: string[]
	phones: string[]
}

/** Of an account with thousands of people or buildings only so many are found by its own name. */
const mostRelated = 50

/**
 * Renews what accounts and contacts are found by, after they or what they are linked with changed:
 * an account by its addresses and people, a contact by its accounts and addresses. Set by set, whatever the number.
 */
export async function refreshSearch(
	writer: Writer,
	changed: { accountIds?: readonly string[]; contactIds?: readonly string[] },
): Promise<void> {
	const accountIds = [...new Set(changed.accountIds)]
	const contactIds = [...new Set(changed.contactIds)]
	if (accountIds.length + contactIds.length === 0) return
	const values = [writer.scope.workspaceId, accountIds, contactIds]
	const accounts = await writer.client.query<Texts>(accountTexts, values)
	await store(writer, 'accounts', accounts.rows)
	const contacts = await writer.client.query<Texts>(contactTexts, values)
	await store(writer, 'contacts', contacts.rows)
}

async function store(writer: Writer, table: 'accounts' | 'contacts', rows: Texts[]): Promise<void> {
	const ids = rows.map((row) => row.id)
	const texts = rows.map((row) => searchText(row))
	await writer.client.query(
		`update ${table} t set search = s.search from unnest($2::text[], $3::text[]) as s(id, search)
		where t.workspace_id = $1 and t.id = s.id and t.search <> s.search`,
		[writer.scope.workspaceId, ids, texts],
	)
}

const address = `concat_ws(' ', s.name, s.line1, s.line2, s.city, s.region, s.postal_code)`

const accountTexts = `
	select a.id, array_remove(array[a.name, a.external_id], null) || sites.texts || people.texts as texts, people.phones
	from accounts a
	cross join lateral (select coalesce(array_agg(text), '{}') as texts from (
		select ${address} as text from sites s
		where s.workspace_id = a.workspace_id and s.account_id = a.id and s.archived_at is null order by s.id limit ${mostRelated}
	) x) sites
	cross join lateral (
		select coalesce(array_agg(text), '{}') as texts, coalesce(array_agg(phone) filter (where phone is not null), '{}') as phones from (
			select concat_ws(' ', c.first_name, c.last_name, c.email) as text, c.phone
			from contact_links l join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
			where l.workspace_id = a.workspace_id and l.account_id = a.id and c.archived_at is null order by c.id limit ${mostRelated}
	) x) people
	where a.workspace_id = $1 and (a.id = any($2::text[]) or a.id in (
		select l.account_id from contact_links l where l.workspace_id = $1 and l.contact_id = any($3::text[])))`

const contactTexts = `
	select c.id, array_remove(array[c.first_name, c.last_name, c.email, c.external_id], null) || names.texts || sites.texts as texts,
		array_remove(array[c.phone], null) as phones
	from contacts c
	cross join lateral (select coalesce(array_agg(text), '{}') as texts from (
		select a.name as text from contact_links l join accounts a on a.workspace_id = l.workspace_id and a.id = l.account_id
		where l.workspace_id = c.workspace_id and l.contact_id = c.id order by l.id limit ${mostRelated}
	) x) names
	cross join lateral (select coalesce(array_agg(text), '{}') as texts from (
		select ${address} as text from contact_links l
		join sites s on s.workspace_id = l.workspace_id and s.account_id = l.account_id and s.id = coalesce(l.site_id, s.id)
		where l.workspace_id = c.workspace_id and l.contact_id = c.id and s.archived_at is null order by s.id limit ${mostRelated}
	) x) sites
	where c.workspace_id = $1 and (c.id = any($3::text[]) or c.id in (
		select l.contact_id from contact_links l where l.workspace_id = $1 and l.account_id = any($2::text[])))`
