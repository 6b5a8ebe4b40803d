import { and, asc, desc, eq, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm'
import { stagesOf } from '#features/flows/reads.ts'
import { placeOf, type Stage, type Step } from '#features/flows/rules.ts'
import { flows } from '#features/flows/tables.ts'
import { siteName } from '#features/people/places/reads.ts'
import { matching } from '#features/people/search/reads.ts'
import { accounts, sites } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { fits, keyset, type Order, type Place, pageAround } from '#platform/paging/keyset.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { visibleProjects } from './policy.ts'
import type { Move } from './rules.ts'
import { onlyLinked } from './rules.ts'
import { projectMoves, projects } from './tables.ts'

type Row = Omit<typeof projects.$inferSelect, 'workspaceId' | 'search'>

/** A project as lists and pages show it. */
export interface Project extends Row {
	accountName: string
	/** The site's name or its street. */
	siteName: string | null
	flowName: string
	projectType: string
	/** Its client is told when a step takes longer than usual. */
	tellsWhenLate: boolean
	/** What its version of the flow calls the place where it stands. */
	stage: Stage
	step: Step
}

export const projectColumns = {
	id: projects.id,
	externalId: projects.externalId,
	name: projects.name,
	accountId: projects.accountId,
	siteId: projects.siteId,
	flowId: projects.flowId,
	flowVersion: projects.flowVersion,
	stageId: projects.stageId,
	stepId: projects.stepId,
	stepSince: projects.stepSince,
	lateAt: projects.lateAt,
	toldAt: projects.toldAt,
	status: projects.status,
	moves: projects.moves,
	createdAt: projects.createdAt,
	updatedAt: projects.updatedAt,
	archivedAt: projects.archivedAt,
}
const named = {
	accountName: accounts.name,
	siteName: sql<string | null>`case when ${projects.siteId} is null then null else ${siteName} end`,
	flowName: flows.name,
	projectType: flows.projectType,
	tellsWhenLate: flows.tellsWhenLate,
}

function select<T extends Record<string, SQL>>({ db }: Pick<Reader, 'db'>, more: T) {
	return db
		.select({ ...projectColumns, ...named, ...more })
		.from(projects)
		.innerJoin(accounts, and(eq(accounts.workspaceId, projects.workspaceId), eq(accounts.id, projects.accountId)))
		.innerJoin(flows, and(eq(flows.workspaceId, projects.workspaceId), eq(flows.id, projects.flowId)))
		.leftJoin(sites, and(eq(sites.workspaceId, projects.workspaceId), eq(sites.id, projects.siteId)))
		.$dynamic()
}

type Bare = Omit<Project, 'stage' | 'step'>

/** Adds what the step is, by each project's own version of its flow. One query. */
async function placed<T extends Bare>(reader: Reader, rows: T[]): Promise<(T & Project)[]> {
	const of = await stagesOf(reader, rows)
	return rows.map((row) => {
		const place = placeOf(of(row), row.stepId)
		if (!place) throw new Error(`project ${row.id} stands on a step that its flow does not have`)
		return { ...row, stage: place.stage, step: place.step }
	})
}

/** The project behind an id; null for one that this scope may not see, as for an unknown one. Two queries. */
export async function findProject(reader: Reader, id: string): Promise<Project | null> {
	return isId('prj', id) ? findOne(reader, eq(projects.id, id)) : null
}

export async function findProjectByExternalId(reader: Reader<CompanyScope>, id: string): Promise<Project | null> {
	return findOne(reader, eq(projects.externalId, id))
}

async function findOne(reader: Reader, condition: SQL): Promise<Project | null> {
	const rows = await select(reader, {}).where(and(visibleProjects(reader.scope), condition))
	const [project] = await placed(reader, rows)
	return project ?? null
}

/** All moves of a project, in order; for progress those that were undone are left out. */
export async function movesOf({ db, scope }: Reader, projectId: string): Promise<Move[]> {
	return db
		.select({ kind: projectMoves.kind, toStepId: projectMoves.toStepId, at: projectMoves.at })
		.from(projectMoves)
		.where(
			and(
				eq(projectMoves.workspaceId, scope.workspaceId),
				eq(projectMoves.projectId, projectId),
				isNull(projectMoves.undoneAt),
			),
		)
		.orderBy(asc(projectMoves.number))
}

export interface ProjectFilter {
	q?: string
	accountId?: string
	siteId?: string
	flowId?: string
	projectType?: string
	stageId?: string
	stepId?: string
	status?: Row['status']
	/** On its step for longer than is usual. */
	stuck?: boolean
	externalId?: string
	archived?: boolean
}

export const projectSorts = ['created', 'since'] as const
export type ProjectSort = (typeof projectSorts)[number]

/** How lists of projects are sorted: by when they began, or by how long they have stood on their step. */
export function projectOrder(sort: ProjectSort, direction: 'asc' | 'desc'): Order {
	const column = sort === 'since' ? projects.stepSince : projects.createdAt
	return { keys: [{ column, type: 'timestamptz' }], id: projects.id, direction }
}

export interface ProjectPage {
	rows: Project[]
	next: string | null
	previous: string | null
}

/** One page of projects. Up to five queries. */
export async function listProjects(
	reader: Reader<CompanyScope>,
	listing: Place & { filter?: ProjectFilter; limit?: number; sort?: ProjectSort; direction?: 'asc' | 'desc' } = {},
): Promise<ProjectPage> {
	const { filter = {}, limit = 50, sort = 'created', direction = 'asc' } = listing
	const order = projectOrder(sort, direction)
	const fitting = (cursor: Place['after']) => (cursor && fits(order, cursor) ? cursor : null)
	const place = { after: fitting(listing.after), before: fitting(listing.before) }
	const keys = keyset(order, place)
	const found = await select(reader, { place: keys.place })
		.where(
			and(
				visibleProjects(reader.scope),
				...conditions(filter),
				await matching(reader, 'project', filter.q),
				keys.where,
			),
		)
		.orderBy(...keys.orderBy)
		.limit(limit + 1)
	const page = pageAround(found, limit, place)
	return { ...page, rows: await placed(reader, page.rows) }
}

export function conditions(filter: ProjectFilter): (SQL | undefined)[] {
	return [
		filter.archived ? isNotNull(projects.archivedAt) : isNull(projects.archivedAt),
		filter.accountId ? eq(projects.accountId, filter.accountId) : undefined,
		filter.siteId ? eq(projects.siteId, filter.siteId) : undefined,
		filter.flowId ? eq(projects.flowId, filter.flowId) : undefined,
		filter.projectType ? eq(flows.projectType, filter.projectType) : undefined,
		filter.stageId ? eq(projects.stageId, filter.stageId) : undefined,
		filter.stepId ? eq(projects.stepId, filter.stepId) : undefined,
		filter.status ? eq(projects.status, filter.status) : undefined,
		filter.externalId ? eq(projects.externalId, filter.externalId) : undefined,
		filter.stuck ? lte(projects.lateAt, now()) : undefined,
	]
}

export interface ClientProject extends Project {
	stages: Stage[]
	moved: Move[]
	/** The reader is a lender whom only a link to the project itself leads here: milestones are all that it sees. */
	lends: boolean
}

const mostOfClient = 200

/** Moves as they come in JSON. */
type Told = Omit<Move, 'at'> & { at: string }

/** The projects of a client, or as the company would show them to one; what is under way first, each with its course. One query. */
export async function projectsOfClient(
	reader: Reader<ClientScope | CompanyScope>,
	options: { id?: string; siteId?: string; limit?: number } = {},
): Promise<ClientProject[]> {
	const { scope } = reader
	if (options.id !== undefined && !isId('prj', options.id)) return []
	const order = [sql`${projects.status} <> 'active'`, desc(projects.id)]
	const rows = await select(reader, {
		reader: scope.kind === 'client' ? kindOf(scope) : sql<string>`''`,
		stages: firstStages(sql.join(order, sql`, `)),
		moved: movesThatCount,
	})
		.where(
			and(
				visibleProjects(scope),
				isNull(projects.archivedAt),
				options.id ? eq(projects.id, options.id) : undefined,
				options.siteId ? eq(projects.siteId, options.siteId) : undefined,
			),
		)
		.orderBy(...order)
		.limit(options.limit ?? mostOfClient)
	const version = ({ flowId, flowVersion }: Bare) => `${flowId} ${flowVersion}`
	const versions = new Map(rows.flatMap((row) => (row.stages ? [[version(row), row.stages] as const] : [])))
	return rows.flatMap(({ reader: kind, moved: told, ...row }) => {
		const stages = versions.get(version(row)) ?? []
		const place = placeOf(stages, row.stepId)
		if (!place) return []
		const { stage, step } = place
		const lends = scope.kind === 'client' && kind === 'lender' && onlyLinked(scope, row)
		return [{ ...row, stage, step, stages, moved: told.map((move) => ({ ...move, at: new Date(move.at) })), lends }]
	})
}

/** The stages of a version of a flow come with the first project that stands on it, and not again with each. */
const firstStages = (order: SQL) => sql<Stage[] | null>`case when row_number() over
	(partition by ${projects.flowId}, ${projects.flowVersion} order by ${order}) = 1 then
	(select v.stages from flow_versions v where v.workspace_id = ${projects.workspaceId}
		and v.flow_id = ${projects.flowId} and v.version = ${projects.flowVersion}) end`

const movesThatCount = sql<Told[]>`(select coalesce(json_agg(json_build_object('kind', v.kind, 'toStepId', v.to_step_id,
	'at', v.at, 'note', case when v.note_shared then v.note else '' end) order by v.number), '[]')
	from project_moves v where v.workspace_id = ${projects.workspaceId} and v.project_id = ${projects.id} and v.undone_at is null)`

const kindOf = ({ workspaceId, contactId }: ClientScope) =>
	sql<string>`(select kind from contacts where workspace_id = ${workspaceId} and id = ${contactId})`
