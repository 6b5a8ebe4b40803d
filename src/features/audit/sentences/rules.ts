import type { FeedEntry } from '#features/people/feed/rules.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import type { EventType } from '#platform/events/insert.ts'
import { portalSwitched, settingsChanged } from '../changes/rules.ts'
import { company } from './company/rules.ts'
import { documents } from './documents/rules.ts'
import { messages } from './messages/rules.ts'
import { people } from './people/rules.ts'
import { projects } from './projects/rules.ts'
import type { Sentence } from './schema.ts'
import { visits } from './visits/rules.ts'

/** Around a name that is to stand out in a sentence; no text that people write contains them. */
export const [boldFrom, boldTo] = ['\u0002', '\u0003']

/** Each kind of event as a sentence of the reader's language. */
const sentences: Record<EventType, Sentence> = {
	...people,
	...documents,
	...projects,
	...visits,
	...messages,
	...company,
}

/** Every type of event that there is. */
export const eventTypes = Object.keys(sentences) as EventType[]

/** True for what has a sentence; an event of a program older or newer than this one may have none. */
const known = (type: string): type is EventType => type in sentences

/** The sentence of one entry, its names between `boldFrom` and `boldTo`. */
export function sentenceOf(entry: FeedEntry & { subjectName?: string }, locale: Locale): string {
	if (!known(entry.type)) return entry.type
	const at = { locale }
	const bold = (name: string) => `${boldFrom}${name}${boldTo}`
	const data = Object.fromEntries(
		Object.entries(entry.data).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
	)
	const self = isSelf(entry)
	const gone = m.people_actor_gone({}, at)
	const contact = bold(entry.contact?.name || (self ? entry.actor.name : '') || data.name || gone)
	const subject = bold(entry.subjectName || data.name || data.fileName || gone)
	const who = bold(actorName(entry, at))
	const settings = entry.type === 'workspace.updated' ? settingsChanged(entry.data, locale) : ''
	return sentences[entry.type]({
		who,
		contact,
		subject,
		data,
		fields: fieldsOf(entry, at),
		portal: portalSwitched(entry.data),
		settings,
		self,
		at,
	})
}

/** The same without marks, for a file. */
export function plainSentence(entry: FeedEntry & { subjectName?: string }, locale: Locale): string {
	return sentenceOf(entry, locale).replaceAll(boldFrom, '').replaceAll(boldTo, '')
}

function isSelf({ actor, contact, type, subjectId }: FeedEntry): boolean {
	if (type.startsWith('member.')) return actor.id === subjectId
	return actor.type === 'contact' && contact === null
}

function actorName({ actor }: FeedEntry, at: { locale: Locale }): string {
	if (actor.name) return actor.name
	if (actor.type === 'system') return m.people_actor_system({}, at)
	return actor.type === 'visitor' ? m.people_actor_visitor({}, at) : m.people_actor_gone({}, at)
}

function fieldsOf({ data }: FeedEntry, at: { locale: Locale }): string {
	const changes = typeof data.changes === 'object' && data.changes !== null ? Object.keys(data.changes) : []
	const words = [...new Set(changes.map((field) => m.people_field({ field }, at)))]
	return new Intl.ListFormat(at.locale, { type: 'conjunction' }).format(words)
}

/** A quiet second line: through which channel and to where. */
export function metaOf({ data }: Pick<FeedEntry, 'data'>): string | undefined {
	const { channel, to } = data
	if (typeof channel !== 'string' || typeof to !== 'string') return undefined
	return m.people_channel_to({ channel, to })
}
