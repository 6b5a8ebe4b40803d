import { expect, test } from 'vitest'
import { destinations, type Invitee, invitationRefusal } from './rules.ts'

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
