import { wordsOf as documentWords } from '#features/documents/search/rules.ts'
import { wordsOf as messageWords } from '#features/messages/inbox/rules.ts'
import type { Writer } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type Scrub, scrubJson } from '../rules.ts'
import type { Erasable } from '../traits/reads.ts'

type W = Writer<CompanyScope>
const batch = 500

/** Goes through rows in the order of their ids, and writes those back that a scrub changes. Returns how many. */
export async function through<R extends { id: string }>(
	{ client }: W,
	select: string,
	values: unknown[],
	change: (row: R) => Promise<boolean>,
): Promise<number> {
	let changed = 0
	for (let after = ''; ; ) {
		const query = `${select} and t.id > $${values.length + 1} order by t.id limit ${batch}`
		const { rows } = await client.query<R>(query, [...values, after])
		for (const row of rows) if (await change(row)) changed++
		const last = rows.at(-1)
		if (!last || rows.length < batch) return changed
		after = last.id
	}
}

/** The past as it was told: who it happened to stays, by id, but not by name. */
export function scrubEvents(writer: W, { ids, accountIds }: Erasable, scrub: Scrub): Promise<number> {
	const { workspaceId } = writer.scope
	return through<{ id: string; data: Record<string, unknown>; own: boolean }>(
		writer,
		`select t.id, t.data, (t.contact_id = any($2) or t.actor_id = any($2)) as own from events t where t.workspace_id = $1 and (t.contact_id = any($2) or t.actor_id = any($2)
			or t.subject_id = any($2) or t.account_id = any($3) or t.data->>'mergedId' = any($2))`,
		[workspaceId, ids, accountIds],
		async ({ id, data, own }) => {
			// From where it came in belongs to it alone.
			const { ip: _ip, device: _device, ...rest } = data
			const next = scrubJson(own ? rest : data, scrub)
			if (JSON.stringify(next) === JSON.stringify(data)) return false
			await writer.client.query('update events set data = $3 where workspace_id = $1 and id = $2', [
				workspaceId,
				id,
				JSON.stringify(next),
			])
			return true
		},
	)
}

/** What was written in the conversations of its accounts, notes among colleagues too, and the words they are found by. */
export async function scrubMessages(writer: W, { accountIds }: Erasable, scrub: Scrub): Promise<number> {
	const { workspaceId } = writer.scope
	const touched = new Set<string>()
	const changed = await through<{ id: string; body: string; conversation_id: string }>(
		writer,
		`select t.id, t.body, t.conversation_id from messages t where t.workspace_id = $1
			and t.conversation_id in (select id from conversations where workspace_id = $1 and account_id = any($2))`,
		[workspaceId, accountIds],
		async ({ id, body, conversation_id }) => {
			const next = scrub(body)
			if (next === body) return false
			touched.add(conversation_id)
			const values = [workspaceId, id, next]
			await writer.client.query('update messages set body = $3 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	await through<{ id: string; subject: string }>(
		writer,
		'select t.id, t.subject from conversations t where t.workspace_id = $1 and t.account_id = any($2)',
		[workspaceId, accountIds],
		async ({ id, subject }) => {
			const next = scrub(subject)
			if (next === subject) return false
			const values = [workspaceId, id, next]
			await writer.client.query('update conversations set subject = $3 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	await reindexConversations(writer, [...touched])
	return changed
}

/** The words of conversations anew, from what stands in them now. */
export async function reindexConversations(writer: W, conversationIds: string[]): Promise<void> {
	const { client, scope } = writer
	for (const conversationId of conversationIds) {
		const own = [scope.workspaceId, conversationId]
		await client.query('delete from conversation_words where workspace_id = $1 and conversation_id = $2', own)
		await through<{ id: string; body: string }>(
			writer,
			'select t.id, t.body from messages t where t.workspace_id = $1 and t.conversation_id = $2',
			own,
			async ({ body }) => {
				await client.query(
					`insert into conversation_words (workspace_id, conversation_id, word) select $1, $2, unnest($3::text[]) on conflict do nothing`,
					[...own, messageWords(body)],
				)
				return false
			},
		)
	}
}

/** What files of its accounts are called. */
export async function scrubDocuments(writer: W, { accountIds }: Erasable, scrub: Scrub): Promise<number> {
	const { client, scope } = writer
	await scrubVersions(writer, accountIds, scrub)
	return through<{ id: string; title: string; filename: string; caption: string }>(
		writer,
		'select t.id, t.title, t.filename, t.caption from documents t where t.workspace_id = $1 and t.account_id = any($2)',
		[scope.workspaceId, accountIds],
		async ({ id, title, filename, caption }) => {
			const [newTitle, newFilename, newCaption] = [scrub(title), scrub(filename), scrub(caption)]
			if (newTitle === title && newFilename === filename && newCaption === caption) return false
			const own = [scope.workspaceId, id]
			await client.query(
				'update documents set title = $3, filename = $4, caption = $5 where workspace_id = $1 and id = $2',
				[...own, newTitle, newFilename, newCaption],
			)
			await client.query('delete from document_words where workspace_id = $1 and document_id = $2', own)
			await client.query(
				'insert into document_words (workspace_id, document_id, word) select $1, $2, unnest($3::text[]) on conflict do nothing',
				[...own, documentWords(newTitle)],
			)
			return true
		},
	)
}

async function scrubVersions({ client, scope }: W, accountIds: string[], scrub: Scrub): Promise<void> {
	const { rows } = await client.query<{ document_id: string; version: number; filename: string }>(
		`select v.document_id, v.version, v.filename from document_versions v join documents d on d.workspace_id = v.workspace_id and d.id = v.document_id
		where v.workspace_id = $1 and d.account_id = any($2)`,
		[scope.workspaceId, accountIds],
	)
	for (const { document_id, version, filename } of rows) {
		if (scrub(filename) === filename) continue
		await client.query(
			'update document_versions set filename = $4 where workspace_id = $1 and document_id = $2 and version = $3',
			[scope.workspaceId, document_id, version, scrub(filename)],
		)
	}
}

/** Names and notes of accounts, names of sites, and the notes on others of the accounts. */
export async function scrubRecords(writer: W, { ids, accountIds }: Erasable, scrub: Scrub): Promise<number> {
	const { client, scope } = writer
	const accounts = await through<{ id: string; name: string; notes: string }>(
		writer,
		'select t.id, t.name, t.notes from accounts t where t.workspace_id = $1 and t.id = any($2)',
		[scope.workspaceId, accountIds],
		async ({ id, name, notes }) => {
			const [newName, newNotes] = [scrub(name), scrub(notes)]
			if (newName === name && newNotes === notes) return false
			const values = [scope.workspaceId, id, newName, newNotes]
			await client.query('update accounts set name = $3, notes = $4 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	await through<{ id: string; name: string }>(
		writer,
		'select t.id, t.name from sites t where t.workspace_id = $1 and t.account_id = any($2)',
		[scope.workspaceId, accountIds],
		async ({ id, name }) => {
			if (scrub(name) === name) return false
			const values = [scope.workspaceId, id, scrub(name)]
			await client.query('update sites set name = $3 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	await through<{ id: string; notes: string }>(
		writer,
		`select t.id, t.notes from contacts t where t.workspace_id = $1 and t.id <> all($3) and t.notes <> ''
			and t.id in (select contact_id from contact_links where workspace_id = $1 and account_id = any($2))`,
		[scope.workspaceId, accountIds, ids],
		async ({ id, notes }) => {
			if (scrub(notes) === notes) return false
			const values = [scope.workspaceId, id, scrub(notes)]
			await client.query('update contacts set notes = $3 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	return accounts
}

/** Rows of imports that brought it, kept for their remarks, and the samples of the files. */
export async function scrubImports(writer: W, { accountIds, traits }: Erasable, scrub: Scrub): Promise<number> {
	const { client, scope } = writer
	const known = [...traits.phrases, ...traits.phones].map(
		(text) => `%${text.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`,
	)
	const values = [scope.workspaceId, accountIds, known]
	const { rows } = await client.query<{
		import_id: string
		row: number
		label: string
		cells: unknown
		problems: unknown
	}>(
		`select import_id, row, label, cells, problems from import_rows where workspace_id = $1 and (account_id = any($2)
			or lower(label) like any($3) or lower(cells::text) like any($3) or lower(problems::text) like any($3))`,
		values,
	)
	for (const row of rows) {
		await client.query(
			'update import_rows set label = $4, cells = $5, problems = $6 where workspace_id = $1 and import_id = $2 and row = $3',
			[
				scope.workspaceId,
				row.import_id,
				row.row,
				scrub(row.label),
				row.cells === null ? null : JSON.stringify(scrubJson(row.cells, scrub)),
				JSON.stringify(scrubJson(row.problems, scrub)),
			],
		)
	}
	await through<{ id: string; sample: unknown }>(
		writer,
		'select t.id, t.sample from imports t where t.workspace_id = $1 and lower(t.sample::text) like any($2)',
		[scope.workspaceId, known],
		async ({ id, sample }) => {
			const given = [scope.workspaceId, id, JSON.stringify(scrubJson(sample, scrub))]
			await client.query('update imports set sample = $3 where workspace_id = $1 and id = $2', given)
			return true
		},
	)
	return rows.length
}
