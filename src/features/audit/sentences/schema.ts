import type { Locale } from '#i18n'
import type { EventType } from '#platform/events/insert.ts'

/** What sentences are made of; names are marked so that they stand out. */
export interface Parts {
	who: string
	contact: string
	data: Record<string, string>
	/** What was done with, where it is no contact: a member, a key, a file. */
	subject: string
	fields: string
	/** What became of an account's portal, where nothing else changed. */
	portal: 'on' | 'off' | null
	/** The same of the company's settings. */
	settings: string
	/** The contact did it itself. */
	self: boolean
	/** In whose language. */
	at: { locale: Locale }
}

export type Sentence = (parts: Parts) => string

/** The sentences of some kinds of event. */
export type Sentences = { [type in EventType]?: Sentence }
