import type { EventInput } from '#platform/events/insert.ts'

type PrivacyEvent =
	| 'contact.dataExported'
	| 'contact.dataDownloaded'
	| 'contact.erasureAsked'
	| 'contact.erasureDeclined'
	| 'contact.erased'

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		privacy: PrivacyEvent
	}
}

export function privacyEvent(type: PrivacyEvent, contactId: string, data: Record<string, unknown> = {}): EventInput {
	return { type, subject: { type: 'contact', id: contactId }, contactId, data }
}
