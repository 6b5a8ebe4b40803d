/** What a record's feed shows in each of its tabs. */
export const feedTabs = ['all', 'portal', 'notes', 'history'] as const
export type FeedTab = (typeof feedTabs)[number]

const access = [
	'contact.invited',
	'contact.resent',
	'contact.delivered',
	'contact.bounced',
	'contact.withdrawn',
	'contact.opened',
	'contact.registered',
	'contact.signedIn',
	'contact.suspended',
	'contact.reinstated',
	'contact.accessChanged',
	'contact.passwordSet',
	'contact.passwordRemoved',
	'contact.passwordResetSent',
	'contact.passwordReset',
	'contact.passkeyAdded',
	'contact.passkeyRemoved',
	'contact.newDevice',
	'contact.signedOut',
	'contact.termsAccepted',
	'contact.directLinkMade',
	'contact.directLinkRevoked',
	'contact.previewed',
	'contact.delegateInvited',
	'contact.delegateRemoved',
]
const privacy = [
	'contact.dataExported',
	'contact.dataDownloaded',
	'contact.erasureAsked',
	'contact.erasureDeclined',
	'contact.erased',
]
const notes = ['account.noted', 'message.noted']
const exchange = [
	'message.sent',
	'document.shared',
	'document.unshared',
	'document.opened',
	'document.uploaded',
	'document.replaced',
	'site.homeFileTaken',
	'site.handedOver',
	'document.removed',
	'document.restored',
	'documentRequest.asked',
	'documentRequest.sent',
	'documentRequest.approved',
	'documentRequest.sentBack',
	'documentRequest.withdrawn',
	'contract.sent',
	'contract.confirmed',
	'contract.sentBack',
	'offer.accepted',
	'offer.declined',
	'offer.withdrawn',
	'visit.scheduled',
	'visit.rescheduled',
	'visit.cancelled',
	'visit.onTheWay',
	'visit.arrived',
	'visit.completed',
	'visit.reminded',
	'actionItem.assigned',
	'actionItem.completed',
	'actionItem.reopened',
	'actionItem.withdrawn',
	'actionItem.reminded',
	'project.created',
	'project.moved',
	'project.moveUndone',
	'project.restarted',
	'project.lateTold',
	'drawing.handedIn',
	'drawing.reopened',
]
const records = [
	'account.created',
	'account.updated',
	'account.archived',
	'account.restored',
	'account.merged',
	'site.created',
	'site.updated',
	'site.archived',
	'site.restored',
	'contact.created',
	'contact.updated',
	'contact.archived',
	'contact.restored',
	'contact.merged',
	'contact.linked',
	'contact.unlinked',
	'contact.selfRegistered',
	'contact.registrationAttempted',
	'document.renamed',
	'document.moved',
	'document.captioned',
	'document.paired',
	'document.unpaired',
	'documentRequest.updated',
	'visit.updated',
	'workOrder.created',
	'workOrder.updated',
	'workOrder.done',
	'workOrder.reopened',
	'conversation.assigned',
	'conversation.done',
	'conversation.reopened',
	'project.updated',
	'project.remapped',
	'project.archived',
	'project.restored',
	'drawing.saved',
]

/** Event types of each tab. What is not named here (reading, typing, ended sessions) is no news to anybody. */
export const typesOf: Record<FeedTab | 'work', readonly string[]> = {
	all: [...records, ...access, ...privacy, ...notes, ...exchange],
	portal: [...exchange, ...access],
	notes,
	history: access,
	/** Of a contact, whose access has a history of its own beside it. */
	work: [...records, ...privacy, ...notes, ...exchange],
}

export interface FeedEntry {
	id: string
	at: Date
	type: string
	actor: { type: string; id: string | null; name: string }
	subjectId: string
	/** The contact it is about, where that is not who did it. */
	contact: { id: string; name: string } | null
	data: Record<string, unknown>
	/** What was written. */
	text: string | null
}

export interface FeedPage {
	entries: FeedEntry[]
	/** Id of the last entry: the next page is `before` it; null at the end. */
	older: string | null
}
