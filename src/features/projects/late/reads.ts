import { sql } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import type { AccessArea, SystemScope } from '#platform/scope/scope.ts'

/**
 * Projects whose step has outlasted its usual time, and whose clients were not told so within such a time again
 * (three days at least); of flows that tell it. The longest waiting first.
 */
export async function lateProjects({ db, scope }: Reader<SystemScope>, limit: number): Promise<string[]> {
	const at = now()
	const { rows } = await db.execute<{ id: string }>(sql`select p.id from projects p
		join flows f on f.workspace_id = p.workspace_id and f.id = p.flow_id
		join accounts a on a.workspace_id = p.workspace_id and a.id = p.account_id
		where p.workspace_id = ${scope.workspaceId} and p.archived_at is null and p.late_at <= ${at}
			and (p.told_at is null or p.told_at + greatest(p.late_at - p.step_since, interval '3 days') <= ${at})
			and f.tells_when_late and a.portal_enabled and a.archived_at is null
		order by p.late_at, p.id limit ${limit}`)
	return rows.map((row) => row.id)
}

export interface Told {
	id: string
	firstName: string
	email: string | null
	phone: string | null
	language: string
}

/** Who follows a project in the portal and can be written to: clients of its account or site who may see these areas. */
export async function followersOf(
	{ db, scope }: Reader<SystemScope>,
	project: { accountId: string; siteId: string | null },
	areas: readonly AccessArea[] = ['projects'],
): Promise<Told[]> {
	const { rows } = await db.execute<Told & Record<string, unknown>>(sql`
		select c.id, c.first_name as "firstName", c.email, c.phone, c.language from contacts c
		join accounts a on a.workspace_id = c.workspace_id and a.id = ${project.accountId} and a.portal_enabled and a.archived_at is null
		where c.workspace_id = ${scope.workspaceId} and c.archived_at is null and coalesce(c.email, c.phone) is not null
			and c.kind = 'client' and c.portal_status = 'enrolled' and c.access_areas @> ${`{${areas.join(',')}}`}::text[]
			and exists (select 1 from contact_links l where l.workspace_id = c.workspace_id and l.contact_id = c.id
				and l.account_id = ${project.accountId} and l.project_id is null
				and (l.site_id is null or l.site_id = ${project.siteId}))
		order by c.id limit 20`)
	return rows
}
