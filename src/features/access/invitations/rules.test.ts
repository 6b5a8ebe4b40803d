import { expect, test } from 'vitest'
import { destinations, type Invitee, invitationRefusal, writtenName } from './rules.ts'

const maya: Invitee = {
	email: 'maya@example.com',
	phone: '+13035550142',
	portalStatus: 'notEnrolled',
	archivedAt: null,
}

test.each<[string, Partial<Invitee>, ('email' | 'sms')[], string | null]>([
	['both addresses', {}, ['email', 'sms'], null],
	['invited before', { portalStatus: 'invited' }, ['email', 'sms'], null],
	['only e-mail', { phone: null }, ['email', 'sms'], null],
	['only a phone', { email: null }, ['email', 'sms'], null],
	['neither', { email: null, phone: null }, ['email', 'sms'], 'noAddress'],
	['only e-mail, where texts go out', { phone: null }, ['sms'], 'noAddress'],
	['enrolled', { portalStatus: 'enrolled' }, ['email', 'sms'], 'enrolled'],
	['enrolled without address', { portalStatus: 'enrolled', email: null, phone: null }, ['email', 'sms'], 'enrolled'],
	['suspended', { portalStatus: 'suspended' }, ['email', 'sms'], 'suspended'],
	['archived', { archivedAt: new Date() }, ['email', 'sms'], 'archived'],
])('ACC-1: a contact with %s is refused for %s', (_, overrides, channels, expected) => {
	expect(invitationRefusal({ ...maya, ...overrides }, channels)).toBe(expected)
})

test('ACC-2: an invitation goes to e-mail and phone by the channels that the company chose', () => {
	const [byMail, byText] = [
		{ channel: 'email', to: maya.email },
		{ channel: 'sms', to: maya.phone },
	]
	expect(destinations(maya, ['email', 'sms'])).toEqual([byMail, byText])
	expect(destinations(maya, ['sms'])).toEqual([byText])
	expect(destinations({ ...maya, email: null }, ['email', 'sms'])).toEqual([byText])
})

test.each([
	['Maya Reyes', 'Maya Reyes'],
	[" Ana  María O'Neill-Ruiz ", "Ana María O'Neill-Ruiz"],
	['J. R. Smith', 'J. R. Smith'],
	['', null],
	[null, null],
	['www.evil.example', null],
	['Win at evil.com now', null],
	['https://evil', null],
	['Call 303 555', null],
	['a'.repeat(61), null],
])('ACC-15: a letter names who invites as %j only where that is a name', (name, expected) => {
	expect(writtenName(name)).toBe(expected)
})
