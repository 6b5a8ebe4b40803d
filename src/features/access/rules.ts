import { normaliseEmail, normalisePhone } from '#features/people/channels/rules.ts'
import type { Limit } from '#platform/limits/limits.ts'
import type { AccessArea } from '#platform/scope/scope.ts'

export const codeMinutes = 5
export const linkMinutes = 45
export const resetMinutes = 60
export const codeTries = 5
/** Seconds before another code can be asked for. */
export const resendGap = 30

/** Asking for codes, from one network and for one address: enough for a person, useless for guessing. */
export const askingLimits = {
	network: { name: 'sign-in-network', points: 60, duration: 600 },
	address: { name: 'sign-in-address', points: 10, duration: 900 },
	addressDay: { name: 'sign-in-address-day', points: 40, duration: 86_400 },
	/** When the day's are used up, by whomever: so often still, so that a link that is good lies in the owner's mail. */
	addressTrickle: { name: 'sign-in-address-trickle', points: 1, duration: 1800 },
} satisfies Record<string, Limit>
/** Passwords tried for one address; the other ways in, and devices that have been in before, are not counted with them. */
export const passwordLimits = {
	address: { name: 'password-address', points: 10, duration: 900 },
	addressDay: { name: 'password-address-day', points: 100, duration: 86_400 },
} satisfies Record<string, Limit>
/** The present password asked of somebody who is in and wants to change it. */
export const ownPasswordLimit: Limit = { name: 'own-password', points: 10, duration: 900 }
/** Codes that a contact has sent to new addresses of its own. */
export const checkLimit: Limit = { name: 'address-check', points: 8, duration: 3600 }
export const tryingLimit: Limit = { name: 'sign-in-tries', points: 120, duration: 600 }

export type Address = { channel: 'email' | 'sms'; address: string }

/** E-mail or phone in any format, as it is kept; null for what could be neither. */
export function readAddress(text: string, country: string): Address | null {
	const typed = text.slice(0, 320)
	const email = normaliseEmail(typed)
	if (email) return { channel: 'email', address: email }
	const phone = normalisePhone(typed, country)
	return phone ? { channel: 'sms', address: phone.e164 } : null
}

/** An address as somebody sees it who is not known to be its owner: enough to recognise, not enough to learn. */
export function masked({ channel, address }: Address): string {
	if (channel === 'sms') return `••• ${address.slice(-2)}`
	const [name = '', domain = ''] = address.split('@')
	return `${[...name][0] ?? ''}•••@${domain}`
}

/** A path of this portal to go on to, or null: nobody is sent to another site, nor back to a page of signing in. */
export function localPath(text: string | null | undefined): string | null {
	if (!text || text.length > 500 || !/^\/(?![/\\])/.test(text) || /[\\\p{Cc}]/u.test(text)) return null
	const url = URL.parse(text, 'http://portal.invalid')
	if (url?.origin !== 'http://portal.invalid' || url.pathname.startsWith('//')) return null
	if (/^\/(sign-in|sign-out|i|l|reset|office|api|hooks|language)(\/|$)/.test(url.pathname)) return null
	return url.pathname + url.search
}

/** What counts as one place on the network: an IPv4 address, or the /64 that a line of IPv6 is given. */
export function networkOf(ip: string): string {
	const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
	if (mapped || !ip.includes(':')) return mapped ?? ip
	const [head = '', rest] = (ip.split('%')[0] ?? '').toLowerCase().split('::')
	const groups = head ? head.split(':') : []
	const after = rest ? rest.split(':') : []
	const missing = rest === undefined ? 0 : 8 - groups.length - after.length
	const full = [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...after]
	return full
		.slice(0, 4)
		.map((group) => group.replace(/^0+(?=.)/, ''))
		.join(':')
}

/** What a company's settings and the contact's links leave of the areas that are ticked: without a link there is nothing to see. */
export function areasSeen(
	ticked: readonly AccessArea[],
	links: { linked: boolean; toProject?: boolean; modules: Partial<Record<AccessArea, boolean>> },
): AccessArea[] {
	const open = ticked.filter((area) => links.modules[area] !== false)
	if (links.linked) return open
	return links.toProject ? open.filter((area) => area === 'projects') : []
}

/** Whether a contact is linked with accounts or sites, or with single projects: then there is nothing beside them. */
export function linkedBy(reach: {
	accountIds: readonly string[]
	siteIds: readonly string[]
	projectIds: readonly string[]
}): { linked: boolean; toProject: boolean } {
	const linked = reach.accountIds.length + reach.siteIds.length > 0
	return { linked, toProject: reach.projectIds.length > 0 }
}

export type CodeState = { attempts: number; expiresAt: Date; spentAt: Date | null }
export type CodeRefusal = 'locked' | 'spent' | 'expired'

/** Why a code cannot be tried any more; null while it can. */
export function codeRefusal(code: CodeState, at: Date): CodeRefusal | null {
	if (code.spentAt) return 'spent'
	if (code.attempts >= codeTries) return 'locked'
	return code.expiresAt <= at ? 'expired' : null
}

/** Whole seconds until another code may be asked for. */
export function secondsToWait(lastAsked: Date | null, at: Date): number {
	if (!lastAsked) return 0
	return Math.max(0, Math.min(resendGap, Math.ceil((lastAsked.getTime() + resendGap * 1000 - at.getTime()) / 1000)))
}
