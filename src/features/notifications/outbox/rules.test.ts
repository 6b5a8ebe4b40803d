import { expect, test } from 'vitest'
import { mayResend, secretsReadable, shownRecipient } from './rules.ts'

test.each([
	['skipped', 'notConfigured', true],
	['skipped', 'optedOut', false],
	['queued', null, false],
	['sent', null, false],
	['delivered', null, false],
	['bounced', '550', false],
	['failed', 'expired', false],
])('NOT-6: codes and links of a message that is %s (%s) are readable in the office: %s', (status, error, readable) => {
	expect(secretsReadable({ status, error })).toBe(readable)
})

test.each([
	['failed', 'x', true],
	['bounced', 'x', true],
	['skipped', 'x', true],
	['failed', null, false],
	['queued', 'x', false],
	['sent', 'x', false],
	['delivered', 'x', false],
])('NOT-5: a message that is %s with contents %j can be sent again: %s', (status, payload, may) => {
	expect(mayResend({ status, payload })).toBe(may)
})

test('NOT-5: numbers are shown as people write them', () => {
	expect(shownRecipient({ channel: 'sms', recipient: '+13035550142' }, 'US')).toBe('(303) 555-0142')
	expect(shownRecipient({ channel: 'email', recipient: 'a@b.example' }, 'US')).toBe('a@b.example')
})
