import type { Texts } from '#features/flows/rules.ts'
import type { EventInput } from '#platform/events/insert.ts'

export const itemEvents = [
	'actionItem.assigned',
	'actionItem.completed',
	'actionItem.reopened',
	'actionItem.withdrawn',
	'actionItem.reminded',
	'actionItemTemplate.created',
	'actionItemTemplate.updated',
	'actionItemTemplate.archived',
	'actionItemTemplate.restored',
] as const
type ItemEvent = (typeof itemEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		actionItems: ItemEvent
	}
}

interface Subject {
	id: string
	/** In the company's language. */
	name: string
	projectId: string
	workOrderId: string
	accountId: string
	siteId: string | null
	contactId: string | null
}

/** An event of an item in its account's feed; `contactId` is who alone has to do it, as nobody else hears of it. */
export function itemEvent(
	type: ItemEvent & `actionItem.${string}`,
	item: Subject,
	data: Record<string, unknown> = {},
): EventInput {
	const { id, name, projectId, workOrderId, accountId, siteId, contactId } = item
	return {
		type,
		subject: { type: 'actionItem', id },
		accountId,
		siteId,
		contactId,
		data: { name, projectId, workOrderId, ...data },
	}
}

export function templateEvent(
	type: ItemEvent & `actionItemTemplate.${string}`,
	template: { id: string; title: Texts },
	data: Record<string, unknown> = {},
): EventInput {
	const { id, title } = template
	return { type, subject: { type: 'actionItemTemplate', id }, data: { name: title.en ?? title.es ?? '', ...data } }
}
