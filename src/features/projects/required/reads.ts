import { type SQL, sql } from 'drizzle-orm'
import type { Requirement, Step } from '#features/flows/rules.ts'
import type { Reader } from '#platform/db/db.ts'
import type { Scope } from '#platform/scope/scope.ts'
import type { RequiredAction } from './rules.ts'

interface Of {
	workspaceId: string
	projectId: string
}

/**
 * Where each requirement is counted: a query of one row with `open` and `done`, whoever was asked. One that has no
 * source is never done, so that a step which needs it waits for somebody to move it.
 */
const sources: Partial<Record<Requirement, (of: Of) => SQL>> = {
	documents: ({ workspaceId, projectId }) => sql`
		select count(*) filter (where state <> 'approved')::int as open, count(*) filter (where state = 'approved')::int as done
		from document_requests
		where workspace_id = ${workspaceId} and project_id = ${projectId} and withdrawn_at is null and contract_id is null`,
	drawing: ({ workspaceId, projectId }) => sql`
		select 1 - count(*)::int as open, count(*)::int as done
		from roof_drawings where workspace_id = ${workspaceId} and project_id = ${projectId} and state = 'handedIn'`,
	offer: ({ workspaceId, projectId }) => sql`
		select case when done = 0 then least(1, offers) else 0 end as open, done from (
			select (select count(*)::int from documents where workspace_id = ${workspaceId} and project_id = ${projectId}
				and folder = 'proposals' and shared_with_portal and not attachment and removed_at is null) as offers,
			(select count(*)::int from offer_decisions where workspace_id = ${workspaceId} and project_id = ${projectId}
				and decision = 'accepted' and withdrawn_at is null) as done) o`,
	contract: ({ workspaceId, projectId }) => sql`
		select count(*) filter (where r.state is distinct from 'approved')::int as open,
			count(*) filter (where r.state = 'approved')::int as done
		from documents d left join document_requests r
			on r.workspace_id = d.workspace_id and r.contract_id = d.id and r.withdrawn_at is null
		where d.workspace_id = ${workspaceId} and d.project_id = ${projectId} and d.folder = 'contracts'
			and d.shared_with_portal and not d.attachment and d.removed_at is null`,
	visit: ({ workspaceId, projectId }) => sql`
		select count(*) filter (where status <> 'completed')::int as open, count(*) filter (where status = 'completed')::int as done
		from visits where workspace_id = ${workspaceId} and project_id = ${projectId} and status <> 'cancelled'`,
	actionItems: ({ workspaceId, projectId }) => sql`
		select count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'done')::int as done
		from action_items where workspace_id = ${workspaceId} and project_id = ${projectId}`,
}

/** What the step needs on which a project stands, and how far that is. One query, none where it needs nothing. */
export async function requiredOf({ db, scope }: Reader, project: Asked): Promise<RequiredAction[]> {
	const counted = countsOf(scope, project)
	const { rows } = counted ? await db.execute<Row>(counted) : { rows: [] }
	return inOrder(project, rows)
}

type Asked = { id: string; step: Pick<Step, 'required'> }
type Row = RequiredAction & Record<string, unknown>

/** A query of one row for each requirement that can be counted; null where there is none. */
export function countsOf({ workspaceId }: Scope, { id: projectId, step }: Asked): SQL | null {
	const counted = step.required.flatMap((requirement) => {
		const source = sources[requirement]?.({ workspaceId, projectId })
		return source ? [sql`select ${requirement}::text as requirement, c.open, c.done from (${source}) c`] : []
	})
	return counted.length > 0 ? sql.join(counted, sql` union all `) : null
}

export function inOrder({ step }: Asked, rows: readonly RequiredAction[]): RequiredAction[] {
	return step.required.map((requirement) => {
		const { open = 0, done = 0 } = rows.find((row) => row.requirement === requirement) ?? {}
		return { requirement, open, done }
	})
}
