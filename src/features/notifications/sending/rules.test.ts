import { expect, test } from 'vitest'
import { afterAttempt, callbackAddress } from './rules.ts'

const refused = (code: string, permanent: boolean) => ({ ok: false as const, permanent, code, message: '' })

test.each([
	['email', 1, { ok: true, providerId: 'x' }, { status: 'sent', error: null }],
	['email', 1, refused('550', true), { status: 'bounced', error: '550' }],
	['email', 1, refused('sender', true), { status: 'failed', error: 'sender' }],
	['email', 1, refused('451', false), { status: 'queued', error: '451', retryInSeconds: 10 }],
	['email', 3, refused('451', false), { status: 'queued', error: '451', retryInSeconds: 120 }],
	['email', 7, refused('timeout', false), { status: 'queued', error: 'timeout', retryInSeconds: 7200 }],
	['email', 8, refused('timeout', false), { status: 'failed', error: 'timeout' }],
	['sms', 1, refused('21610', true), { status: 'skipped', error: 'optedOut' }],
	['sms', 1, refused('21614', true), { status: 'bounced', error: '21614' }],
	['sms', 1, refused('21617', true), { status: 'failed', error: '21617' }],
	[
		'sms',
		1,
		{ ...refused('20429', false), retryAfterSeconds: 45 },
		{ status: 'queued', error: '20429', retryInSeconds: 45 },
	],
] as const)('NOT-5: %s, attempt %i, %j → %j', (channel, attempts, outcome, verdict) => {
	expect(afterAttempt(channel, attempts, outcome)).toEqual(verdict)
})

test.each([
	['https://sunny.example.com', 'https://api.twilio.com', 'https://sunny.example.com/cb'],
	['http://sunny.localhost:3000', 'https://api.twilio.com', undefined],
	['http://127.0.0.1:3000', 'https://api.twilio.com', undefined],
	['https://sunny.example.com', undefined, undefined],
	['http://sunny.localhost:3000', 'http://127.0.0.1:9999', 'http://sunny.localhost:3000/cb'],
])('NOT-5: the provider %2$s reports to pages at %1$s by %3$s', (pages, twilio, expected) => {
	expect(callbackAddress(pages, '/cb', twilio)).toBe(expected)
})
