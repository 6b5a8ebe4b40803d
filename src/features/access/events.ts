import type { AccessArea } from '#platform/scope/scope.ts'

/** What happens to a contact's access. All have the contact as subject and as `contactId`. */
export const historyTypes = [
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
	'contact.directLinkMade',
	'contact.directLinkOpened',
	'contact.directLinkRevoked',
	'contact.previewed',
	'contact.previewEnded',
	'contact.delegateInvited',
	'contact.delegateRemoved',
] as const
export type HistoryType = (typeof historyTypes)[number]
type AccessEvent =
	| HistoryType
	| 'contact.passkeyRenamed'
	| 'session.ended'
	| 'invitations.finished'
	| 'apiKey.created'
	| 'apiKey.revoked'
	| 'member.invited'
	| 'member.changed'
	| 'member.signedIn'
	| 'member.passwordChanged'
	| 'member.twoFactorOn'
	| 'member.twoFactorOff'
	| 'member.twoFactorReset'
	| 'member.passkeyAdded'
	| 'member.passkeyRemoved'
	| 'member.passkeyRenamed'
	| 'member.newDevice'
	| 'member.recoveryCodeUsed'
	| 'member.recoveryCodesRenewed'

declare module '#platform/events/insert.ts' {
	interface EventTypes {
		access: AccessEvent
	}
}

/** As people and programs read it: `invited`, `delivered` … */
export type HistoryEvent = HistoryType extends `contact.${infer E}` ? E : never

/** Data of the events of one message or one way in: by which channel, to which address or number. */
export interface Through {
	channel: 'email' | 'sms' | null
	to: string | null
}

export const contactSubject = (contactId: string) => ({ subject: { type: 'contact', id: contactId }, contactId })

/** One line of a contact's history as people and programs read it. */
export interface HistoryLine {
	id: string
	at: Date
	event: HistoryEvent
	channel: 'email' | 'sms' | null
	to: string | null
	by: { type: string; id: string | null; name: string }
	note: string | null
	/** Of a message that did not arrive: the provider's code or one of ours, and what the provider said. */
	why: { code: string | null; message: string | null } | null
	/** Of a direct link: what it opens; of somebody whom the contact lets in: its name. */
	title: string | null
	/** What a change of access gave and took. */
	areas: { added: AccessArea[]; removed: AccessArea[] } | null
}
