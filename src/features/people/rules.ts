import { type AccessArea, accessAreas } from '#platform/scope/scope.ts'
import { type Address, addressKey } from './addresses/rules.ts'
import { fold } from './search/rules.ts'

export const contactKinds = ['client', 'lender', 'vendor', 'authority', 'other'] as const
export const accountKinds = ['household', 'organisation'] as const
export const portalStatuses = ['notEnrolled', 'invited', 'enrolled', 'suspended'] as const
/** `bounced` is a view of the invited: the last invitation could not be delivered. */
export const statusFilters = [...portalStatuses, 'bounced'] as const
export const linkTypes = ['account', 'site', 'project'] as const

export type ContactKind = (typeof contactKinds)[number]
export type AccountKind = (typeof accountKinds)[number]
export type PortalStatus = (typeof portalStatuses)[number]
export type StatusFilter = (typeof statusFilters)[number]
export type LinkType = (typeof linkTypes)[number]
export type PortalAction = 'invite' | 'enrol' | 'suspend' | 'reinstate'

export interface Person {
	firstName?: string | null
	lastName?: string | null
	email?: string | null
	phone?: string | null
}

/** What a new contact of a kind may see until somebody ticks otherwise. */
export const accessPresets: Record<ContactKind, readonly AccessArea[]> = {
	client: accessAreas,
	lender: ['projects', 'documents'],
	vendor: ['projects', 'documents', 'visits', 'messages'],
	authority: ['documents', 'inspectionReports'],
	other: ['messages'],
}

export type AccessPresets = Record<ContactKind, AccessArea[]>

/** The same as a company has set them; a kind that it has not is as ours. */
export function presetsOf(own: Partial<AccessPresets>): AccessPresets {
	const kinds = contactKinds.map((kind) => [kind, [...(own[kind] ?? accessPresets[kind])]] as const)
	return Object.fromEntries(kinds) as AccessPresets
}

const transitions: Record<PortalStatus, Partial<Record<PortalAction, PortalStatus>>> = {
	notEnrolled: { invite: 'invited', enrol: 'enrolled', suspend: 'suspended' },
	invited: { invite: 'invited', enrol: 'enrolled', suspend: 'suspended' },
	enrolled: { suspend: 'suspended' },
	suspended: { reinstate: 'notEnrolled' },
}

export interface PortalFacts {
	invitedAt?: Date | null
	enrolledAt?: Date | null
	suspendedAt?: Date | null
}

export function portalStatusOf(facts: PortalFacts): PortalStatus {
	if (facts.suspendedAt) return 'suspended'
	if (facts.enrolledAt) return 'enrolled'
	return facts.invitedAt ? 'invited' : 'notEnrolled'
}

/** The status after an action, or null where it is not allowed. A reinstated contact is again what it was before. */
export function nextPortalStatus(
	status: PortalStatus,
	action: PortalAction,
	facts: PortalFacts = {},
): PortalStatus | null {
	if (action === 'reinstate' && status === 'suspended') return portalStatusOf({ ...facts, suspendedAt: null })
	return transitions[status][action] ?? null
}

export type Refusal = 'alreadyEnrolled' | 'suspended' | 'notSuspended' | 'alreadySuspended' | 'unreachable'
export type Verdict = { ok: true } | { ok: false; reason: Refusal }

/** Sent again to one who was invited before is a resend; both are allowed. */
export function canInvite(contact: Person & { portalStatus: PortalStatus }): Verdict {
	if (contact.portalStatus === 'enrolled') return { ok: false, reason: 'alreadyEnrolled' }
	if (contact.portalStatus === 'suspended') return { ok: false, reason: 'suspended' }
	return contact.email || contact.phone ? { ok: true } : { ok: false, reason: 'unreachable' }
}

export function canSuspend(contact: { portalStatus: PortalStatus }): Verdict {
	return contact.portalStatus === 'suspended' ? { ok: false, reason: 'alreadySuspended' } : { ok: true }
}

export function canReinstate(contact: { portalStatus: PortalStatus }): Verdict {
	return contact.portalStatus === 'suspended' ? { ok: true } : { ok: false, reason: 'notSuspended' }
}

/** Never empty for a contact that can be reached: its name, else its e-mail, else its phone. */
export function displayName(person: Person): string {
	return fullName(person) || person.email || person.phone || ''
}

export function fullName(person: Person): string {
	return [person.firstName, person.lastName].filter(Boolean).join(' ')
}

/** What lists of people are sorted by: `smith ana`, folded; for the nameless what they are called instead. */
export function sortName(person: Person): string {
	return fold([person.lastName, person.firstName].filter(Boolean).join(' ') || displayName(person))
}

/** One or two letters for an avatar, by what a reader sees as one character, emoji included. */
export function initials(person: Person): string {
	const words = [person.firstName, person.lastName].filter((word): word is string => Boolean(word))
	const sources = words.length ? words : [displayName(person).replace(/^\+/, '')]
	return sources.map(firstCharacter).join('').toUpperCase()
}

function firstCharacter(word: string): string {
	for (const { segment } of new Intl.Segmenter().segment(word)) return segment
	return ''
}

/** `Ana & Tom Smith`, `Ana Smith & Tom Brown`: what a household is called after its people. */
export function nameOfHousehold(people: Person[]): string {
	const named = people.filter((person) => fullName(person))
	const family = named[0]?.lastName
	const shared = family && named.every((person) => person.lastName === family && person.firstName)
	if (!shared || named.length < 2) return named.map(fullName).join(' & ') || displayName(people[0] ?? {})
	return `${named.map((person) => person.firstName).join(' & ')} ${family}`
}

/** Two contacts that share one of these are likely the same person. */
export function duplicateKeys(person: Person, address: Address = {}): string[] {
	const name = fold(fullName(person))
	const place = addressKey(address)
	const keys = [
		person.email && `email:${person.email}`,
		person.phone && name && `phone:${person.phone}|${name}`,
		place && name && `place:${place}|${name}`,
	]
	return keys.filter((key): key is string => Boolean(key))
}

/** Something that a search box found. */
export interface Hit {
	type: 'account' | 'site' | 'contact' | 'project'
	id: string
	title: string
	meta: string
}
