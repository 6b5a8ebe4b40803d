import { type SQL, sql } from 'drizzle-orm'
import type { DrawingState } from '#features/drawings/rules.ts'
import type { Step } from '#features/flows/rules.ts'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { countsOf, inOrder } from '../required/reads.ts'
import type { RequiredAction } from '../required/rules.ts'

/** What lies ready on the action screens of a project, and how far its client is with it. */
export interface ScreenState {
	offers: number
	accepted: boolean
	/** Contracts of which nothing was sent yet, or that came back. */
	unsigned: number
	/** Sent, and nobody has looked at it yet. */
	signed: number
	confirmed: number
	/** Documents asked for by name. */
	requests: number
	/** Of the roof; null while nothing is drawn. */
	drawing: { state: DrawingState; reason: string } | null
}

export const noScreens: ScreenState = {
	offers: 0,
	accepted: false,
	unsigned: 0,
	signed: 0,
	confirmed: 0,
	requests: 0,
	drawing: null,
}

type Row = ScreenState & { id: string } & Record<string, unknown>

/** The same of several projects that this client sees. One query, none for no project. */
export async function screensOf(
	{ db, scope }: Reader<ClientScope>,
	projectIds: string[],
): Promise<(projectId: string) => ScreenState> {
	if (projectIds.length === 0) return () => noScreens
	const { rows } = await db.execute<Row>(statesOf(scope, projectIds))
	return (projectId) => rows.find((row) => row.id === projectId) ?? noScreens
}

/**
 * Of one project, with what the step needs on which it stands: of a hidden one its client knows nothing. One query.
 */
export async function asksOf(
	{ db, scope }: Reader<ClientScope>,
	project: { id: string; step: Pick<Step, 'required' | 'visible'> },
): Promise<{ screens: ScreenState; required: RequiredAction[] }> {
	const counted = project.step.visible ? countsOf(scope, project) : null
	const required = counted ? sql`(select json_agg(c) from (${counted}) c)` : sql`null::json`
	const { rows } = await db.execute<Row & { required: RequiredAction[] | null }>(
		sql`select s.*, ${required} as required from (${statesOf(scope, [project.id])}) s`,
	)
	const [found] = rows
	return {
		screens: found ?? noScreens,
		required: project.step.visible ? inOrder(project, found?.required ?? []) : [],
	}
}

function statesOf({ workspaceId }: ClientScope, projectIds: string[]): SQL {
	const there = (folder: string) => sql`from documents d
		left join document_requests r on r.workspace_id = d.workspace_id and r.contract_id = d.id and r.withdrawn_at is null
		where d.workspace_id = ${workspaceId} and d.project_id = p.id and d.folder = ${folder}
		and d.shared_with_portal and not d.attachment and d.removed_at is null`
	const ids = sql.join(
		projectIds.map((id) => sql`${id}`),
		sql`, `,
	)
	return sql`
		select p.id, (select count(*)::int ${there('proposals')}) as offers,
			exists (select 1 from offer_decisions o where o.workspace_id = ${workspaceId} and o.project_id = p.id
				and o.decision = 'accepted' and o.withdrawn_at is null) as accepted,
			(select count(*)::int ${there('contracts')} and (r.state is null or r.state in ('asked', 'sentBack'))) as unsigned,
			(select count(*)::int ${there('contracts')} and r.state = 'sent') as signed,
			(select count(*)::int ${there('contracts')} and r.state = 'approved') as confirmed,
			(select count(*)::int from document_requests q where q.workspace_id = ${workspaceId} and q.project_id = p.id
				and q.contract_id is null and q.withdrawn_at is null) as requests,
			(select json_build_object('state', w.state, 'reason', w.reason) from roof_drawings w
				where w.workspace_id = ${workspaceId} and w.project_id = p.id) as drawing
		from unnest(array[${ids}]::text[]) as p(id)`
}
