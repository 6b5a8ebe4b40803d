import { m } from '#messages'
import type { Sentences } from '../schema.ts'

/** Documents, and what clients send, sign and choose of them. */
export const documents = {
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
} satisfies Sentences
