import type { EventInput } from '#platform/events/insert.ts'

export const drawingEvents = ['drawing.saved', 'drawing.handedIn', 'drawing.reopened'] as const
type DrawingEvent = (typeof drawingEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		drawings: DrawingEvent
	}
}

interface Subject {
	id: string
	name: string
	accountId: string
	siteId: string | null
}

/** An event of a project's drawing, in the feed of the project and of its account. */
export function drawingEvent(type: DrawingEvent, project: Subject, data: Record<string, unknown> = {}): EventInput {
	return {
		type,
		subject: { type: 'project', id: project.id },
		accountId: project.accountId,
		siteId: project.siteId,
		data: { name: project.name, ...data },
	}
}
