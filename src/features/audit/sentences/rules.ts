import type { FeedEntry } from '#features/people/feed/rules.ts'
import type { Locale } from '#i18n'
import { m } from '#messages'
import type { EventType } from '#platform/events/insert.ts'
import { formatDate } from '#platform/i18n/format.ts'
import { portalSwitched, settingsChanged } from '../changes/rules.ts'

/** Around a name that is to stand out in a sentence; no text that people write contains them. */
export const [boldFrom, boldTo] = ['\u0002', '\u0003']

interface Parts {
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

/** Each kind of event as a sentence of the reader's language. */
const sentences: Record<EventType, (parts: Parts) => string> = {
	'account.created': ({ who, at }) => m.people_event_account_created({ who }, at),
	'account.updated': ({ who, fields, portal, at }) =>
		portal ? m.people_event_account_portal({ who, portal }, at) : m.people_event_account_updated({ who, fields }, at),
	'account.archived': ({ who, at }) => m.people_event_account_archived({ who }, at),
	'account.restored': ({ who, at }) => m.people_event_account_restored({ who }, at),
	'account.merged': ({ who, data, at }) => m.people_event_account_merged({ who, gone: data.mergedName ?? '' }, at),
	'account.noted': ({ who, at }) => m.people_event_account_noted({ who }, at),
	'site.created': ({ who, data, at }) => m.people_event_site_created({ who, name: data.name ?? '' }, at),
	'site.updated': ({ who, fields, data, at }) =>
		m.people_event_site_updated({ who, fields, name: data.name ?? '' }, at),
	'site.archived': ({ who, data, at }) => m.people_event_site_archived({ who, name: data.name ?? '' }, at),
	'site.restored': ({ who, data, at }) => m.people_event_site_restored({ who, name: data.name ?? '' }, at),
	'contact.created': ({ who, contact, at }) => m.people_event_contact_created({ who, contact }, at),
	'contact.updated': ({ who, contact, fields, self, at }) =>
		self
			? m.people_event_contact_updated_self({ who, fields }, at)
			: m.people_event_contact_updated({ who, fields, contact }, at),
	'contact.archived': ({ who, contact, at }) => m.people_event_contact_archived({ who, contact }, at),
	'contact.restored': ({ who, contact, at }) => m.people_event_contact_restored({ who, contact }, at),
	'contact.merged': ({ who, contact, data, at }) =>
		m.people_event_contact_merged({ who, contact, gone: data.mergedName ?? '' }, at),
	'contact.linked': ({ who, contact, data, at }) =>
		m.people_event_contact_linked({ who, contact, to: data.to ?? '' }, at),
	'contact.unlinked': ({ who, contact, data, at }) =>
		m.people_event_contact_unlinked({ who, contact, from: data.from ?? '' }, at),
	'contact.accessChanged': ({ who, contact, at }) => m.people_event_contact_accessChanged({ who, contact }, at),
	'contact.invited': ({ who, contact, at }) => m.people_event_contact_invited({ who, contact }, at),
	'contact.resent': ({ who, contact, at }) => m.people_event_contact_resent({ who, contact }, at),
	'contact.delivered': ({ contact, at }) => m.people_event_contact_delivered({ contact }, at),
	'contact.bounced': ({ contact, at }) => m.people_event_contact_bounced({ contact }, at),
	'contact.opened': ({ contact, at }) => m.people_event_contact_opened({ contact }, at),
	'contact.registered': ({ contact, at }) => m.people_event_contact_registered({ contact }, at),
	'contact.signedIn': ({ contact, at }) => m.people_event_contact_signedIn({ contact }, at),
	'contact.delegateInvited': ({ contact, data, at }) =>
		m.people_event_contact_delegateInvited({ contact, person: data.person ?? '' }, at),
	'contact.delegateRemoved': ({ who, data, at }) =>
		m.people_event_contact_delegateRemoved({ who, person: data.person ?? '' }, at),
	'contact.withdrawn': ({ who, contact, at }) => m.people_event_contact_withdrawn({ who, contact }, at),
	'contact.suspended': ({ who, contact, at }) => m.people_event_contact_suspended({ who, contact }, at),
	'contact.reinstated': ({ who, contact, at }) => m.people_event_contact_reinstated({ who, contact }, at),
	'contact.passwordSet': ({ contact, at }) => m.people_event_contact_passwordSet({ contact }, at),
	'contact.passwordRemoved': ({ contact, at }) => m.people_event_contact_passwordRemoved({ contact }, at),
	'contact.passwordReset': ({ contact, at }) => m.people_event_contact_passwordReset({ contact }, at),
	'contact.passkeyAdded': ({ contact, at }) => m.people_event_contact_passkeyAdded({ contact }, at),
	'contact.passkeyRemoved': ({ contact, at }) => m.people_event_contact_passkeyRemoved({ contact }, at),
	'contact.passkeyRenamed': ({ contact, at }) => m.people_event_contact_passkeyRenamed({ contact }, at),
	'contact.newDevice': ({ contact, at }) => m.people_event_contact_newDevice({ contact }, at),
	'contact.passwordResetSent': ({ who, contact, at }) => m.people_event_contact_passwordResetSent({ who, contact }, at),
	'contact.signedOut': ({ who, contact, at }) => m.people_event_contact_signedOut({ who, contact }, at),
	'contact.selfRegistered': ({ contact, at }) => m.people_event_contact_selfRegistered({ contact }, at),
	'contact.registrationAttempted': ({ contact, data, at }) =>
		m.people_event_contact_registrationAttempted({ contact, name: data.name ?? '' }, at),
	'contact.termsAccepted': ({ contact, data, at }) =>
		m.people_event_contact_termsAccepted({ contact, title: data.title ?? '' }, at),
	'contact.directLinkMade': ({ who, contact, data, at }) =>
		m.people_event_contact_directLinkMade({ who, contact, title: data.title ?? '' }, at),
	'contact.directLinkRevoked': ({ who, contact, data, at }) =>
		m.people_event_contact_directLinkRevoked({ who, contact, title: data.title ?? '' }, at),
	'contact.directLinkOpened': ({ contact, data, at }) =>
		m.people_event_document_opened_link({ contact, title: data.title ?? '' }, at),
	'contact.previewed': ({ who, contact, at }) => m.people_event_contact_previewed({ who, contact }, at),
	'contact.previewEnded': ({ who, contact, at }) => m.audit_event_contact_previewEnded({ who, contact }, at),
	'terms.published': ({ who, data, at }) => m.audit_event_terms_published({ who, title: data.title ?? '' }, at),
	'site.handedOver': ({ who, subject, data, at }) =>
		m.handover_event({ who, site: subject, from: data.from ?? '', to: data.to ?? '' }, at),
	'site.homeFileTaken': ({ who, subject, at }) => m.homeFile_event_taken({ who, site: subject }, at),
	'document.uploaded': ({ who, data, at }) => m.people_event_document_uploaded({ who, title: data.title ?? '' }, at),
	'document.shared': ({ who, data, at }) => m.people_event_document_shared({ who, title: data.title ?? '' }, at),
	'document.unshared': ({ who, data, at }) => m.people_event_document_unshared({ who, title: data.title ?? '' }, at),
	'document.opened': ({ who, contact, data, at }) =>
		data.linkId
			? m.people_event_document_opened_link({ contact, title: data.title ?? '' }, at)
			: m.people_event_document_opened({ who, title: data.title ?? '' }, at),
	'document.renamed': ({ who, data, at }) => m.people_event_document_renamed({ who, title: data.title ?? '' }, at),
	'document.captioned': ({ who, data, at }) => m.pictures_event_captioned({ who, title: data.title ?? '' }, at),
	'document.paired': ({ who, data, at }) =>
		m.pictures_event_paired({ who, title: data.title ?? '', after: data.after ?? '' }, at),
	'document.unpaired': ({ who, data, at }) =>
		m.pictures_event_unpaired({ who, title: data.title ?? '', after: data.after ?? '' }, at),
	'document.moved': ({ who, data, at }) => m.people_event_document_moved({ who, title: data.title ?? '' }, at),
	'document.replaced': ({ who, data, at }) => m.people_event_document_replaced({ who, title: data.title ?? '' }, at),
	'document.removed': ({ who, data, at }) => m.people_event_document_removed({ who, title: data.title ?? '' }, at),
	'document.restored': ({ who, data, at }) => m.people_event_document_restored({ who, title: data.title ?? '' }, at),
	'document.purged': ({ data, at }) => m.audit_event_document_purged({ title: data.title ?? '' }, at),
	'documentRequest.asked': ({ who, data, at }) => m.requests_event_asked({ who, title: data.name ?? '' }, at),
	'documentRequest.updated': ({ who, data, at }) => m.requests_event_updated({ who, title: data.name ?? '' }, at),
	'documentRequest.sent': ({ who, data, at }) => m.requests_event_sent({ who, title: data.name ?? '' }, at),
	'documentRequest.approved': ({ who, data, at }) => m.requests_event_approved({ who, title: data.name ?? '' }, at),
	'documentRequest.sentBack': ({ who, data, at }) => m.requests_event_sentBack({ who, title: data.name ?? '' }, at),
	'documentRequest.withdrawn': ({ who, data, at }) => m.requests_event_withdrawn({ who, title: data.name ?? '' }, at),
	'contract.sent': ({ who, data, at }) => m.contracts_event_sent({ who, title: data.name ?? '' }, at),
	'contract.confirmed': ({ who, data, at }) => m.contracts_event_confirmed({ who, title: data.name ?? '' }, at),
	'contract.sentBack': ({ who, data, at }) => m.contracts_event_sentBack({ who, title: data.name ?? '' }, at),
	'offer.accepted': ({ who, data, at }) => m.offers_event_accepted({ who, title: data.name ?? '' }, at),
	'offer.declined': ({ who, data, at }) => m.offers_event_declined({ who, title: data.name ?? '' }, at),
	'offer.withdrawn': ({ who, data, at }) => m.offers_event_withdrawn({ who, title: data.name ?? '' }, at),
	'visit.scheduled': ({ who, data, at }) =>
		m.visits_event_scheduled({ who, title: data.name ?? '', when: dayOf(data.day, at) }, at),
	'visit.updated': ({ who, data, at }) => m.visits_event_updated({ who, title: data.name ?? '' }, at),
	'visit.rescheduled': ({ who, data, at }) =>
		m.visits_event_rescheduled({ who, title: data.name ?? '', when: dayOf(data.day, at) }, at),
	'visit.cancelled': ({ who, data, at }) => m.visits_event_cancelled({ who, title: data.name ?? '' }, at),
	'visit.onTheWay': ({ who, data, at }) => m.visits_event_on_the_way({ who, title: data.name ?? '' }, at),
	'visit.arrived': ({ who, data, at }) => m.visits_event_arrived({ who, title: data.name ?? '' }, at),
	'visit.completed': ({ who, data, at }) => m.visits_event_completed({ who, title: data.name ?? '' }, at),
	'visit.reminded': ({ data, at }) => m.visits_event_reminded({ title: data.name ?? '' }, at),
	'message.sent': ({ who, contact, self, at }) =>
		self ? m.people_event_message_sent({ who }, at) : m.people_event_message_sent_to({ who, contact }, at),
	'message.noted': ({ who, at }) => m.people_event_message_noted({ who }, at),
	'conversation.assigned': ({ who, at }) => m.people_event_conversation_assigned({ who }, at),
	'conversation.done': ({ who, at }) => m.people_event_conversation_done({ who }, at),
	'conversation.reopened': ({ who, at }) => m.people_event_conversation_reopened({ who }, at),
	'project.created': ({ who, subject, data, at }) =>
		m.projects_event_created({ who, project: subject, step: data.step ?? '' }, at),
	'project.updated': ({ who, subject, at }) => m.projects_event_updated({ who, project: subject }, at),
	'project.moved': ({ who, subject, data, at }) => {
		const parts = { who, project: subject, from: data.from ?? '', step: data.step ?? '' }
		return data.because === 'allDone' ? m.projects_event_moved_on(parts, at) : m.projects_event_moved(parts, at)
	},
	'project.moveUndone': ({ who, subject, data, at }) =>
		m.projects_event_moveUndone({ who, project: subject, from: data.from ?? '', step: data.step ?? '' }, at),
	'project.restarted': ({ who, subject, data, at }) =>
		m.projects_event_restarted({ who, project: subject, step: data.step ?? '' }, at),
	'project.remapped': ({ who, subject, data, at }) =>
		m.projects_event_remapped({ who, project: subject, step: data.step ?? '' }, at),
	'project.archived': ({ who, subject, at }) => m.projects_event_archived({ who, project: subject }, at),
	'project.restored': ({ who, subject, at }) => m.projects_event_restored({ who, project: subject }, at),
	'project.lateTold': ({ subject, data, at }) =>
		m.projects_event_lateTold({ project: subject, step: data.step ?? '' }, at),
	'drawing.saved': ({ who, subject, at }) => m.drawings_event_saved({ who, project: subject }, at),
	'drawing.handedIn': ({ who, subject, at }) => m.drawings_event_handedIn({ who, project: subject }, at),
	'drawing.reopened': ({ who, subject, at }) => m.drawings_event_reopened({ who, project: subject }, at),
	'workOrder.created': ({ who, subject, at }) => m.items_event_order_created({ who, order: subject }, at),
	'workOrder.updated': ({ who, subject, at }) => m.items_event_order_updated({ who, order: subject }, at),
	'workOrder.done': ({ who, subject, at }) => m.items_event_order_done({ who, order: subject }, at),
	'workOrder.reopened': ({ who, subject, at }) => m.items_event_order_reopened({ who, order: subject }, at),
	'actionItem.assigned': ({ who, data, at }) => m.items_event_assigned({ who, title: data.name ?? '' }, at),
	'actionItem.completed': ({ who, data, at }) => m.items_event_completed({ who, title: data.name ?? '' }, at),
	'actionItem.reopened': ({ who, data, at }) => m.items_event_reopened({ who, title: data.name ?? '' }, at),
	'actionItem.withdrawn': ({ who, data, at }) => m.items_event_withdrawn({ who, title: data.name ?? '' }, at),
	'actionItem.reminded': ({ data, at }) => m.items_event_reminded({ title: data.name ?? '' }, at),
	'actionItemTemplate.created': ({ who, data, at }) =>
		m.items_event_template_created({ who, title: data.name ?? '' }, at),
	'actionItemTemplate.updated': ({ who, data, at }) =>
		m.items_event_template_updated({ who, title: data.name ?? '' }, at),
	'actionItemTemplate.archived': ({ who, data, at }) =>
		m.items_event_template_archived({ who, title: data.name ?? '' }, at),
	'actionItemTemplate.restored': ({ who, data, at }) =>
		m.items_event_template_restored({ who, title: data.name ?? '' }, at),
	'flow.created': ({ who, subject, at }) => m.flows_event_created({ who, flow: subject }, at),
	'flow.updated': ({ who, subject, at }) => m.flows_event_updated({ who, flow: subject }, at),
	'flow.published': ({ who, subject, at }) => m.flows_event_published({ who, flow: subject }, at),
	'flow.archived': ({ who, subject, at }) => m.flows_event_archived({ who, flow: subject }, at),
	'flow.restored': ({ who, subject, at }) => m.flows_event_restored({ who, flow: subject }, at),
	'contact.dataExported': ({ who, contact, self, at }) =>
		self ? m.privacy_event_exported_self({ who }, at) : m.privacy_event_exported({ who, contact }, at),
	'contact.dataDownloaded': ({ who, contact, self, at }) =>
		self ? m.privacy_event_downloaded_self({ who }, at) : m.privacy_event_downloaded({ who, contact }, at),
	'contact.erasureAsked': ({ who, at }) => m.privacy_event_asked({ who }, at),
	'contact.erasureDeclined': ({ who, contact, at }) => m.privacy_event_declined({ who, contact }, at),
	'contact.erased': ({ who, contact, at }) => m.privacy_event_erased({ who, contact }, at),
	'message.read': ({ who, at }) => m.audit_event_message_read({ who }, at),
	'session.ended': ({ subject, at }) => m.audit_event_session_ended({ subject }, at),
	'apiKey.created': ({ who, subject, at }) => m.audit_event_apiKey_created({ who, subject }, at),
	'apiKey.revoked': ({ who, subject, at }) => m.audit_event_apiKey_revoked({ who, subject }, at),
	'member.invited': ({ who, subject, at }) => m.audit_event_member_invited({ who, subject }, at),
	'member.changed': ({ who, subject, self, at }) =>
		self ? m.audit_event_member_changed_self({ who }, at) : m.audit_event_member_changed({ who, subject }, at),
	'member.signedIn': ({ who, at }) => m.audit_event_member_signedIn({ who }, at),
	'member.passwordChanged': ({ who, at }) => m.audit_event_member_passwordChanged({ who }, at),
	'member.twoFactorOn': ({ who, at }) => m.audit_event_member_twoFactorOn({ who }, at),
	'member.twoFactorOff': ({ who, at }) => m.audit_event_member_twoFactorOff({ who }, at),
	'member.passkeyAdded': ({ who, at }) => m.audit_event_member_passkeyAdded({ who }, at),
	'member.passkeyRemoved': ({ who, at }) => m.audit_event_member_passkeyRemoved({ who }, at),
	'member.passkeyRenamed': ({ who, at }) => m.audit_event_member_passkeyRenamed({ who }, at),
	'member.newDevice': ({ who, at }) => m.audit_event_member_newDevice({ who }, at),
	'member.recoveryCodeUsed': ({ who, at }) => m.audit_event_member_recoveryCodeUsed({ who }, at),
	'member.recoveryCodesRenewed': ({ who, at }) => m.audit_event_member_recoveryCodesRenewed({ who }, at),
	'member.twoFactorReset': ({ who, subject, at }) => m.audit_event_member_twoFactorReset({ who, subject }, at),
	'workspace.created': ({ data, at }) => m.audit_event_workspace_created({ name: data.name ?? '' }, at),
	'workspace.updated': ({ who, settings, at }) =>
		settings
			? m.audit_event_workspace_updated_fields({ who, fields: settings }, at)
			: m.audit_event_workspace_updated({ who }, at),
	'invitations.finished': ({ who, at }) => m.audit_event_invitations_finished({ who }, at),
	'import.uploaded': ({ who, subject, at }) => m.audit_event_import_uploaded({ who, subject }, at),
	'import.started': ({ who, subject, at }) => m.audit_event_import_started({ who, subject }, at),
	'import.checked': ({ subject, at }) => m.audit_event_import_checked({ subject }, at),
	'import.done': ({ subject, at }) => m.audit_event_import_done({ subject }, at),
	'import.cancelled': ({ who, subject, at }) => m.audit_event_import_cancelled({ who, subject }, at),
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

/** A day as events keep it, `2026-06-09`. */
function dayOf(day: string | undefined, { locale }: { locale: Locale }): string {
	return day ? formatDate(new Date(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' }) : ''
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
