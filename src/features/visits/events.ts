import type { EventInput } from '#platform/events/insert.ts'

export const visitEvents = [
	'visit.scheduled',
	'visit.updated',
	'visit.rescheduled',
	'visit.cancelled',
	'visit.onTheWay',
	'visit.arrived',
	'visit.completed',
	'visit.reminded',
] as const
export type VisitEvent = (typeof visitEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		visits: VisitEvent
	}
}

interface Subject {
	id: string
	title: string
	projectId: string | null
	accountId: string
	siteId: string | null
	startsAt: Date
	endsAt: Date
}

/** An event of a visit in its account's feed; `data` always has its name and its window. */
export function visitEvent(type: VisitEvent, visit: Subject, data: Record<string, unknown> = {}): EventInput {
	const { id, title, projectId, accountId, siteId, startsAt, endsAt } = visit
	return {
		type,
		subject: { type: 'visit', id },
		accountId,
		siteId,
		data: { name: title, projectId, startsAt, endsAt, ...data },
	}
}
