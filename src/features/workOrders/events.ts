import type { EventInput } from '#platform/events/insert.ts'

export const workOrderEvents = [
	'workOrder.created',
	'workOrder.updated',
	'workOrder.done',
	'workOrder.reopened',
] as const
type WorkOrderEvent = (typeof workOrderEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		workOrders: WorkOrderEvent
	}
}

interface Subject {
	id: string
	number: number
	title: string
	projectId: string
	accountId: string
	siteId: string | null
}

/** An event of a work order in its account's feed; its name is its number with its title. */
export function workOrderEvent(type: WorkOrderEvent, order: Subject, data: Record<string, unknown> = {}): EventInput {
	const { id, number, title, projectId, accountId, siteId } = order
	const name = `${number} ${title}`
	return { type, subject: { type: 'workOrder', id }, accountId, siteId, data: { name, projectId, ...data } }
}
