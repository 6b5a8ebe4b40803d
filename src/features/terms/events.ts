import type { EventInput } from '#platform/events/insert.ts'
import type { Terms } from './tables.ts'

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		terms: 'terms.published' | 'contact.termsAccepted'
	}
}

type Version = Pick<Terms, 'id' | 'version' | 'language' | 'title' | 'sha256'>

export function termsPublished({ id, version, language, title, sha256 }: Version): EventInput {
	return { type: 'terms.published', subject: { type: 'terms', id }, data: { version, language, title, sha256 } }
}

export function termsAccepted(contactId: string, terms: Version, ip: string): EventInput {
	const { id, version, language, title, sha256 } = terms
	return {
		type: 'contact.termsAccepted',
		subject: { type: 'contact', id: contactId },
		contactId,
		data: { termsId: id, version, language, title, sha256, ip },
	}
}
