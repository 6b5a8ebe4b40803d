import type { EventInput } from '#platform/events/insert.ts'

export const projectEvents = [
	'project.created',
	'project.updated',
	'project.moved',
	'project.moveUndone',
	'project.restarted',
	'project.remapped',
	'project.archived',
	'project.restored',
	'project.lateTold',
] as const
type ProjectEvent = (typeof projectEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		projects: ProjectEvent
	}
}

interface Subject {
	id: string
	name: string
	accountId: string
	siteId: string | null
}

/** An event of a project in its account's feed; `data` always has its name. */
export function projectEvent(type: ProjectEvent, project: Subject, data: Record<string, unknown> = {}): EventInput {
	return {
		type,
		subject: { type: 'project', id: project.id },
		accountId: project.accountId,
		siteId: project.siteId,
		data: { name: project.name, ...data },
	}
}
