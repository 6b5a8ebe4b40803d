import { type SQL, sql } from 'drizzle-orm'
import type { Requirement, Step } from '#features/flows/rules.ts'
import type { Reader } from '#platform/db/db.ts'
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
		where workspace_id = ${workspaceId} and project_id = ${projectId} and withdrawn_at is null`,
	drawing: ({ workspaceId, projectId }) => sql`
		select 1 - count(*)::int as open, count(*)::int as done
		from roof_drawings where workspace_id = ${workspaceId} and project_id = ${projectId} and state = 'handedIn'`,
}

/** What the step needs on which a project stands, and how far that is. One query, none where it needs nothing. */
export async function requiredOf(
	{ db, scope }: Reader,
	project: { id: string; step: Pick<Step, 'required'> },
): Promise<RequiredAction[]> {
	const of = { workspaceId: scope.workspaceId, projectId: project.id }
	const { required } = project.step
	const counted = required.flatMap((requirement) => {
		const source = sources[requirement]
		return source ? [sql`select ${requirement}::text as requirement, c.open, c.done from (${source(of)}) c`] : []
	})
	const { rows } =
		counted.length > 0
			? await db.execute<RequiredAction & Record<string, unknown>>(sql.join(counted, sql` union all `))
			: { rows: [] }
	return required.map((requirement) => {
		const { open = 0, done = 0 } = rows.find((row) => row.requirement === requirement) ?? {}
		return { requirement, open, done }
	})
}
