/** The round of a member: the visits that it comes to, and what belongs to them. */
import { sql } from 'drizzle-orm'
import { stagesOf } from '#features/flows/reads.ts'
import { placeOf } from '#features/flows/rules.ts'
import type { Reader } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { type Span, type Visit, visitsOfDays } from '../reads.ts'

export interface Host {
	id: string
	firstName: string
	lastName: string
	phone: string
	phoneExtension: string | null
}
export interface Stop {
	visit: Visit
	/** Clients there who can be called. */
	hosts: Host[]
	/** What of the project it is for: the step where that stands, and the work order. */
	step: string | null
	workOrder: string | null
}

const mostOfRound = 200

export async function roundOf(reader: Reader<StaffScope>, span: Span): Promise<Stop[]> {
	const visits = await visitsOfDays(reader, span, reader.scope.memberId, mostOfRound)
	const [hosts, work] = [await hostsOf(reader, visits), await workOf(reader, visits)]
	return visits.map((visit) => ({
		visit,
		hosts: hosts.get(visit.id) ?? [],
		step: work.get(visit.id)?.step ?? null,
		workOrder: work.get(visit.id)?.title ?? null,
	}))
}

/** Of the account or the site, in their own right and with a phone. One query. */
async function hostsOf({ db, scope }: Reader, visits: Visit[]): Promise<Map<string, Host[]>> {
	const { rows } = await db.execute<Host & { visitId: string } & Record<string, unknown>>(sql`
		select distinct v.id as "visitId", c.id, c.first_name as "firstName", c.last_name as "lastName", c.phone,
			c.phone_extension as "phoneExtension"
		from visits v
		join contact_links l on l.workspace_id = v.workspace_id and l.account_id = v.account_id
			and l.project_id is null and (l.site_id is null or l.site_id = v.site_id)
		join contacts c on c.workspace_id = v.workspace_id and c.id = l.contact_id
		where v.workspace_id = ${scope.workspaceId} and v.id = any(${idsOf(visits)}) and c.kind = 'client'
			and c.phone is not null and c.archived_at is null and c.delegate_of is null
		order by c.id`)
	return Map.groupBy(rows, (row) => row.visitId)
}

interface Work {
	visitId: string
	title: string | null
	flowId: string
	flowVersion: number
	stepId: string
}

async function workOf(
	reader: Reader,
	visits: Visit[],
): Promise<Map<string, { title: string | null; step: string | null }>> {
	const { rows } = await reader.db.execute<Work & Record<string, unknown>>(sql`
		select v.id as "visitId", w.title, p.flow_id as "flowId", p.flow_version as "flowVersion", p.step_id as "stepId"
		from visits v
		join projects p on p.workspace_id = v.workspace_id and p.id = v.project_id
		left join work_orders w on w.workspace_id = v.workspace_id and w.id = v.work_order_id
		where v.workspace_id = ${reader.scope.workspaceId} and v.id = any(${idsOf(visits)})`)
	const stages = await stagesOf(reader, rows)
	return new Map(
		rows.map((row) => [row.visitId, { title: row.title, step: placeOf(stages(row), row.stepId)?.step.name ?? null }]),
	)
}

const idsOf = (visits: Visit[]) => sql.param(visits.map((visit) => visit.id))
