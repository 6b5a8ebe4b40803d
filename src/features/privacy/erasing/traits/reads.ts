import { fullName } from '#features/people/rules.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Traits } from '../rules.ts'

type Name = { first_name: string; last_name: string; email: string | null; phone: string | null }

export interface Erasable {
	/** The contact and those that were merged into it. */
	ids: string[]
	/** Accounts that it is or was linked with, or has talked with, and those that were merged into them. */
	accountIds: string[]
	/** Names, addresses and numbers of today and of before. */
	traits: Traits
}

/** Who is to be erased; null for an unknown one, or one that is erased already. */
export async function erasable({ client, scope }: Reader<CompanyScope>, contactId: string): Promise<Erasable | null> {
	const own = [scope.workspaceId, contactId]
	const { rows: people } = await client.query<Name & { id: string }>(
		`select id, first_name, last_name, email, phone from contacts
		where workspace_id = $1 and (id = $2 or merged_into = $2)
			and exists (select from contacts where workspace_id = $1 and id = $2 and erased_at is null and merged_into is null)
		order by id for update`,
		own,
	)
	if (people.length === 0) return null
	const ids = people.map(({ id }) => id)
	const among = [scope.workspaceId, ids]
	const { rows: accounts } = await client.query<{ account_id: string }>(
		`with own as (select account_id from contact_links where workspace_id = $1 and contact_id = any($2)
		union select account_id from conversations where workspace_id = $1 and contact_id = any($2)
		union select account_id from events where workspace_id = $1 and contact_id = any($2) and account_id is not null
		union select account_id from documents where workspace_id = $1 and author_type = 'contact' and author_id = any($2))
		select account_id from own
		union select id from accounts where workspace_id = $1 and merged_into in (select account_id from own)`,
		among,
	)
	const { rows: changes } = await client.query<{ field: string; value: string }>(
		`select c.key as field, v.value from events e, jsonb_each(e.data->'changes') c,
			lateral (values (c.value->>'from'), (c.value->>'to')) v(value)
		where e.workspace_id = $1 and e.subject_id = any($2) and jsonb_typeof(e.data->'changes') = 'object'
			and c.key in ('firstName', 'lastName', 'email', 'phone') and v.value is not null`,
		among,
	)
	return { ids, accountIds: accounts.map((row) => row.account_id), traits: traitsOf(people, changes) }
}

function traitsOf(people: Name[], changes: { field: string; value: string }[]): Traits {
	const before = (field: string) => changes.filter((one) => one.field === field).map(({ value }) => value)
	const names = people.map((one) => fullName({ firstName: one.first_name, lastName: one.last_name }))
	const firsts = [...people.map((one) => one.first_name), ...before('firstName')].filter(Boolean)
	const lasts = [...people.map((one) => one.last_name), ...before('lastName')].filter(Boolean)
	const pairs = firsts.flatMap((first) => lasts.flatMap((last) => [`${first} ${last}`, `${last} ${first}`]))
	const emails = [...people.map((one) => one.email ?? ''), ...before('email')]
	return {
		words: [...firsts, ...lasts],
		phrases: [...names, ...pairs, ...emails].filter(Boolean),
		phones: [...people.map((one) => one.phone ?? ''), ...before('phone')].filter((phone) => phone.startsWith('+')),
	}
}

/** Names that others of these accounts have too: a family's name stays where the family stays. */
export async function namesOfOthers(
	{ client, scope }: Reader<CompanyScope>,
	{ ids, accountIds }: Erasable,
): Promise<Set<string>> {
	const { rows } = await client.query<Name>(
		`select distinct c.first_name, c.last_name from contact_links l
		join contacts c on c.workspace_id = l.workspace_id and c.id = l.contact_id
		where l.workspace_id = $1 and l.account_id = any($2) and l.contact_id <> all($3)`,
		[scope.workspaceId, accountIds, ids],
	)
	return new Set(rows.flatMap((row) => [row.first_name, row.last_name]))
}
