import { and, asc, desc, eq, gt, gte, inArray, lt, ne, not, type SQL, sql } from 'drizzle-orm'
import { siteName } from '#features/people/places/reads.ts'
import { accounts, sites } from '#features/people/tables.ts'
import { projects } from '#features/projects/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { type Cursor, pageOf } from '#platform/paging/cursor.ts'
import type { ClientScope, CompanyScope, StaffScope } from '#platform/scope/scope.ts'
import { comesTo, visibleVisits } from './policy.ts'
import type { VisitStatus } from './rules.ts'
import { visits } from './tables.ts'

const columns = {
	id: visits.id,
	externalId: visits.externalId,
	workOrderId: visits.workOrderId,
	projectId: visits.projectId,
	accountId: visits.accountId,
	siteId: visits.siteId,
	title: visits.title,
	status: visits.status,
	startsAt: visits.startsAt,
	endsAt: visits.endsAt,
	technicians: visits.technicians,
	note: visits.note,
	reason: visits.reason,
	changes: visits.changes,
	toldAt: visits.toldAt,
	remindedAt: visits.remindedAt,
	expectedAt: visits.expectedAt,
	decidedByType: visits.decidedByType,
	decidedById: visits.decidedById,
	decidedAt: visits.decidedAt,
	createdAt: visits.createdAt,
	updatedAt: visits.updatedAt,
	accountName: accounts.name,
	projectName: projects.name,
	siteName: sql<string | null>`case when ${visits.siteId} is null then null else ${siteName} end`,
	/** Where it is, on one line. */
	address: sql<string>`concat_ws(', ', nullif(${sites.line1}, ''), nullif(${sites.line2}, ''), nullif(${sites.city}, ''),
		nullif(concat_ws(' ', nullif(${sites.region}, ''), nullif(${sites.postalCode}, '')), ''))`,
}

function select({ db, scope }: Reader, ...conditions: (SQL | undefined)[]) {
	return db
		.select(columns)
		.from(visits)
		.innerJoin(accounts, and(eq(accounts.workspaceId, visits.workspaceId), eq(accounts.id, visits.accountId)))
		.leftJoin(projects, and(eq(projects.workspaceId, visits.workspaceId), eq(projects.id, visits.projectId)))
		.leftJoin(sites, and(eq(sites.workspaceId, visits.workspaceId), eq(sites.id, visits.siteId)))
		.where(and(visibleVisits(scope), ...conditions))
		.$dynamic()
}
export type Visit = Awaited<ReturnType<typeof select>>[number]

/** The visit behind an id; null for one that this scope may not see, as for an unknown one. One query. */
export async function findVisit(reader: Reader, id: string): Promise<Visit | null> {
	if (!isId('vis', id)) return null
	const [visit] = await select(reader, eq(visits.id, id))
	return visit ?? null
}

export async function findVisitByExternalId(reader: Reader<CompanyScope>, id: string): Promise<Visit | null> {
	const [visit] = await select(reader, eq(visits.externalId, id))
	return visit ?? null
}

export interface VisitFilter {
	projectId?: string | undefined
	accountId?: string | undefined
	siteId?: string | undefined
	status?: VisitStatus | undefined
	externalId?: string | undefined
	/** From when and until when they begin. */
	from?: Date | undefined
	until?: Date | undefined
}

/** One page of visits, by when they begin, the latest first. */
export async function listVisits(
	reader: Reader<CompanyScope>,
	filter: VisitFilter,
	page: { after?: Cursor | null; limit: number },
): Promise<{ data: Visit[]; nextCursor: string | null }> {
	const { projectId, accountId, siteId, status, externalId, from, until } = filter
	const rows = await select(
		reader,
		projectId ? eq(visits.projectId, projectId) : undefined,
		accountId ? eq(visits.accountId, accountId) : undefined,
		siteId ? eq(visits.siteId, siteId) : undefined,
		status ? eq(visits.status, status) : undefined,
		externalId ? eq(visits.externalId, externalId) : undefined,
		from ? gte(visits.startsAt, from) : undefined,
		until ? lt(visits.startsAt, until) : undefined,
		before(page.after),
	)
		.orderBy(desc(visits.startsAt), desc(visits.id))
		.limit(page.limit + 1)
	return pageOf(rows, page.limit, cursorOf)
}

const cursorOf = ({ startsAt, id }: Visit): Cursor => [startsAt.toISOString(), id]

/** True for a cursor that a list of visits has made. */
export function isVisitCursor(cursor: Cursor | null): boolean {
	return cursor?.[0] != null && !Number.isNaN(Date.parse(cursor[0])) && isId('vis', cursor[1])
}

function before(cursor: Cursor | null | undefined): SQL | undefined {
	if (!cursor || !isVisitCursor(cursor)) return undefined
	return sql`(${visits.startsAt}, ${visits.id}) < (${cursor[0]}::timestamptz, ${cursor[1]})`
}

const mostOfSite = 200

/** What took place at a site or is to, the latest first; what was called off is no part of its history. One query. */
export function visitsOfSite(reader: Reader, siteId: string): Promise<Visit[]> {
	return select(reader, eq(visits.siteId, siteId), ne(visits.status, 'cancelled'))
		.orderBy(desc(visits.startsAt), desc(visits.id))
		.limit(mostOfSite)
}

const over = ['completed', 'cancelled'] as const
const mostOfProject = 50

/** Those of one project: what lies ahead first, then what was, the latest first. One query. */
export function visitsOfProject(reader: Reader, projectId: string): Promise<Visit[]> {
	const isOver = inArray(visits.status, [...over])
	return select(reader, eq(visits.projectId, projectId))
		.orderBy(
			sql`${isOver}`,
			sql`case when ${isOver} then null else ${visits.startsAt} end`,
			desc(visits.startsAt),
			desc(visits.id),
		)
		.limit(mostOfProject)
}

export interface Span {
	from: Date
	until: Date
}

/** Those of some days in their order, of everybody or of one member; `null`: those that nobody is to come to. One query. */
export function visitsOfDays(
	reader: Reader<StaffScope>,
	{ from, until }: Span,
	memberId: string | null | undefined,
	limit: number,
): Promise<Visit[]> {
	const nobody = sql`jsonb_array_length(${visits.technicians}) = 0`
	const whose = memberId === undefined ? undefined : memberId === null ? nobody : comesTo(memberId)
	return select(reader, whose, gte(visits.startsAt, from), lt(visits.startsAt, until))
		.orderBy(asc(visits.startsAt), asc(visits.id))
		.limit(limit)
}

/** What lies ahead of a client, the next first. One that nobody has marked as done counts until its day is over. */
export function visitsAhead(reader: Reader<ClientScope>, limit: number): Promise<Visit[]> {
	const stillOn = gt(visits.endsAt, new Date(now().getTime() - 12 * 3600_000))
	return select(reader, not(inArray(visits.status, [...over])), stillOn)
		.orderBy(asc(visits.startsAt), asc(visits.id))
		.limit(limit)
}

/** What is over for a client, the latest first. */
export async function visitsBehind(
	reader: Reader<ClientScope>,
	page: { after?: Cursor | null; limit: number },
): Promise<{ data: Visit[]; nextCursor: string | null }> {
	const gone = sql`(${inArray(visits.status, [...over])} or ${visits.endsAt} <= ${new Date(now().getTime() - 12 * 3600_000)})`
	const rows = await select(reader, gone, before(page.after))
		.orderBy(desc(visits.startsAt), desc(visits.id))
		.limit(page.limit + 1)
	return pageOf(rows, page.limit, cursorOf)
}
