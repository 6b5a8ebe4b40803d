import type { PortalStatus } from '#features/people/rules.ts'

export type Channel = 'email' | 'sms'
export type InvitationRefusal = 'noAddress' | 'enrolled' | 'suspended' | 'archived' | 'notFound'

export interface Invitee {
	email: string | null
	phone: string | null
	portalStatus: PortalStatus
	archivedAt: Date | null
}

/** Where an invitation goes: the contact's own e-mail and phone, by the channels that were chosen. */
export function destinations(
	{ email, phone }: Pick<Invitee, 'email' | 'phone'>,
	channels: readonly Channel[],
): { channel: Channel; to: string }[] {
	const all = [
		{ channel: 'email' as const, to: email },
		{ channel: 'sms' as const, to: phone },
	]
	return all.flatMap(({ channel, to }) => (to && channels.includes(channel) ? [{ channel, to }] : []))
}

/**
 * The name of a client as a letter to somebody else may carry it; null for one that is none. People write their names
 * themselves, and a letter of the company must not carry an address or a text of theirs to strangers.
 */
export function writtenName(name: string | null): string | null {
	const plain = name?.replace(/\s+/g, ' ').trim() ?? ''
	const letters = /^[\p{L}\p{M}][\p{L}\p{M}'’. -]*$/u.test(plain) && !/[\p{L}\p{M}]\.[\p{L}\p{M}]{2}/u.test(plain)
	return letters && plain.length <= 60 ? plain : null
}

/** Why a contact cannot be invited; null when it can, for the first time or again. */
export function invitationRefusal(
	contact: Invitee,
	channels: readonly Channel[],
): Exclude<InvitationRefusal, 'notFound'> | null {
	if (contact.archivedAt) return 'archived'
	if (contact.portalStatus === 'suspended') return 'suspended'
	if (contact.portalStatus === 'enrolled') return 'enrolled'
	return destinations(contact, channels).length === 0 ? 'noAddress' : null
}
