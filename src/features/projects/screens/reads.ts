import { sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'

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
	/** The roof is drawn and handed in. */
	drawn: boolean
}

export const noScreens: ScreenState = {
	offers: 0,
	accepted: false,
	unsigned: 0,
	signed: 0,
	confirmed: 0,
	requests: 0,
	drawn: false,
}

/** The same of several projects that this client sees. One query, none for no project. */
export async function screensOf(
	{ db, scope }: Reader<ClientScope>,
	projectIds: string[],
): Promise<(projectId: string) => ScreenState> {
	if (projectIds.length === 0) return () => noScreens
	const there = (folder: string) => sql`from documents d
		left join document_requests r on r.workspace_id = d.workspace_id and r.contract_id = d.id and r.withdrawn_at is null
		where d.workspace_id = ${scope.workspaceId} and d.project_id = p.id and d.folder = ${folder}
		and d.shared_with_portal and not d.attachment and d.removed_at is null`
	const { rows } = await db.execute<ScreenState & { id: string } & Record<string, unknown>>(sql`
		select p.id, (select count(*)::int ${there('proposals')}) as offers,
			exists (select 1 from offer_decisions o where o.workspace_id = ${scope.workspaceId} and o.project_id = p.id
				and o.decision = 'accepted' and o.withdrawn_at is null) as accepted,
			(select count(*)::int ${there('contracts')} and (r.state is null or r.state in ('asked', 'sentBack'))) as unsigned,
			(select count(*)::int ${there('contracts')} and r.state = 'sent') as signed,
			(select count(*)::int ${there('contracts')} and r.state = 'approved') as confirmed,
			(select count(*)::int from document_requests q where q.workspace_id = ${scope.workspaceId} and q.project_id = p.id
				and q.contract_id is null and q.withdrawn_at is null) as requests,
			exists (select 1 from roof_drawings w where w.workspace_id = ${scope.workspaceId} and w.project_id = p.id
				and w.state = 'handedIn') as drawn
		from unnest(array[${sql.join(
			projectIds.map((id) => sql`${id}`),
			sql`, `,
		)}]::text[]) as p(id)`)
	return (projectId) => rows.find((row) => row.id === projectId) ?? noScreens
}
