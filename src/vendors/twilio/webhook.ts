import { createHmac, timingSafeEqual } from 'node:crypto'

/**
 * Whether a webhook's `X-Twilio-Signature` is right. `url` is the address as the provider was told it, with its
 * query: built from the public base URL, never from the request's Host. `params` are the posted form's fields.
 */
export function isSignedByTwilio(
	authToken: string,
	signature: string | null,
	url: string,
	params: URLSearchParams,
): boolean {
	const sent = Buffer.from(signature ?? '', 'utf8')
	return variants(url).some((candidate) => {
		const expected = Buffer.from(signTwilio(authToken, candidate, params), 'utf8')
		return expected.length === sent.length && timingSafeEqual(expected, sent)
	})
}

/** Base64 of HMAC-SHA1 over the address followed by the form's names and values in order of their names. */
export function signTwilio(authToken: string, url: string, params: URLSearchParams): string {
	const names = [...new Set(params.keys())].sort()
	const fields = names.map((name) =>
		[...new Set(params.getAll(name))]
			.sort()
			.map((value) => name + value)
			.join(''),
	)
	return createHmac('sha1', authToken)
		.update(url + fields.join(''), 'utf8')
		.digest('base64')
}

/** Twilio signs the address now with, now without the scheme's own port. */
function variants(address: string): string[] {
	const url = new URL(address)
	if (url.port) return [address]
	const port = url.protocol === 'https:' ? 443 : 80
	return [address, address.replace(/^(https?:\/\/(?:[^/?#@]*@)?[^/?#:]+)/, `$1:${port}`)]
}

export type SmsStatus = {
	providerId: string
	status: 'sent' | 'delivered' | 'failed' | 'pending'
	errorCode: string | null
}

/** Reads a status callback; null when it is none. Callbacks come in any order and more than once. */
export function readStatus(params: URLSearchParams): SmsStatus | null {
	const providerId = params.get('MessageSid')
	const told = params.get('MessageStatus')
	if (!providerId || !told) return null
	return { providerId, status: statuses[told] ?? 'pending', errorCode: params.get('ErrorCode') }
}

const statuses: Record<string, SmsStatus['status']> = {
	sent: 'sent',
	delivered: 'delivered',
	read: 'delivered',
	undelivered: 'failed',
	failed: 'failed',
	canceled: 'failed',
}

export type InboundSms = {
	providerId: string
	from: string
	to: string
	body: string
	keyword: 'stop' | 'start' | 'help' | null
}

/** Reads an incoming text message; null when it is none. `keyword` tells an opt-out, opt-in or call for help. */
export function readInbound(params: URLSearchParams): InboundSms | null {
	const [providerId, from, to] = [params.get('MessageSid'), params.get('From'), params.get('To')]
	if (!providerId || !from || !to || params.get('SmsStatus') !== 'received') return null
	const body = params.get('Body') ?? ''
	return { providerId, from, to, body, keyword: keywordOf(params.get('OptOutType') ?? body) }
}

const keywords: Record<string, 'stop' | 'start' | 'help'> = {
	...Object.fromEntries(
		['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT', 'REVOKE', 'OPTOUT'].map((w) => [w, 'stop']),
	),
	...Object.fromEntries(['START', 'YES', 'UNSTOP'].map((w) => [w, 'start'])),
	...Object.fromEntries(['HELP', 'INFO'].map((w) => [w, 'help'])),
}

function keywordOf(text: string) {
	return (
		keywords[
			text
				.trim()
				.replace(/[.!]+$/, '')
				.toUpperCase()
		] ?? null
	)
}
