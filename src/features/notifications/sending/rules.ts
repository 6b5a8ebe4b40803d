import type { Channel, DeliveryStatus } from '../schema.ts'

/** Seconds to wait after the first, second … failed attempt: a greylisting server wants minutes, a broken one hours. */
const waits = [10, 30, 120, 600, 1800, 3600, 7200]

/** Twilio's word for a recipient who answered STOP. */
const optedOut = '21610'

/** What the provider said to an attempt. */
export type Attempt = { ok: true } | { ok: false; permanent: boolean; code: string; retryAfterSeconds?: number }

/** Where a delivery stands after an attempt, and when to try again while it stays queued. */
export interface Verdict {
	status: DeliveryStatus
	error: string | null
	retryInSeconds?: number
}

/** Decides after attempt number `attempts` (from 1). `error` is the provider's code, or one of ours in words. */
export function afterAttempt(channel: Channel, attempts: number, outcome: Attempt): Verdict {
	if (outcome.ok) return { status: 'sent', error: null }
	if (channel === 'sms' && outcome.code === optedOut) return { status: 'skipped', error: 'optedOut' }
	if (outcome.permanent)
		return { status: refusedAddress(channel, outcome.code) ? 'bounced' : 'failed', error: outcome.code }
	const wait = waits[attempts - 1]
	if (wait === undefined) return { status: 'failed', error: outcome.code }
	return { status: 'queued', error: outcome.code, retryInSeconds: Math.max(wait, outcome.retryAfterSeconds ?? 0) }
}

const unreachableNumbers = new Set(['21211', '21214', '21614', '30003', '30005', '30006'])

/** The address itself is wrong or gone, as against a mistake of ours. */
export function refusedAddress(channel: Channel, code: string | null): boolean {
	return channel === 'email' ? /^5\d\d$/.test(code ?? '') : unreachableNumbers.has(code ?? '')
}

/** Twilio refuses a message whose callback it could never reach; a simulator on this machine can. */
export function callbackAddress(pages: string, path: string, twilio: string | undefined): string | undefined {
	if (!twilio) return undefined
	const { hostname } = new URL(pages)
	const local = hostname === 'localhost' || hostname.endsWith('.localhost') || /^(127\.|\[::1\])/.test(hostname)
	return local && new URL(twilio).hostname.endsWith('twilio.com') ? undefined : `${pages}${path}`
}
