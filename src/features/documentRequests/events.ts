import type { EventInput } from '#platform/events/insert.ts'

export const requestEvents = [
	'documentRequest.asked',
	'documentRequest.updated',
	'documentRequest.sent',
	'documentRequest.approved',
	'documentRequest.sentBack',
	'documentRequest.withdrawn',
	'contract.sent',
	'contract.confirmed',
	'contract.sentBack',
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
	contractId: string | null
}

/** What happened to the signed copy of a contract is told as the contract's. */
const ofContracts: Partial<Record<RequestEvent, RequestEvent>> = {
	'documentRequest.sent': 'contract.sent',
	'documentRequest.approved': 'contract.confirmed',
	'documentRequest.sentBack': 'contract.sentBack',
}

/** An event of a request in its account's feed; `contactId` is who alone was asked, as nobody else hears of it. */
export function requestEvent(type: RequestEvent, request: Subject, data: Record<string, unknown> = {}): EventInput {
	const { id, title, projectId, accountId, siteId, contactId, contractId } = request
	return {
		type: contractId ? (ofContracts[type] ?? type) : type,
		subject: { type: 'documentRequest', id },
		accountId,
		siteId,
		contactId,
		data: { name: title, projectId, ...(contractId && { contractId }), ...data },
	}
}
