import { beforeAll, describe, expect, test } from 'vitest'
import { useSecret } from '#platform/crypto/crypto.ts'
import { captchaPlace, captchaProviders } from './captcha/rules.ts'
import { formKey, readForm, sealForm, sentTooSoon } from './rules.ts'
import { registrationInput, websiteInput } from './schema.ts'

beforeAll(() => useSecret('a secret for tests, long enough for everything'))
const shown = new Date('2026-06-11T12:00:00Z')
const later = (seconds: number) => new Date(shown.getTime() + seconds * 1000)

describe('ACC-13: the sealed form', () => {
	test('tells when it was shown, to the company that showed it, for a day', () => {
		const sealed = sealForm('wsp_a', shown)
		expect(readForm('wsp_a', sealed, later(60))?.at).toBe(shown.getTime())
		expect(readForm('wsp_b', sealed, later(60))).toBeNull()
		expect(readForm('wsp_a', sealed, later(25 * 3600))).toBeNull()
		for (const other of [undefined, '', 'x', `${sealed}x`, sealed.slice(1)])
			expect(readForm('wsp_a', other, shown)).toBeNull()
	})

	test.each([
		[0, true],
		[1.9, true],
		[2, false],
		[600, false],
	])('sent after %d seconds: too soon %s', (seconds, expected) => {
		expect(sentTooSoon({ key: 'k', at: shown.getTime() }, later(seconds))).toBe(expected)
	})

	test('the same content twice is one message, another content or form another', () => {
		const form = { key: 'k', at: 0 }
		expect(formKey(form, { a: 1 })).toBe(formKey(form, { a: 1 }))
		expect(formKey(form, { a: 1 })).not.toBe(formKey(form, { a: 2 }))
		expect(formKey(form, { a: 1 })).not.toBe(formKey({ key: 'l', at: 0 }, { a: 1 }))
	})
})

describe('ACC-13: what a visitor sends', () => {
	const codes = (fields: object) =>
		(registrationInput('US').safeParse(fields).error?.issues ?? []).map(
			(issue) => `${issue.path.join('.')}: ${issue.message}`,
		)

	test.each([
		[{ firstName: 'Ana', email: 'ana@example.com' }, []],
		[{ lastName: 'Ortiz', phone: '(303) 555-0177' }, []],
		[{ email: 'ana@example.com' }, ['firstName: name_missing']],
		[{ firstName: 'Ana' }, ['email: registration_unreachable']],
		[{ firstName: 'Ana', email: 'ana@', phone: '12' }, ['email: email_invalid', 'phone: phone_invalid']],
		[{ firstName: 'Ana', email: 'ana@example.com', region: 'CO' }, ['line1: address_empty']],
	])('%j', (fields, expected) => {
		expect(codes(fields)).toEqual(expected)
	})

	test('is kept as it is kept everywhere', () => {
		const given = registrationInput('US').parse({
			firstName: ' Ana  Lucía ',
			email: 'ANA@Example.com',
			phone: '303-555-0177',
			message: 'Hello\r\nthere',
			marketingOptIn: '1',
			line1: '12 Elm St',
			city: 'Denver',
		})
		expect(given).toMatchObject({
			firstName: 'Ana Lucía',
			email: 'ana@example.com',
			phone: { e164: '+13035550177' },
			message: 'Hello\nthere',
			marketingOptIn: true,
			address: { line1: '12 Elm St', city: 'Denver', country: 'US' },
		})
	})
})

describe('BRD-3: websites that may show the form', () => {
	const origins = (text: string) =>
		websiteInput.safeParse({ open: true, createsPortalAccount: false, origins: text, captcha: 'none' }).data?.origins

	test.each([
		['', []],
		[
			'https://www.example.com\nexample.org/ , http://localhost:8080',
			['https://www.example.com', 'https://example.org', 'http://localhost:8080'],
		],
		['https://example.com/page', undefined],
		['https://example.com;script-src', undefined],
		["https://example.com'", undefined],
		['javascript:alert(1)', undefined],
	])('%j', (text, expected) => {
		expect(origins(text)).toEqual(expected)
	})
})

test('ACC-13: each provider has its own addresses, and one for all where the installation says so', () => {
	for (const provider of captchaProviders) {
		const own = captchaPlace(provider)
		expect(own.script).toMatch(/^https:\/\//)
		expect(captchaPlace(provider, 'http://127.0.0.1:4510')).toMatchObject({
			script: 'http://127.0.0.1:4510/api.js',
			verify: 'http://127.0.0.1:4510/siteverify',
			field: own.field,
		})
	}
})
