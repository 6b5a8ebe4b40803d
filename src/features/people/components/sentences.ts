import Archive from '@lucide/svelte/icons/archive'
import ArrowLeftRight from '@lucide/svelte/icons/arrow-left-right'
import Building2 from '@lucide/svelte/icons/building-2'
import FileText from '@lucide/svelte/icons/file-text'
import House from '@lucide/svelte/icons/house'
import KeyRound from '@lucide/svelte/icons/key-round'
import Link2 from '@lucide/svelte/icons/link-2'
import Mail from '@lucide/svelte/icons/mail'
import MessageSquare from '@lucide/svelte/icons/message-square'
import StickyNote from '@lucide/svelte/icons/sticky-note'
import Unlink2 from '@lucide/svelte/icons/unlink-2'
import UserRound from '@lucide/svelte/icons/user-round'
import { m } from '#messages'
import type { FeedEntry } from '../feed/rules.ts'

/** Around a name that is to stand out in a sentence; no text that people write contains them. */
export const [boldFrom, boldTo] = ['\u0002', '\u0003']

interface Parts {
	who: string
	contact: string
	data: Record<string, string>
	fields: string
	/** The contact did it itself. */
	self: boolean
}

/** Each kind of event as a sentence of the reader's language. */
const sentences: Record<string, (parts: Parts) => string> = {
	'account.created': ({ who }) => m.people_event_account_created({ who }),
	'account.updated': ({ who, fields }) => m.people_event_account_updated({ who, fields }),
	'account.archived': ({ who }) => m.people_event_account_archived({ who }),
	'account.restored': ({ who }) => m.people_event_account_restored({ who }),
	'account.noted': ({ who }) => m.people_event_account_noted({ who }),
	'site.created': ({ who, data }) => m.people_event_site_created({ who, name: data.name ?? '' }),
	'site.updated': ({ who, fields, data }) => m.people_event_site_updated({ who, fields, name: data.name ?? '' }),
	'site.archived': ({ who, data }) => m.people_event_site_archived({ who, name: data.name ?? '' }),
	'site.restored': ({ who, data }) => m.people_event_site_restored({ who, name: data.name ?? '' }),
	'contact.created': ({ who, contact }) => m.people_event_contact_created({ who, contact }),
	'contact.updated': ({ who, contact, fields, self }) =>
		self
			? m.people_event_contact_updated_self({ who, fields })
			: m.people_event_contact_updated({ who, fields, contact }),
	'contact.archived': ({ who, contact }) => m.people_event_contact_archived({ who, contact }),
	'contact.restored': ({ who, contact }) => m.people_event_contact_restored({ who, contact }),
	'contact.merged': ({ who, contact, data }) =>
		m.people_event_contact_merged({ who, contact, gone: data.mergedName ?? '' }),
	'contact.linked': ({ who, contact, data }) => m.people_event_contact_linked({ who, contact, to: data.to ?? '' }),
	'contact.unlinked': ({ who, contact, data }) =>
		m.people_event_contact_unlinked({ who, contact, from: data.from ?? '' }),
	'contact.accessChanged': ({ who, contact }) => m.people_event_contact_accessChanged({ who, contact }),
	'contact.invited': ({ who, contact }) => m.people_event_contact_invited({ who, contact }),
	'contact.resent': ({ who, contact }) => m.people_event_contact_resent({ who, contact }),
	'contact.delivered': ({ contact }) => m.people_event_contact_delivered({ contact }),
	'contact.bounced': ({ contact }) => m.people_event_contact_bounced({ contact }),
	'contact.opened': ({ contact }) => m.people_event_contact_opened({ contact }),
	'contact.registered': ({ contact }) => m.people_event_contact_registered({ contact }),
	'contact.selfRegistered': ({ contact }) => m.people_event_contact_selfRegistered({ contact }),
	'contact.registrationAttempted': ({ contact, data }) =>
		m.people_event_contact_registrationAttempted({ contact, name: data.name ?? '' }),
	'contact.termsAccepted': ({ contact, data }) =>
		m.people_event_contact_termsAccepted({ contact, title: data.title ?? '' }),
	'contact.signedIn': ({ contact }) => m.people_event_contact_signedIn({ contact }),
	'contact.suspended': ({ who, contact }) => m.people_event_contact_suspended({ who, contact }),
	'contact.reinstated': ({ who, contact }) => m.people_event_contact_reinstated({ who, contact }),
	'contact.passwordSet': ({ contact }) => m.people_event_contact_passwordSet({ contact }),
	'contact.passwordRemoved': ({ contact }) => m.people_event_contact_passwordRemoved({ contact }),
	'contact.passwordResetSent': ({ who, contact }) => m.people_event_contact_passwordResetSent({ who, contact }),
	'contact.passwordReset': ({ contact }) => m.people_event_contact_passwordReset({ contact }),
	'contact.passkeyAdded': ({ contact }) => m.people_event_contact_passkeyAdded({ contact }),
	'contact.passkeyRemoved': ({ contact }) => m.people_event_contact_passkeyRemoved({ contact }),
	'contact.newDevice': ({ contact }) => m.people_event_contact_newDevice({ contact }),
	'contact.signedOut': ({ who, contact }) => m.people_event_contact_signedOut({ who, contact }),
	'contact.directLinkMade': ({ who, contact, data }) =>
		m.people_event_contact_directLinkMade({ who, contact, title: data.title ?? '' }),
	'contact.directLinkRevoked': ({ who, contact, data }) =>
		m.people_event_contact_directLinkRevoked({ who, contact, title: data.title ?? '' }),
	'contact.previewed': ({ who, contact }) => m.people_event_contact_previewed({ who, contact }),
	'document.uploaded': ({ who, data }) => m.people_event_document_uploaded({ who, title: data.title ?? '' }),
	'document.shared': ({ who, data }) => m.people_event_document_shared({ who, title: data.title ?? '' }),
	'document.unshared': ({ who, data }) => m.people_event_document_unshared({ who, title: data.title ?? '' }),
	'document.opened': ({ who, contact, data }) =>
		data.linkId
			? m.people_event_document_opened_link({ contact, title: data.title ?? '' })
			: m.people_event_document_opened({ who, title: data.title ?? '' }),
	'document.renamed': ({ who, data }) => m.people_event_document_renamed({ who, title: data.title ?? '' }),
	'document.moved': ({ who, data }) => m.people_event_document_moved({ who, title: data.title ?? '' }),
	'document.replaced': ({ who, data }) => m.people_event_document_replaced({ who, title: data.title ?? '' }),
	'document.removed': ({ who, data }) => m.people_event_document_removed({ who, title: data.title ?? '' }),
	'document.restored': ({ who, data }) => m.people_event_document_restored({ who, title: data.title ?? '' }),
	'message.sent': ({ who, contact, self }) =>
		self ? m.people_event_message_sent({ who }) : m.people_event_message_sent_to({ who, contact }),
	'message.noted': ({ who }) => m.people_event_message_noted({ who }),
	'conversation.assigned': ({ who }) => m.people_event_conversation_assigned({ who }),
	'conversation.done': ({ who }) => m.people_event_conversation_done({ who }),
	'conversation.reopened': ({ who }) => m.people_event_conversation_reopened({ who }),
}

/** The sentence of one entry, its names between `boldFrom` and `boldTo`. */
export function sentenceOf(entry: FeedEntry, locale: string): string {
	const bold = (name: string) => `${boldFrom}${name}${boldTo}`
	const data = Object.fromEntries(
		Object.entries(entry.data).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
	)
	const self = entry.actor.type === 'contact' && entry.contact === null
	const contact = bold(entry.contact?.name || (self ? entry.actor.name : '') || data.name || m.people_actor_gone())
	return (
		sentences[entry.type]?.({ who: bold(actorName(entry)), contact, data, fields: fieldsOf(entry, locale), self }) ?? ''
	)
}

function actorName({ actor }: FeedEntry): string {
	if (actor.name) return actor.name
	if (actor.type === 'system') return m.people_actor_system()
	return actor.type === 'visitor' ? m.people_actor_visitor() : m.people_actor_gone()
}

function fieldsOf({ data }: FeedEntry, locale: string): string {
	const changes = typeof data.changes === 'object' && data.changes !== null ? Object.keys(data.changes) : []
	const words = [...new Set(changes.map((field) => m.people_field({ field })))]
	return new Intl.ListFormat(locale, { type: 'conjunction' }).format(words)
}

/** A quiet second line: through which channel and to where. */
export function metaOf({ data }: FeedEntry): string | undefined {
	const { channel, to } = data
	if (typeof channel !== 'string' || typeof to !== 'string') return undefined
	return m.people_channel_to({ channel, to })
}

export function iconOf(type: string) {
	if (type.endsWith('.noted')) return StickyNote
	if (type.endsWith('.archived') || type.endsWith('.restored')) return Archive
	if (type === 'contact.linked') return Link2
	if (type === 'contact.unlinked') return Unlink2
	if (type === 'contact.merged') return ArrowLeftRight
	if (/\.(invited|resent|delivered|bounced|opened)$/.test(type) && type.startsWith('contact.')) return Mail
	if (
		/^contact\.(registered|signedIn|suspended|reinstated|accessChanged|termsAccepted|directLink\w+|previewed)$/.test(
			type,
		)
	)
		return KeyRound
	const subject = type.split('.')[0]
	if (subject === 'document') return FileText
	if (subject === 'message' || subject === 'conversation') return MessageSquare
	if (subject === 'site') return House
	return subject === 'account' ? Building2 : UserRound
}
