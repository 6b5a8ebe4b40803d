import { namesOf } from '#features/people/feed/reads.ts'
import type { FeedEntry } from '#features/people/feed/rules.ts'
import { type Reader, read } from '#platform/db/db.ts'
import { dayAfter, startOfDay } from '#platform/i18n/zone.ts'
import { idsFrom } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { subjectsOf } from '../rules.ts'
import type { AuditQuery } from '../schema.ts'
import { eventTypes } from '../sentences/rules.ts'

type Row = {
	id: string
	at: Date
	type: string
	actor_type: string
	actor_id: string | null
	subject_type: string
	subject_id: string
	account_id: string | null
	contact_id: string | null
	data: Record<string, unknown>
}

export interface AuditEntry extends FeedEntry {
	subjectType: string
	subjectName: string
	account: { id: string; name: string } | null
}

export type AuditFilter = Omit<AuditQuery, 'after'>

/** A page of the log, newest first, in three queries. `before`: id of an event; only older ones. */
export async function auditLog(
	reader: Reader<CompanyScope>,
	filter: AuditFilter,
	options: { timeZone: string; before?: string | undefined; limit: number },
): Promise<{ entries: AuditEntry[]; older: string | null }> {
	const { rows } = await reader.client.query<Row>(queryOf(reader.scope, filter, options))
	const shown = rows.slice(0, options.limit)
	const [people, things] = [await namesOf(reader, shown), await thingsOf(reader, shown)]
	return {
		entries: shown.map((row) => entryOf(row, people, things)),
		older: rows.length > options.limit ? (shown.at(-1)?.id ?? null) : null,
	}
}

/** The whole log that a filter finds, in pages that are read as they are asked for. */
export async function* wholeLog(
	scope: CompanyScope,
	filter: AuditFilter,
	timeZone: string,
): AsyncGenerator<AuditEntry[]> {
	let before: string | undefined
	do {
		const page = await read(scope, (reader) => auditLog(reader, filter, { timeZone, before, limit: 500 }))
		yield page.entries
		before = page.older ?? undefined
	} while (before)
}

/**
 * Each way to narrow has an index that begins with it and goes on by id. A group is asked type by type, so that
 * a rare one is not looked for among all events.
 */
function queryOf(
	scope: CompanyScope,
	filter: AuditFilter,
	{ timeZone, before, limit }: { timeZone: string; before?: string | undefined; limit: number },
): { text: string; values: unknown[] } {
	const values: unknown[] = [scope.workspaceId, limit + 1]
	const where = ['e.workspace_id = $1']
	const add = (condition: string, value: unknown) => {
		if (value) where.push(`${condition} $${values.push(value)}`)
	}
	const from = filter.from ? startOfDay(filter.from, timeZone) : null
	const to = filter.to && startOfDay(filter.to, timeZone) ? startOfDay(dayAfter(filter.to), timeZone) : null
	add('e.actor_id =', filter.by)
	add('e.contact_id =', filter.contact)
	add('e.account_id =', filter.account)
	add('e.subject_id =', filter.subject)
	add('e.id >=', from && idsFrom('evt', from))
	add('e.id <', to && idsFrom('evt', to))
	add('e.id <', before)
	const conditions = where.join(' and ')
	if (!filter.group) return { text: `select e.* from events e where ${conditions} order by e.id desc limit $2`, values }
	const subjects = subjectsOf(filter.group)
	const types = values.push(eventTypes.filter((type) => subjects.includes(type.split('.')[0] ?? '')))
	const text = `select e.* from unnest($${types}::text[]) t(type) cross join lateral (
		select * from events e where ${conditions} and e.type = t.type order by e.id desc limit $2
	) e order by e.id desc limit $2`
	return { text, values }
}

/** What accounts, sites, files and so on are called, by id. */
async function thingsOf({ client, scope }: Reader, rows: Row[]): Promise<Map<string, string>> {
	const ids = [...new Set(rows.flatMap((row) => [row.subject_id, row.account_id]).filter(Boolean))]
	const found = await client.query<{ id: string; name: string }>(
		`select id, name from accounts where workspace_id = $1 and id = any($2)
		union all select id, coalesce(nullif(name, ''), line1) from sites where workspace_id = $1 and id = any($2)
		union all select id, title from documents where workspace_id = $1 and id = any($2)
		union all select id, coalesce(nullif(name, ''), email) from members where workspace_id = $1 and id = any($2)
		union all select id, name from api_keys where workspace_id = $1 and id = any($2)
		union all select id, file_name from imports where workspace_id = $1 and id = any($2)
		union all select id, coalesce(nullif(trim(first_name || ' ' || last_name), ''), email, phone, '')
			from contacts where workspace_id = $1 and id = any($2)`,
		[scope.workspaceId, ids],
	)
	return new Map(found.rows.map((row) => [row.id, row.name]))
}

function entryOf(row: Row, people: Map<string, string>, things: Map<string, string>): AuditEntry {
	const about = row.contact_id && row.contact_id !== row.actor_id ? row.contact_id : null
	return {
		id: row.id,
		at: row.at,
		type: row.type,
		actor: { type: row.actor_type, id: row.actor_id, name: people.get(row.actor_id ?? '') ?? '' },
		subjectId: row.subject_id,
		subjectType: row.subject_type,
		subjectName: things.get(row.subject_id) ?? '',
		contact: about ? { id: about, name: people.get(about) ?? '' } : null,
		account: row.account_id ? { id: row.account_id, name: things.get(row.account_id) ?? '' } : null,
		data: row.data,
		text: null,
	}
}
