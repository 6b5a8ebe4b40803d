import { expect, test } from 'vitest'
import { choicesAfter, inWords, kindOf, routeOf, shownWay, waysOf } from './rules.ts'
import type { NoticeChoices } from './schema.ts'

const email = 'maya@home.example'
const phone = '+13035550142'
const byMail = { channel: 'email', recipient: email, wanted: true }
const byText = { channel: 'sms', recipient: phone, wanted: true }

test.each<[NoticeChoices, string | null, string | null, unknown, string]>([
	[{}, email, phone, byMail, 'email'],
	[{}, null, phone, byText, 'sms'],
	[{}, null, null, null, 'none'],
	[{ documents: 'email' }, email, phone, byMail, 'email'],
	[{ documents: 'email' }, null, phone, byText, 'sms'],
	[{ documents: 'sms' }, email, phone, byText, 'sms'],
	[{ documents: 'sms' }, email, null, byMail, 'email'],
	[{ documents: 'none' }, email, phone, { ...byMail, wanted: false }, 'none'],
	[{ documents: 'none' }, null, phone, { ...byText, wanted: false }, 'none'],
])('HOM-3: with %j, e-mail %s and phone %s a notice goes to %j', (noticeChoices, mail, number, route, shown) => {
	const contact = { noticeChoices, email: mail, phone: number }
	expect(routeOf(contact, 'documents')).toEqual(route)
	expect(shownWay(contact, 'documents')).toBe(shown)
})

test('HOM-3: only ways with an address are offered', () => {
	expect(waysOf({ email, phone })).toEqual(['email', 'sms', 'none'])
	expect(waysOf({ email, phone: null })).toEqual(['email', 'none'])
	expect(waysOf({ email: null, phone })).toEqual(['sms', 'none'])
})

test('HOM-3: what lets somebody in, or warns of it, is no kind that can be switched off', () => {
	expect(kindOf('documentShared')).toBe('documents')
	for (const template of ['signInCode', 'signInLink', 'invitation', 'newDevice', 'wayChanged', 'clientReset', 'x'])
		expect(kindOf(template)).toBeNull()
})

test('HOM-3: null takes a choice back, and what is left out stays', () => {
	expect(choicesAfter({ documents: 'none' }, {})).toEqual({ documents: 'none' })
	expect(choicesAfter({ documents: 'none' }, { documents: 'sms' })).toEqual({ documents: 'sms' })
	expect(choicesAfter({ documents: 'none' }, { documents: null })).toEqual({})
	expect(inWords({ documents: 'none' }, 'en')).toBe('Shared documents: none')
	expect(inWords({}, 'es')).toBe('')
})
