import { and, count, eq, isNull, lte, sql } from 'drizzle-orm'
import { displayName } from '#features/people/rules.ts'
import { contactLinks, contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { visibleProjects } from '../policy.ts'
import { listProjects } from '../reads.ts'
import { projects } from '../tables.ts'

/** Counts end here, so that a list of 30,000 is as fast as one of 300. */
export const countLimit = 2000

export interface ProjectCounts {
	active: number
	stuck: number
	succeeded: number
	failed: number
	archived: number
}

/** How many there are of each view. One query. */
export async function countProjects({ db, scope }: Reader<CompanyScope>): Promise<ProjectCounts> {
	const of = (condition: ReturnType<typeof and>) => sql<number>`(select count(*)::int from (
		select 1 from ${projects} where ${visibleProjects(scope)} and ${condition} limit ${countLimit + 1}) x)`
	const living = isNull(projects.archivedAt)
	const { rows } = await db.execute<ProjectCounts & Record<string, unknown>>(sql`select
		${of(and(living, eq(projects.status, 'active')))} as active,
		${of(and(living, lte(projects.lateAt, now())))} as stuck,
		${of(and(living, eq(projects.status, 'succeeded')))} as succeeded,
		${of(and(living, eq(projects.status, 'failed')))} as failed,
		${of(sql`${projects.archivedAt} is not null`)} as archived`)
	const [counts] = rows
	if (!counts) throw new Error('no counts')
	return counts
}

export interface LinkedPerson {
	linkId: string
	id: string
	name: string
	kind: (typeof contacts.$inferSelect)['kind']
	email: string | null
}

/** Who is linked with this project alone: lenders, vendors, authorities. */
export async function peopleOfProject({ db, scope }: Reader<CompanyScope>, projectId: string): Promise<LinkedPerson[]> {
	const rows = await db
		.select({ linkId: contactLinks.id, contact: contacts })
		.from(contactLinks)
		.innerJoin(
			contacts,
			and(eq(contacts.workspaceId, contactLinks.workspaceId), eq(contacts.id, contactLinks.contactId)),
		)
		.where(
			and(
				eq(contactLinks.workspaceId, scope.workspaceId),
				eq(contactLinks.projectId, projectId),
				isNull(contacts.archivedAt),
			),
		)
		.orderBy(contacts.sortName, contacts.id)
		.limit(100)
	return rows.map(({ linkId, contact }) => ({
		linkId,
		id: contact.id,
		name: displayName(contact),
		kind: contact.kind,
		email: contact.email,
	}))
}

/** The projects of an account, what is under way first. At most 50; two queries. */
export async function projectsOfAccount(reader: Reader<CompanyScope>, accountId: string) {
	const { rows } = await listProjects(reader, { filter: { accountId }, limit: 50, direction: 'desc' })
	return rows
		.map(({ id, name, status, step }) => ({ id, name, status, step: step.name }))
		.sort((a, b) => Number(a.status !== 'active') - Number(b.status !== 'active'))
}

export interface VersionCount {
	version: number
	projects: number
}

/** How many projects stand on each version of a flow. */
export function countByVersion({ db, scope }: Reader<CompanyScope>, flowId: string): Promise<VersionCount[]> {
	return db
		.select({ version: projects.flowVersion, projects: count() })
		.from(projects)
		.where(and(eq(projects.workspaceId, scope.workspaceId), eq(projects.flowId, flowId), isNull(projects.archivedAt)))
		.groupBy(projects.flowVersion)
}

/** How many projects there are on each flow, by its id. */
export async function countByFlow({ db, scope }: Reader<CompanyScope>): Promise<Map<string, number>> {
	const rows = await db
		.select({ flowId: projects.flowId, projects: count() })
		.from(projects)
		.where(and(eq(projects.workspaceId, scope.workspaceId), isNull(projects.archivedAt)))
		.groupBy(projects.flowId)
	return new Map(rows.map((row) => [row.flowId, row.projects]))
}

/** The steps of a version that projects stand on, and how many on each. */
export function stepsStoodOn(
	{ db, scope }: Reader<CompanyScope>,
	flowId: string,
	version: number,
): Promise<{ stepId: string; projects: number }[]> {
	return db
		.select({ stepId: projects.stepId, projects: count() })
		.from(projects)
		.where(
			and(
				eq(projects.workspaceId, scope.workspaceId),
				eq(projects.flowId, flowId),
				eq(projects.flowVersion, version),
				isNull(projects.archivedAt),
			),
		)
		.groupBy(projects.stepId)
}

/** Some projects that stand on a version, and whether there are more. */
export async function projectsOnVersion(
	{ db, scope }: Reader<CompanyScope>,
	flowId: string,
	version: number,
	limit: number,
): Promise<{ id: string; stepId: string }[]> {
	return db
		.select({ id: projects.id, stepId: projects.stepId })
		.from(projects)
		.where(
			and(
				eq(projects.workspaceId, scope.workspaceId),
				eq(projects.flowId, flowId),
				eq(projects.flowVersion, version),
				isNull(projects.archivedAt),
			),
		)
		.orderBy(projects.id)
		.limit(limit)
}
