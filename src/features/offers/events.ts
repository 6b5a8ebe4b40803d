import type { EventInput } from '#platform/events/insert.ts'

export const offerEvents = ['offer.accepted', 'offer.declined', 'offer.withdrawn'] as const
type OfferEvent = (typeof offerEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		offers: OfferEvent
	}
}

interface Place {
	projectId: string
	accountId: string
	siteId: string | null
}

/** An event of an offer in its account's feed; the subject is what was offered. */
export function offerEvent(
	type: OfferEvent,
	offer: { type: string; id: string; title: string; version: number },
	{ projectId, accountId, siteId }: Place,
	data: Record<string, unknown> = {},
): EventInput {
	return {
		type,
		subject: { type: 'offer', id: offer.id },
		accountId,
		siteId,
		data: { name: offer.title, offerType: offer.type, version: offer.version, projectId, ...data },
	}
}
