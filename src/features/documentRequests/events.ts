import type { EventInput } from '#platform/events/insert.ts'

export const requestEvents = [
	'documentRequest.asked',
	'documentRequest.updated',
	'documentRequest.sent',
	'documentRequest.approved',
	'documentRequest.sentBack',
	'documentRequest.withdrawn',
] as const
type RequestEvent = (typeof requestEvents)[number]

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		documentRequests: RequestEvent
	}
}

interface Subject {
	id: string
	title: string
	projectId: string
	accountId: string
	siteId: string | null
	contactId: string | null
}

/** An event of a request in its account's feed; `contactId` is who alone was asked, as nobody else hears of it. */
export function requestEvent(type: RequestEvent, request: Subject, data: Record<string, unknown> = {}): EventInput {
	const { id, title, projectId, accountId, siteId, contactId } = request
	return {
		type,
		subject: { type: 'documentRequest', id },
		accountId,
		siteId,
		contactId,
		data: { name: title, projectId, ...data },
	}
}
