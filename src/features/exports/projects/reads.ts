import { read } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'

const batch = 500

export const projectColumns = [
	'id',
	'externalId',
	'name',
	'accountId',
	'siteId',
	'flow',
	'flowVersion',
	'status',
	'step',
	'stepSince',
	'course',
	'createdAt',
	'updatedAt',
	'archivedAt',
]

/** Where each stands and how it came there: every step that it was moved to, with its day, but for what was taken back. */
export function projectRows(scope: CompanyScope): AsyncGenerator<string[][]> {
	return rowsOf(
		scope,
		`select p.id, p.external_id, p.name, p.account_id, p.site_id, f.name, p.flow_version::text, p.status, c.step, p.step_since,
			c.course, p.created_at, p.updated_at, p.archived_at
		from projects p join flows f on f.workspace_id = p.workspace_id and f.id = p.flow_id
		cross join lateral (
			select string_agg(to_char(m.at at time zone 'UTC', 'YYYY-MM-DD') || ' ' || m.to_name, '; ' order by m.number) as course,
				(array_agg(m.to_name order by m.number desc))[1] as step
			from project_moves m where m.workspace_id = p.workspace_id and m.project_id = p.id and m.undone_at is null
		) c where p.workspace_id = $1 and p.id > $2 order by p.id limit ${batch}`,
	)
}

export const requestColumns = [
	'id',
	'projectId',
	'contactId',
	'title',
	'description',
	'dueOn',
	'state',
	'reason',
	'documentIds',
	'createdAt',
	'sentAt',
	'decidedAt',
	'withdrawnAt',
]

export function requestRows(scope: CompanyScope): AsyncGenerator<string[][]> {
	return rowsOf(
		scope,
		`select r.id, r.project_id, r.contact_id, r.title, r.description, r.due_on::text, r.state, r.reason,
			(select string_agg(f.document_id, ' ' order by f.document_id) from document_request_files f
				where f.workspace_id = r.workspace_id and f.request_id = r.id), r.created_at, r.sent_at, r.decided_at, r.withdrawn_at
		from document_requests r where r.workspace_id = $1 and r.id > $2 order by r.id limit ${batch}`,
	)
}

/** All rows of a query whose first column is the id, batch by batch, oldest first. */
async function* rowsOf(scope: CompanyScope, text: string): AsyncGenerator<string[][]> {
	for (let after = ''; ; ) {
		const values = [scope.workspaceId, after]
		const { rows } = await read(scope, ({ client }) =>
			client.query<(string | Date | null)[]>({ text, values, rowMode: 'array' }),
		)
		yield rows.map((row) => row.map((cell) => (cell instanceof Date ? cell.toISOString() : (cell ?? ''))))
		const last = rows.at(-1)?.[0]
		if (typeof last !== 'string' || rows.length < batch) return
		after = last
	}
}
