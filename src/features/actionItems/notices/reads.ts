import { sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'

export interface Assignable {
	id: string
	firstName: string
	lastName: string
	email: string | null
	phone: string | null
	language: string
	/** In the portal, of an account that has it: then it can be written to. */
	enrolled: boolean
}

/** Who can be given something to do in a project: its account's or site's own people who see projects. One query. */
export async function assignableFor(
	{ db, scope }: Reader,
	project: { accountId: string; siteId: string | null },
): Promise<Assignable[]> {
	const { rows } = await db.execute<Assignable & Record<string, unknown>>(sql`
		select c.id, c.first_name as "firstName", c.last_name as "lastName", c.email, c.phone, c.language,
			c.portal_status = 'enrolled' and a.portal_enabled and a.archived_at is null as enrolled
		from contacts c join accounts a on a.workspace_id = c.workspace_id and a.id = ${project.accountId}
		where c.workspace_id = ${scope.workspaceId} and c.archived_at is null and c.delegate_of is null
			and c.kind <> 'lender' and 'projects' = any(c.access_areas)
			and exists (select 1 from contact_links l where l.workspace_id = c.workspace_id and l.contact_id = c.id
				and l.account_id = ${project.accountId} and l.project_id is null
				and (l.site_id is null or l.site_id = ${project.siteId}))
		order by c.sort_name, c.id limit 50`)
	return rows
}
