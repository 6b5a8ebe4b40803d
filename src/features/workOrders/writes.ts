import { and, eq, max } from 'drizzle-orm'
import { heldProject } from '#features/projects/standing/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { isId, newId } from '#platform/id/id.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { workOrderEvent } from './events.ts'
import { findOrder, type WorkOrder } from './reads.ts'
import type { WorkOrderInput, WorkOrderPatch } from './schema.ts'
import { workOrders } from './tables.ts'

export type OrderOutcome =
	| { ok: true; order: WorkOrder }
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'project_unknown'; path: string }

export function createOrder(scope: CompanyScope, input: WorkOrderInput): Promise<OrderOutcome> {
	return write(scope, (writer) => addOrder(writer, input))
}

/** A new work order with the next number of its project, which its lock gives out one by one. */
export async function addOrder(
	writer: Writer<CompanyScope>,
	{ projectId, title }: WorkOrderInput,
): Promise<OrderOutcome> {
	const project = await heldProject(writer, projectId)
	if (!project || project.archivedAt) return { ok: false, reason: 'project_unknown', path: 'projectId' }
	const { db, scope } = writer
	const [row] = await db
		.select({ last: max(workOrders.number) })
		.from(workOrders)
		.where(and(eq(workOrders.workspaceId, scope.workspaceId), eq(workOrders.projectId, projectId)))
	const [id, at] = [newId('wko', now().getTime()), now()]
	await db.insert(workOrders).values({
		workspaceId: scope.workspaceId,
		id,
		projectId,
		number: (row?.last ?? 0) + 1,
		title,
		state: 'open',
		createdAt: at,
		updatedAt: at,
	})
	const order = await findOrder(writer, id)
	if (!order) return { ok: false, reason: 'not_found' }
	await writer.emit(workOrderEvent('workOrder.created', order))
	return { ok: true, order }
}

/** Names it anew, closes it or opens it again. What it is already changes nothing. */
export function changeOrder(scope: CompanyScope, id: string, patch: WorkOrderPatch): Promise<OrderOutcome> {
	return write(scope, async (writer): Promise<OrderOutcome> => {
		if (!isId('wko', id)) return { ok: false, reason: 'not_found' }
		const mine = and(eq(workOrders.workspaceId, scope.workspaceId), eq(workOrders.id, id))
		await writer.db.select({ id: workOrders.id }).from(workOrders).where(mine).for('update')
		const before = await findOrder(writer, id)
		if (!before) return { ok: false, reason: 'not_found' }
		const { title = before.title, state = before.state } = patch
		if (title === before.title && state === before.state) return { ok: true, order: before }
		const doneAt = state === 'open' ? null : (before.doneAt ?? now())
		await writer.db.update(workOrders).set({ title, state, doneAt, updatedAt: now() }).where(mine)
		const order = { ...before, title, state, doneAt }
		if (title !== before.title) await writer.emit(workOrderEvent('workOrder.updated', order))
		if (state !== before.state)
			await writer.emit(workOrderEvent(state === 'done' ? 'workOrder.done' : 'workOrder.reopened', order))
		return { ok: true, order }
	})
}
