import { and, asc, eq, gt, isNull, lte, sql } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { visits } from '../tables.ts'

export interface Guest {
	id: string
	firstName: string
	email: string | null
	phone: string | null
	language: string
}

/** Who is told of a visit: the clients of its account or site who are in the portal and may see visits. One query. */
export async function guestsOf(
	{ db, scope }: Reader,
	visit: { accountId: string; siteId: string | null },
): Promise<Guest[]> {
	const { rows } = await db.execute<Guest & Record<string, unknown>>(sql`
		select c.id, c.first_name as "firstName", c.email, c.phone, c.language
		from contacts c join accounts a on a.workspace_id = c.workspace_id and a.id = ${visit.accountId}
		where c.workspace_id = ${scope.workspaceId} and c.archived_at is null and c.delegate_of is null
			and coalesce(c.email, c.phone) is not null and c.portal_status = 'enrolled' and 'visits' = any(c.access_areas)
			and a.portal_enabled and a.archived_at is null
			and exists (select 1 from contact_links l where l.workspace_id = c.workspace_id and l.contact_id = c.id
				and l.account_id = ${visit.accountId} and l.project_id is null
				and (l.site_id is null or l.site_id = ${visit.siteId}))
		order by c.id limit 20`)
	return rows
}

/** Visits that begin within a day and whose clients may have to be reminded. */
export async function visitsToRemind({ db, scope }: Reader<SystemScope>, limit: number): Promise<string[]> {
	const at = now()
	const rows = await db
		.select({ id: visits.id })
		.from(visits)
		.where(
			and(
				eq(visits.workspaceId, scope.workspaceId),
				sql`${visits.status} = 'scheduled'`,
				isNull(visits.remindedAt),
				gt(visits.startsAt, at),
				lte(visits.startsAt, new Date(at.getTime() + 86_400_000)),
				sql`coalesce(${visits.toldAt}, ${visits.createdAt}) < ${visits.startsAt} - interval '1 day'`,
			),
		)
		.orderBy(asc(visits.startsAt), asc(visits.id))
		.limit(limit)
	return rows.map((row) => row.id)
}
