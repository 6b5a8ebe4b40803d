import { and, asc, desc, eq, lt, ne, type SQL, sql } from 'drizzle-orm'
import { displayName } from '#features/people/rules.ts'
import { accounts, contacts } from '#features/people/tables.ts'
import { projects } from '#features/projects/tables.ts'
import { workOrders } from '#features/workOrders/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { visibleItems } from './policy.ts'
import type { ItemState } from './rules.ts'
import { actionItems } from './tables.ts'

type Row = Omit<typeof actionItems.$inferSelect, 'workspaceId' | 'createdByType' | 'createdById' | 'cancelledAt'>

export interface ActionItem extends Row {
	projectName: string
	workOrderNumber: number
	accountId: string
	accountName: string
	siteId: string | null
	/** Who alone has to do it. */
	contactName: string | null
}

const columns = {
	id: actionItems.id,
	projectId: actionItems.projectId,
	workOrderId: actionItems.workOrderId,
	templateId: actionItems.templateId,
	contactId: actionItems.contactId,
	kind: actionItems.kind,
	title: actionItems.title,
	instructions: actionItems.instructions,
	fields: actionItems.fields,
	dueOn: actionItems.dueOn,
	state: actionItems.state,
	reason: actionItems.reason,
	draft: actionItems.draft,
	changes: actionItems.changes,
	soonToldAt: actionItems.soonToldAt,
	dayToldAt: actionItems.dayToldAt,
	overdueToldAt: actionItems.overdueToldAt,
	createdAt: actionItems.createdAt,
	updatedAt: actionItems.updatedAt,
	completedAt: actionItems.completedAt,
	completedByType: actionItems.completedByType,
	completedById: actionItems.completedById,
	projectName: projects.name,
	workOrderNumber: workOrders.number,
	accountId: projects.accountId,
	accountName: accounts.name,
	siteId: projects.siteId,
	contact: {
		firstName: contacts.firstName,
		lastName: contacts.lastName,
		email: contacts.email,
		phone: contacts.phone,
	},
}

function select({ db, scope }: Reader, ...conditions: (SQL | undefined)[]) {
	return db
		.select(columns)
		.from(actionItems)
		.innerJoin(projects, and(eq(projects.workspaceId, actionItems.workspaceId), eq(projects.id, actionItems.projectId)))
		.innerJoin(accounts, and(eq(accounts.workspaceId, projects.workspaceId), eq(accounts.id, projects.accountId)))
		.innerJoin(
			workOrders,
			and(eq(workOrders.workspaceId, actionItems.workspaceId), eq(workOrders.id, actionItems.workOrderId)),
		)
		.leftJoin(contacts, and(eq(contacts.workspaceId, actionItems.workspaceId), eq(contacts.id, actionItems.contactId)))
		.where(and(visibleItems(scope), ...conditions))
		.$dynamic()
}

type Found = Awaited<ReturnType<typeof select>>[number]
const asItem = ({ contact, ...row }: Found): ActionItem => ({ ...row, contactName: contact && displayName(contact) })

/** The item behind an id; null for one that this scope may not see, as for an unknown one. */
export async function findItem(reader: Reader, id: string): Promise<ActionItem | null> {
	if (!isId('act', id)) return null
	const [row] = await select(reader, eq(actionItems.id, id))
	return row ? asItem(row) : null
}

export interface ItemFilter {
	projectId?: string
	workOrderId?: string
	contactId?: string
	state?: ItemState
}

/** One page of items, newest first. */
export async function listItems(
	reader: Reader<CompanyScope>,
	filter: ItemFilter,
	page: { after?: string | null; limit: number },
): Promise<{ rows: ActionItem[]; next: string | null }> {
	const from = decodeCursor(page.after ?? null)?.[1]
	const found = await select(
		reader,
		filter.projectId ? eq(actionItems.projectId, filter.projectId) : undefined,
		filter.workOrderId ? eq(actionItems.workOrderId, filter.workOrderId) : undefined,
		filter.contactId ? eq(actionItems.contactId, filter.contactId) : undefined,
		filter.state ? eq(actionItems.state, filter.state) : undefined,
		from ? lt(actionItems.id, from) : undefined,
	)
		.orderBy(desc(actionItems.id))
		.limit(page.limit + 1)
	const rows = found.slice(0, page.limit)
	const last = rows.at(-1)
	return { rows: rows.map(asItem), next: found.length > page.limit && last ? encodeCursor([null, last.id]) : null }
}

const mostOfProject = 200

/** Those of one project, what is open first and by when it is due. One query. */
export async function itemsOfProject(reader: Reader, projectId: string): Promise<ActionItem[]> {
	const rows = await select(reader, eq(actionItems.projectId, projectId), ne(actionItems.state, 'cancelled'))
		.orderBy(sql`${actionItems.state} = 'done'`, sql`${actionItems.dueOn} nulls last`, asc(actionItems.id))
		.limit(mostOfProject)
	return rows.map(asItem)
}

/** What a client has to do, wherever it is, but not for what did not work out; what is due first. One query. */
export async function openItems(reader: Reader<ClientScope>, limit: number): Promise<ActionItem[]> {
	const rows = await select(reader, eq(actionItems.state, 'open'), ne(projects.status, 'failed'))
		.orderBy(sql`${actionItems.dueOn} nulls last`, asc(actionItems.id))
		.limit(limit)
	return rows.map(asItem)
}
