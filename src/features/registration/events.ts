import type { EventInput } from '#platform/events/insert.ts'

type RegistrationEvent = 'contact.selfRegistered' | 'contact.registrationAttempted'

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		registration: RegistrationEvent
	}
}

type Written = { name: string; text: string | null; email: string | null; phone: string | null }

/** Somebody unknown came by the contact form. */
export function selfRegistered(contactId: string, accountId: string, data: Written): EventInput {
	return about('contact.selfRegistered', contactId, accountId, data)
}

/** Somebody gave the address of a contact in the contact form: itself, or a stranger. */
export function registrationAttempted(contactId: string, data: Written): EventInput {
	return about('contact.registrationAttempted', contactId, null, data)
}

function about(type: RegistrationEvent, contactId: string, accountId: string | null, data: Written): EventInput {
	return {
		type,
		subject: { type: 'contact', id: contactId },
		contactId,
		accountId,
		actor: { type: 'visitor', id: null },
		data: { ...data },
	}
}
