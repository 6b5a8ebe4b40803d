import type { EventInput } from '#platform/events/insert.ts'

export const homeFileEvents = ['site.homeFileTaken'] as const

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		homeFile: (typeof homeFileEvents)[number]
	}
}

export function homeFileEvent(
	site: { id: string; accountId: string; title: string },
	data: { files: number; bytes: number },
): EventInput {
	const { id, accountId, title } = site
	const subject = { type: 'site', id }
	return { type: 'site.homeFileTaken', subject, accountId, siteId: id, data: { name: title, ...data } }
}
