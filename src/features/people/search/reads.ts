import { type AnyColumn, and, or, type SQL, sql } from 'drizzle-orm'
import { projects } from '#features/projects/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { accounts, contacts, sites } from '../tables.ts'
import { parseSearch } from './rules.ts'

type Kind = 'account' | 'site' | 'contact' | 'project'

/** A project is found by its account's words as well: who asks for projects joins their accounts. */
const texts: Record<Kind, { id: AnyColumn; search: SQL | AnyColumn }> = {
	account: accounts,
	site: sites,
	contact: contacts,
	project: { id: projects.id, search: sql`(${projects.search} || ' ' || ${accounts.search})` },
}

/** A word that so many records have is no help in finding; then the list itself is walked, and soon full. */
const common = 400
/** So many records may belong with the rarest word. */
const mostFound = 2000

/**
 * The condition that a record is found by what somebody typed; undefined for nothing typed. Every word has to begin
 * one of the record's own words or of those it belongs with (a contact's accounts and addresses, an account's people).
 * The rarest word is looked up and the others are checked on what that finds, so it takes as long as there are
 * matches. Up to three queries.
 */
export async function matching(reader: Reader, kind: Kind, typed: string | undefined): Promise<SQL | undefined> {
	const { tokens, phone } = parseSearch(typed ?? '')
	if (tokens.length === 0) return undefined
	const { search } = texts[kind]
	const rarest = await rarestOf(reader, tokens)
	const ids = rarest ? await found(reader, kind, rarest) : null
	const words = and(
		ids ? among(kind, ids) : undefined,
		...tokens.map((token) => sql`${search} like ${containing(token)}`),
	)
	if (!phone) return words
	const called = await found(reader, kind, phone)
	return or(words, called ? among(kind, called) : sql`${search} like ${containing(phone)}`)
}

/** A `like` pattern for text that means itself. */
export function containing(text: string): string {
	return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

function among(kind: Kind, ids: string[]): SQL {
	return sql`${texts[kind].id} = any(${sql.param(ids)}::text[])`
}

/** The word that begins the fewest; null where all are common. */
async function rarestOf({ client, scope }: Reader, tokens: string[]): Promise<string | null> {
	const counts = tokens.map(
		(_, i) => `(select count(*)::int from (select from search_words where workspace_id = $1
			and kind = any('{account,site,contact,project}') and word >= $${2 * i + 2} and word < $${2 * i + 3} limit ${common}) w)`,
	)
	const values = [scope.workspaceId, ...tokens.flatMap((token) => [token, token + last])]
	const { rows } = await client.query<{ counts: number[] }>(`select array[${counts}] as counts`, values)
	const all = rows[0]?.counts ?? []
	const least = Math.min(...all)
	return least < common ? (tokens[all.indexOf(least)] ?? null) : null
}

/** Above every character that a word can go on with. */
const last = '\u{10ffff}'

/** Ids of the records of a kind that have, or belong with, a word that begins so; null where they are too many. */
async function found({ client, scope }: Reader, kind: Kind, begin: string): Promise<string[] | null> {
	const { rows } = await client.query<{ id: string }>(
		`select distinct id from (${lookups[kind]}) f(id) limit ${mostFound + 1}`,
		[scope.workspaceId, begin, begin + last],
	)
	return rows.length > mostFound ? null : rows.map((row) => row.id)
}

const words = (kind: Kind) =>
	`(select record_id from search_words where workspace_id = $1 and kind = '${kind}' and word >= $2 and word < $3) w`
const joined = (table: string, on: string) => `join ${table} on ${table.slice(-1)}.workspace_id = $1 and ${on}`

const lookups: Record<Kind, string> = {
	contact: `select w.record_id from ${words('contact')}
		union all select l.contact_id from ${words('account')} ${joined('contact_links l', 'l.account_id = w.record_id')}
		union all select l.contact_id from ${words('site')} ${joined('sites s', 's.id = w.record_id')}
			${joined('contact_links l', 'l.account_id = s.account_id and coalesce(l.site_id, s.id) = s.id')}`,
	account: `select w.record_id from ${words('account')}
		union all select s.account_id from ${words('site')} ${joined('sites s', 's.id = w.record_id')}
		union all select l.account_id from ${words('contact')} ${joined('contact_links l', 'l.contact_id = w.record_id')}`,
	site: `select w.record_id from ${words('site')}`,
	project: `select w.record_id from ${words('project')}
		union all select p.id from ${words('account')} ${joined('projects p', 'p.account_id = w.record_id')}
		union all select p.id from ${words('site')} ${joined('sites s', 's.id = w.record_id')}
			${joined('projects p', 'p.account_id = s.account_id')}
		union all select p.id from ${words('contact')} ${joined('contact_links l', 'l.contact_id = w.record_id')}
			${joined('projects p', 'p.account_id = l.account_id')}`,
}
