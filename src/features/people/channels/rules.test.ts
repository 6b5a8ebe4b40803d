import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatPhone, hasForbiddenCharacters, normaliseEmail, normalisePhone, tidyLine, tidyText } from './rules.ts'

describe('ACC-2: phones as people write them', () => {
	test.each([
		['1-408-906-4644', 'US', '+14089064644', undefined],
		['(602) 823-8666', 'US', '+16028238666', undefined],
		['408.442.8972', 'US', '+14084428972', undefined],
		['+18025603508', 'DE', '+18025603508', undefined],
		['303-955-9621 x67', 'CA', '+13039559621', '67'],
		['0221 156129', 'DE', '+49221156129', undefined],
		['+34 613 949 777', 'ES', '+34613949777', undefined],
		['0034 613 949 777', 'US', '+34613949777', undefined],
		['303\u00a0207\u00a08093', 'US', '+13032078093', undefined],
		['(303) 207-8093', '', '+13032078093', undefined],
		['tel:+1-303-207-8093', 'US', '+13032078093', undefined],
	])('%s in %s', (text, country, e164, ext) => {
		expect(normalisePhone(text, country)).toEqual(ext ? { e164, ext } : { e164 })
	})

	test.each(['', '--', '12', 'call wife', '0000000000', 'n/a', '6.03E+09', '1'.repeat(80)])('%s is none', (text) => {
		expect(normalisePhone(text, 'US')).toBeNull()
	})

	test('a kept phone reads the same again, in any country', () => {
		const numbers = fc.integer({ min: 2000000, max: 9999999 })
		fc.assert(
			fc.property(
				numbers,
				fc.constantFrom('602', '303', '802', '418'),
				fc.constantFrom('US', 'DE', 'ES'),
				(n, area, country) => {
					const once = normalisePhone(`(${area}) ${n}`, 'US')
					if (once) expect(normalisePhone(once.e164, country)).toEqual(once)
				},
			),
		)
	})

	test('is written back as its country does', () => {
		expect(formatPhone('+16028238666', 'US', '5')).toBe('(602) 823-8666 x5')
		expect(formatPhone('+16028238666', 'DE')).toBe('+1 602 823 8666')
	})
})

describe('ACC-4: e-mail addresses', () => {
	test.each([
		['GRACE.LOPEZ91@EXAMPLE.ORG ', 'grace.lopez91@example.org'],
		['sofa.st.106@example.com', 'sofa.st.106@example.com'],
		["o'brien+solar@sub.example.co", "o'brien+solar@sub.example.co"],
		['josé@bücher.example', 'josé@bücher.example'],
		['jose\u0301@example.com', 'josé@example.com'],
		['mailto:a@example.com', 'a@example.com'],
		['用户@例子.广告', '用户@例子.广告'],
	])('%s', (text, kept) => expect(normaliseEmail(text)).toBe(kept))

	test.each([
		'',
		'a@b',
		'x@@example.com',
		'bob at example.com',
		'none@',
		'n/a',
		'@example.com',
		'a b@example.com',
		'.a@example.com',
		'a..b@example.com',
		'a@-b.com',
		'a@b.1',
		'a@example.com, b@example.com',
		`${'a'.repeat(65)}@example.com`,
		`a@${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.${'e'.repeat(60)}.${'f'.repeat(20)}.com`,
	])('%s is none', (text) => expect(normaliseEmail(text)).toBeNull())

	test('a kept address reads the same again', () => {
		fc.assert(
			fc.property(fc.emailAddress(), (text) => {
				const once = normaliseEmail(text)
				if (once) expect(normaliseEmail(once)).toBe(once)
			}),
		)
	})
})

test('ACC-9: names keep emoji and right-to-left letters, and never hide a control character', () => {
	expect(tidyLine(' Ana\u00a0 María\r\n')).toBe('Ana María')
	expect(tidyText('Gate\u00a0code\r\nDog ')).toBe('Gate code\nDog')
	for (const text of ['👩‍👩‍👧 Solar', 'شركة الشمس', 'דוד\u200f', 'line\ntwo'])
		expect(hasForbiddenCharacters(text)).toBe(false)
	for (const text of ['a\u0000b', 'a\u202eb', 'a\u2066b', 'a\ud83d', '\u001b[31m'])
		expect(hasForbiddenCharacters(text)).toBe(true)
})
