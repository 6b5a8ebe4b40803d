import type { EventInput } from '#platform/events/insert.ts'

export const flowEvents = ['flow.created', 'flow.updated', 'flow.published', 'flow.archived', 'flow.restored'] as const
type FlowEvent = (typeof flowEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		flows: FlowEvent
	}
}

export function flowEvent(
	type: FlowEvent,
	flow: { id: string; name: string },
	data: Record<string, unknown> = {},
): EventInput {
	return { type, subject: { type: 'flow', id: flow.id }, data: { name: flow.name, ...data } }
}
