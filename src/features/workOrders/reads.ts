import { and, asc, desc, eq, lt, type SQL } from 'drizzle-orm'
import { projects } from '#features/projects/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { visibleOrders } from './policy.ts'
import type { WorkOrderState } from './rules.ts'
import { workOrders } from './tables.ts'

export interface WorkOrder extends Omit<typeof workOrders.$inferSelect, 'workspaceId'> {
	accountId: string
	siteId: string | null
}

const columns = {
	id: workOrders.id,
	projectId: workOrders.projectId,
	number: workOrders.number,
	title: workOrders.title,
	state: workOrders.state,
	createdAt: workOrders.createdAt,
	updatedAt: workOrders.updatedAt,
	doneAt: workOrders.doneAt,
	accountId: projects.accountId,
	siteId: projects.siteId,
}

function select({ db, scope }: Reader, ...conditions: (SQL | undefined)[]) {
	return db
		.select(columns)
		.from(workOrders)
		.innerJoin(projects, and(eq(projects.workspaceId, workOrders.workspaceId), eq(projects.id, workOrders.projectId)))
		.where(and(visibleOrders(scope), ...conditions))
		.$dynamic()
}

export async function findOrder(reader: Reader, id: string): Promise<WorkOrder | null> {
	if (!isId('wko', id)) return null
	const [order] = await select(reader, eq(workOrders.id, id))
	return order ?? null
}

const mostOfProject = 200

/** The work orders of a project, in the order of their numbers. One query. */
export function ordersOfProject(reader: Reader, projectId: string): Promise<WorkOrder[]> {
	return select(reader, eq(workOrders.projectId, projectId)).orderBy(asc(workOrders.number)).limit(mostOfProject)
}

/** One page of work orders, newest first. */
export async function listOrders(
	reader: Reader<CompanyScope>,
	filter: { projectId?: string; state?: WorkOrderState },
	page: { after?: string | null; limit: number },
): Promise<{ rows: WorkOrder[]; next: string | null }> {
	const from = decodeCursor(page.after ?? null)?.[1]
	const found = await select(
		reader,
		filter.projectId ? eq(workOrders.projectId, filter.projectId) : undefined,
		filter.state ? eq(workOrders.state, filter.state) : undefined,
		from ? lt(workOrders.id, from) : undefined,
	)
		.orderBy(desc(workOrders.id))
		.limit(page.limit + 1)
	const rows = found.slice(0, page.limit)
	const last = rows.at(-1)
	return { rows, next: found.length > page.limit && last ? encodeCursor([null, last.id]) : null }
}
