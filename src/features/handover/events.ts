import type { EventInput } from '#platform/events/insert.ts'

export const handoverEvents = ['site.handedOver'] as const

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		handover: (typeof handoverEvents)[number]
	}
}

interface About {
	siteId: string
	title: string
	from: { id: string; name: string }
	to: { id: string; name: string }
}

/** One for each of the two accounts, so that both feeds tell of it and who listens to either hears of it. */
export function handoverTold(about: About, data: Record<string, unknown>): EventInput[] {
	const { siteId, title, from, to } = about
	const subject = { type: 'site', id: siteId }
	const told = { name: title, from: from.name, fromId: from.id, to: to.name, toId: to.id, ...data }
	const one = { type: 'site.handedOver' as const, subject, data: told }
	return [
		{ ...one, accountId: from.id },
		{ ...one, accountId: to.id, siteId },
	]
}
