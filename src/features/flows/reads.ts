import { and, asc, desc, eq, inArray, isNotNull, isNull, max, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { keyset, type Order, type Place, pageAround } from '#platform/paging/keyset.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import type { Stage } from './rules.ts'
import { flows, flowVersions } from './tables.ts'

/** A flow in one of its versions: the newest, unless another was asked for. */
export interface Flow {
	id: string
	externalId: string | null
	name: string
	projectType: string
	version: number
	status: 'draft' | 'published'
	/** What new projects begin on. */
	publishedVersion: number | null
	tellsWhenLate: boolean
	stages: Stage[]
	createdAt: Date
	updatedAt: Date
	publishedAt: Date | null
	archivedAt: Date | null
}

const columns = {
	id: flows.id,
	externalId: flows.externalId,
	name: flows.name,
	projectType: flows.projectType,
	version: flowVersions.version,
	publishedVersion: flows.publishedVersion,
	tellsWhenLate: flows.tellsWhenLate,
	stages: flowVersions.stages,
	createdAt: flows.createdAt,
	updatedAt: flowVersions.updatedAt,
	publishedAt: flowVersions.publishedAt,
	archivedAt: flows.archivedAt,
}

const ofFlow = and(eq(flowVersions.workspaceId, flows.workspaceId), eq(flowVersions.flowId, flows.id))
const newest = sql`${flowVersions.version} = (select max(v.version) from flow_versions v
	where v.workspace_id = ${flows.workspaceId} and v.flow_id = ${flows.id})`

type Row = Omit<Flow, 'status'>
const asFlow = (row: Row): Flow => ({ ...row, status: row.publishedAt ? 'published' : 'draft' })

/** One flow, archived ones too; in its newest version where none is named. */
export async function findFlow(reader: Reader<CompanyScope>, id: string, version?: number): Promise<Flow | null> {
	if (!isId('flw', id)) return null
	return findOne(reader, and(eq(flows.id, id), version === undefined ? newest : eq(flowVersions.version, version)))
}

export function findFlowByExternalId(reader: Reader<CompanyScope>, externalId: string): Promise<Flow | null> {
	return findOne(reader, and(eq(flows.externalId, externalId), newest))
}

/** The version of a flow that new projects begin on; null while there is none. */
export async function publishedFlow(reader: Reader<CompanyScope>, id: string): Promise<Flow | null> {
	if (!isId('flw', id)) return null
	return findOne(
		reader,
		and(eq(flows.id, id), isNull(flows.archivedAt), eq(flowVersions.version, flows.publishedVersion)),
	)
}

async function findOne({ db, scope }: Reader<CompanyScope>, condition: SQL | undefined): Promise<Flow | null> {
	const [row] = await db
		.select(columns)
		.from(flows)
		.innerJoin(flowVersions, ofFlow)
		.where(and(eq(flows.workspaceId, scope.workspaceId), condition))
	return row ? asFlow(row) : null
}

/** All flows in use, each in its published version; those never published are left out. */
export async function publishedFlows({ db, scope }: Reader<CompanyScope>): Promise<Flow[]> {
	const rows = await db
		.select(columns)
		.from(flows)
		.innerJoin(flowVersions, and(ofFlow, eq(flowVersions.version, flows.publishedVersion)))
		.where(and(eq(flows.workspaceId, scope.workspaceId), isNull(flows.archivedAt)))
		.orderBy(asc(flows.createdAt), asc(flows.id))
		.limit(200)
	return rows.map(asFlow)
}

export const flowOrder: Order = {
	keys: [{ column: flows.createdAt, type: 'timestamptz' }],
	id: flows.id,
	direction: 'asc',
}

export interface FlowFilter {
	projectType?: string
	externalId?: string
	archived?: boolean
}

/** One page of flows in their newest version, oldest first. */
export async function listFlows(
	{ db, scope }: Reader<CompanyScope>,
	{ filter = {}, limit = 50, after = null }: { filter?: FlowFilter; limit?: number; after?: Place['after'] } = {},
): Promise<{ rows: Flow[]; next: string | null }> {
	const keys = keyset(flowOrder, { after })
	const found = await db
		.select({ ...columns, place: keys.place })
		.from(flows)
		.innerJoin(flowVersions, ofFlow)
		.where(
			and(
				eq(flows.workspaceId, scope.workspaceId),
				filter.archived ? isNotNull(flows.archivedAt) : isNull(flows.archivedAt),
				filter.projectType ? eq(flows.projectType, filter.projectType) : undefined,
				filter.externalId ? eq(flows.externalId, filter.externalId) : undefined,
				newest,
				keys.where,
			),
		)
		.orderBy(...keys.orderBy)
		.limit(limit + 1)
	const page = pageAround(found, limit, { after })
	return { rows: page.rows.map(asFlow), next: page.next }
}

export interface FlowVersion {
	version: number
	createdAt: Date
	publishedAt: Date | null
}

/** The versions of a flow, newest first. */
export function versionsOf({ db, scope }: Reader<CompanyScope>, flowId: string): Promise<FlowVersion[]> {
	return db
		.select({
			version: flowVersions.version,
			createdAt: flowVersions.createdAt,
			publishedAt: flowVersions.publishedAt,
		})
		.from(flowVersions)
		.where(and(eq(flowVersions.workspaceId, scope.workspaceId), eq(flowVersions.flowId, flowId)))
		.orderBy(desc(flowVersions.version))
		.limit(200)
}

/** The stages of versions, by flow and version: what the projects of a list stand on. One query. */
export async function stagesOf(
	{ db, scope }: Reader,
	wanted: readonly { flowId: string; flowVersion: number }[],
): Promise<(of: { flowId: string; flowVersion: number }) => Stage[]> {
	const key = (flowId: string, version: number) => `${flowId} ${version}`
	const flowIds = [...new Set(wanted.map((one) => one.flowId))]
	const versions = [...new Set(wanted.map((one) => one.flowVersion))]
	const rows =
		flowIds.length === 0
			? []
			: await db
					.select({ flowId: flowVersions.flowId, version: flowVersions.version, stages: flowVersions.stages })
					.from(flowVersions)
					.where(
						and(
							eq(flowVersions.workspaceId, scope.workspaceId),
							inArray(flowVersions.flowId, flowIds),
							inArray(flowVersions.version, versions),
						),
					)
	const found = new Map(rows.map((row) => [key(row.flowId, row.version), row.stages]))
	return ({ flowId, flowVersion }) => found.get(key(flowId, flowVersion)) ?? []
}

/** The number that a new version gets. */
export async function nextVersion({ db, scope }: Reader, flowId: string): Promise<number> {
	const [row] = await db
		.select({ last: max(flowVersions.version) })
		.from(flowVersions)
		.where(and(eq(flowVersions.workspaceId, scope.workspaceId), eq(flowVersions.flowId, flowId)))
	return (row?.last ?? 0) + 1
}
