import { m } from '#messages'
import type { Sentences } from '../schema.ts'

/** Accounts, sites and contacts, with their ways in. */
export const people = {
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
	'site.handedOver': ({ who, subject, data, at }) =>
		m.handover_event({ who, site: subject, from: data.from ?? '', to: data.to ?? '' }, at),
	'site.homeFileTaken': ({ who, subject, at }) => m.homeFile_event_taken({ who, site: subject }, at),
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
	'contact.dataExported': ({ who, contact, self, at }) =>
		self ? m.privacy_event_exported_self({ who }, at) : m.privacy_event_exported({ who, contact }, at),
	'contact.dataDownloaded': ({ who, contact, self, at }) =>
		self ? m.privacy_event_downloaded_self({ who }, at) : m.privacy_event_downloaded({ who, contact }, at),
	'contact.erasureAsked': ({ who, at }) => m.privacy_event_asked({ who }, at),
	'contact.erasureDeclined': ({ who, contact, at }) => m.privacy_event_declined({ who, contact }, at),
	'contact.erased': ({ who, contact, at }) => m.privacy_event_erased({ who, contact }, at),
} satisfies Sentences
