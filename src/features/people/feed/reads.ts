import { and, eq, inArray, sql } from 'drizzle-orm'
import { messages } from '#features/messages/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { fullName } from '../rules.ts'
import { type FeedEntry, type FeedPage, type FeedTab, typesOf } from './rules.ts'

type Row = {
	id: string
	at: Date
	type: string
	actor_type: string
	actor_id: string | null
	subject_id: string
	contact_id: string | null
	data: Record<string, unknown>
}

const pageSize = 30

/**
 * What happened with an account and, elsewhere, with the people who are linked to it; newest first. Three queries.
 * Of each person only as many events as a page holds are looked at.
 */
export async function accountFeed(
	reader: Reader<CompanyScope>,
	accountId: string,
	options: { tab?: FeedTab; before?: string | null; limit?: number } = {},
): Promise<FeedPage> {
	const { tab = 'all', before = null, limit = pageSize } = options
	const { rows } = await reader.client.query<Row>(
		`with own as (
			select * from events where workspace_id = $1 and account_id = $2 and type = any($3) and ($4::text is null or id < $4)
			order by id desc limit $5
		), theirs as (
			select e.* from (select distinct contact_id from contact_links where workspace_id = $1 and account_id = $2 limit 50) l
			cross join lateral (
				select * from events e where e.workspace_id = $1 and e.contact_id = l.contact_id and e.account_id is null
					and e.type = any($3) and ($4::text is null or e.id < $4)
				order by e.id desc limit $5
			) e
		)
		select id, at, type, actor_type, actor_id, subject_id, contact_id, data from (select * from own union all select * from theirs) e
		order by id desc limit $5`,
		[reader.scope.workspaceId, accountId, typesOf[tab], before, limit + 1],
	)
	return page(reader, rows, limit)
}

/** What happened with one contact beside its access (portalHistory), newest first. Three queries. */
export async function contactFeed(
	reader: Reader<CompanyScope>,
	contactId: string,
	options: { before?: string | null; limit?: number } = {},
): Promise<FeedPage> {
	const { before = null, limit = pageSize } = options
	const { rows } = await reader.client.query<Row>(
		`select id, at, type, actor_type, actor_id, subject_id, contact_id, data from events
		where workspace_id = $1 and contact_id = $2 and type = any($3) and ($4::text is null or id < $4)
		order by id desc limit $5`,
		[reader.scope.workspaceId, contactId, typesOf.work, before, limit + 1],
	)
	return page(reader, rows, limit)
}

/** What happened with one record, or with some that belong together, newest first. */
export async function subjectFeed(
	reader: Reader<CompanyScope>,
	subjectId: string | string[],
	options: { before?: string | null; limit?: number } = {},
): Promise<FeedPage> {
	const { before = null, limit = pageSize } = options
	const { rows } = await reader.client.query<Row>(
		`select id, at, type, actor_type, actor_id, subject_id, contact_id, data from events
		where workspace_id = $1 and subject_id = any($2) and type = any($3) and ($4::text is null or id < $4)
		order by id desc limit $5`,
		[reader.scope.workspaceId, [subjectId].flat(), typesOf.all, before, limit + 1],
	)
	return page(reader, rows, limit)
}

async function page(reader: Reader<CompanyScope>, rows: Row[], limit: number): Promise<FeedPage> {
	const shown = rows.slice(0, limit)
	const names = await namesOf(reader, shown)
	const texts = await textsOf(reader, shown)
	return {
		entries: shown.map((row) => entryOf(row, names, texts)),
		older: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
	}
}

function entryOf(row: Row, names: Map<string, string>, texts: Map<string, string>): FeedEntry {
	const about = row.contact_id && row.contact_id !== row.actor_id ? row.contact_id : null
	const written = typeof row.data.text === 'string' ? row.data.text : (row.data.note ?? null)
	return {
		id: row.id,
		at: row.at,
		type: row.type,
		actor: { type: row.actor_type, id: row.actor_id, name: names.get(row.actor_id ?? '') ?? '' },
		subjectId: row.subject_id,
		contact: about ? { id: about, name: names.get(about) ?? '' } : null,
		data: row.data,
		text: texts.get(row.subject_id) ?? (typeof written === 'string' && written ? written : null),
	}
}

/** Members, contacts and API keys by the id that an event keeps. */
export async function namesOf(
	{ client, scope }: Reader,
	rows: { actor_id: string | null; contact_id: string | null }[],
): Promise<Map<string, string>> {
	const ids = [...new Set(rows.flatMap((row) => [row.actor_id, row.contact_id]).filter(Boolean))]
	const found = await client.query<{ id: string; first: string; last: string }>(
		`select id, coalesce(nullif(name, ''), email) as first, '' as last from members where workspace_id = $1 and id = any($2)
		union all
		select id, case when first_name || last_name <> '' then first_name else coalesce(email, phone, '') end, last_name
		from contacts where workspace_id = $1 and id = any($2)
		union all
		select id, name, '' from api_keys where workspace_id = $1 and id = any($2)`,
		[scope.workspaceId, ids],
	)
	return new Map(found.rows.map((row) => [row.id, fullName({ firstName: row.first, lastName: row.last })]))
}

async function textsOf({ db, scope }: Reader, rows: Row[]): Promise<Map<string, string>> {
	const ids = rows.filter((row) => row.type.startsWith('message.')).map((row) => row.subject_id)
	if (ids.length === 0) return new Map()
	const found = await db
		.select({ id: messages.id, body: sql<string>`left(${messages.body}, 600)` })
		.from(messages)
		.where(and(eq(messages.workspaceId, scope.workspaceId), inArray(messages.id, ids)))
	return new Map(found.map((row) => [row.id, row.body]))
}
