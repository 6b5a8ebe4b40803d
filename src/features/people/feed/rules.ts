/** What a record's feed shows in each of its tabs. */
export const feedTabs = ['all', 'portal', 'notes', 'history'] as const
export type FeedTab = (typeof feedTabs)[number]

const access = [
	'contact.invited',
	'contact.resent',
	'contact.delivered',
	'contact.bounced',
	'contact.opened',
	'contact.registered',
	'contact.signedIn',
	'contact.suspended',
	'contact.reinstated',
	'contact.accessChanged',
]
const notes = ['account.noted', 'message.noted']
const exchange = [
	'message.sent',
	'document.shared',
	'document.unshared',
	'document.opened',
	'document.uploaded',
	'document.replaced',
	'document.removed',
	'document.restored',
]
const records = [
	'account.created',
	'account.updated',
	'account.archived',
	'account.restored',
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
	'document.renamed',
	'document.moved',
	'conversation.assigned',
	'conversation.done',
	'conversation.reopened',
]

/** Event types of each tab. What is not named here (reading, typing, ended sessions) is no news to anybody. */
export const typesOf: Record<FeedTab, readonly string[]> = {
	all: [...records, ...access, ...notes, ...exchange],
	portal: [...exchange, ...access],
	notes,
	history: access,
}
