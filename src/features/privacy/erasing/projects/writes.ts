import { fold } from '#features/people/search/rules.ts'
import type { Writer } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Scrub } from '../rules.ts'
import { through } from '../texts/writes.ts'
import type { Erasable } from '../traits/reads.ts'

/** What projects of its accounts are called, what was noted with their moves and what was asked for them. */
export async function scrubProjects(
	writer: Writer<CompanyScope>,
	{ accountIds }: Erasable,
	scrub: Scrub,
): Promise<number> {
	const { client, scope } = writer
	const own: [string, string[]] = [scope.workspaceId, accountIds]
	const renamed = await through<{ id: string; name: string; search: string }>(
		writer,
		'select t.id, t.name, t.search from projects t where t.workspace_id = $1 and t.account_id = any($2)',
		own,
		async ({ id, name, search }) => {
			const next = scrub(name)
			if (next === name) return false
			const values = [scope.workspaceId, id, next, search.replace(fold(name), fold(next))]
			await client.query('update projects set name = $3, search = $4 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	const noted = await through<{ id: string; note: string }>(
		writer,
		`select t.id, t.note from project_moves t where t.workspace_id = $1 and t.note <> '' and t.project_id in
			(select id from projects where workspace_id = $1 and account_id = any($2))`,
		own,
		async ({ id, note }) => {
			const next = scrub(note)
			if (next === note) return false
			const values = [scope.workspaceId, id, next]
			await client.query('update project_moves set note = $3 where workspace_id = $1 and id = $2', values)
			return true
		},
	)
	return (
		renamed +
		noted +
		(await scrubRequests(writer, own, scrub)) +
		(await scrubVisits(writer, own, scrub)) +
		(await scrubDrawings(writer, own, scrub)) +
		(await scrubDecisions(writer, own, scrub))
	)
}

/** What the planes of roofs are called, and why drawings were sent back. */
function scrubDrawings(
	writer: Writer<CompanyScope>,
	own: [workspaceId: string, accountIds: string[]],
	scrub: Scrub,
): Promise<number> {
	return through<{ id: string; planes: { name: string }[]; reason: string }>(
		writer,
		`select t.id, t.planes, t.reason from (select *, project_id as id from roof_drawings) t where t.workspace_id = $1 and t.id in
			(select id from projects where workspace_id = $1 and account_id = any($2))`,
		own,
		async ({ id, planes, reason }) => {
			const next = planes.map((plane) => ({ ...plane, name: scrub(plane.name) }))
			if (scrub(reason) === reason && next.every(({ name }, i) => name === planes[i]?.name)) return false
			await writer.client.query(
				'update roof_drawings set planes = $3, reason = $4 where workspace_id = $1 and project_id = $2',
				[own[0], id, JSON.stringify(next), scrub(reason)],
			)
			return true
		},
	)
}

function scrubRequests(
	writer: Writer<CompanyScope>,
	own: [workspaceId: string, accountIds: string[]],
	scrub: Scrub,
): Promise<number> {
	return through<{ id: string; title: string; description: string; reason: string | null }>(
		writer,
		`select t.id, t.title, t.description, t.reason from document_requests t where t.workspace_id = $1 and t.project_id in
			(select id from projects where workspace_id = $1 and account_id = any($2))`,
		own,
		async ({ id, title, description, reason }) => {
			const next = [scrub(title), scrub(description), reason === null ? null : scrub(reason)]
			if (next[0] === title && next[1] === description && next[2] === reason) return false
			await writer.client.query(
				'update document_requests set title = $3, description = $4, reason = $5 where workspace_id = $1 and id = $2',
				[own[0], id, ...next],
			)
			return true
		},
	)
}

function scrubVisits(
	writer: Writer<CompanyScope>,
	own: [workspaceId: string, accountIds: string[]],
	scrub: Scrub,
): Promise<number> {
	return through<{ id: string; title: string; note: string; reason: string | null }>(
		writer,
		`select t.id, t.title, t.note, t.reason from visits t where t.workspace_id = $1 and t.account_id = any($2)`,
		own,
		async ({ id, title, note, reason }) => {
			const next = [scrub(title), scrub(note), reason === null ? null : scrub(reason)]
			if (next[0] === title && next[1] === note && next[2] === reason) return false
			await writer.client.query(
				'update visits set title = $3, note = $4, reason = $5 where workspace_id = $1 and id = $2',
				[own[0], id, ...next],
			)
			return true
		},
	)
}

function scrubDecisions(
	writer: Writer<CompanyScope>,
	own: [workspaceId: string, accountIds: string[]],
	scrub: Scrub,
): Promise<number> {
	type Row = { id: string; title: string; name: string; reason: string | null; withdrawal_reason: string | null }
	return through<Row>(
		writer,
		`select t.id, t.title, t.name, t.reason, t.withdrawal_reason from offer_decisions t where t.workspace_id = $1
			and t.project_id in (select id from projects where workspace_id = $1 and account_id = any($2))`,
		own,
		async ({ id, title, name, reason, withdrawal_reason: why }) => {
			const next = [title, name, reason, why].map((text) => (text === null ? null : scrub(text)))
			if (next[0] === title && next[1] === name && next[2] === reason && next[3] === why) return false
			await writer.client.query(
				`update offer_decisions set title = $3, name = $4, reason = $5, withdrawal_reason = $6
					where workspace_id = $1 and id = $2`,
				[own[0], id, ...next],
			)
			return true
		},
	)
}
