import { describe, expect, test } from 'vitest'
import { guessMapping } from '../parsing/columns/rules.ts'
import { isRejected, readDraft } from './rules.ts'

function draft(cells: Record<string, string>, country = 'US') {
	const headers = Object.keys(cells)
	return readDraft(1, Object.values(cells), { headers, mapping: guessMapping(headers, []), country })
}

function told(cells: Record<string, string>): string[] {
	return draft(cells).problems.map((problem) => `${problem.column}: ${problem.code}`)
}

describe('API-3: a row as it is understood', () => {
	test('a good row', () => {
		const row = draft({
			'Client ID': 'C-1',
			'First name': 'Jose\u0301',
			'Last name': 'de\u00a0León',
			Email: 'JOSE@Example.org ',
			Phone: '303-955-9621 x67',
			'Other emails': 'ana@example.org; Ana <ANA2@example.org>, jose@example.org',
			Street: '1 Elm Ct #3',
			State: 'VT',
			ZIP: '5401',
			Country: 'United States',
			Language: 'Español',
			Notes: 'Gate\r\ncode ',
		})
		expect(row).toMatchObject({
			accountName: 'José de León',
			kind: 'household',
			email: 'jose@example.org',
			otherEmails: ['ana@example.org', 'ana2@example.org'],
			phone: { e164: '+13039559621', ext: '67' },
			address: { line1: '1 Elm Ct #3', region: 'VT', postalCode: '05401', country: 'US' },
			language: 'es',
			notes: 'Gate\ncode',
			problems: [],
		})
	})

	test.each([
		[{ Name: 'Ana Ruiz', Email: 'x@@example.com', Phone: '(602) 823-8666' }, ['Email: email_invalid']],
		[{ Name: 'Ana Ruiz', Email: 'a@example.org', Phone: 'call wife' }, ['Phone: phone_invalid']],
		[{ Name: 'Ana Ruiz', Email: '', Phone: '' }, ['Email: unreachable']],
		[{ Name: 'Ana Ruiz', Email: 'n/a', Phone: '--' }, ['Email: email_invalid', 'Phone: phone_invalid']],
		[{ Name: '', Email: 'a@example.org', Phone: '' }, ['Name: name_missing']],
		[{ Name: '', Email: 'none@', Phone: '' }, ['Email: email_invalid', 'Name: nothing_usable']],
		[{ Name: ' ', Email: '', Phone: '' }, [': row_empty']],
		[{ Name: 'A\u0000B', Email: 'a@example.org' }, ['Name: control_characters']],
		[{ Name: 'A\ufffdB', Email: 'a@example.org' }, ['Name: unreadable_characters']],
		[{ Name: 'x'.repeat(201), Email: 'a@example.org' }, ['Name: too_long']],
		[{ Name: 'Ana', Email: 'a@example.org', City: 'Rome', Country: 'Atlantis' }, ['Country: country_unknown']],
		[{ Name: 'Ana', Email: 'a@example.org', Language: 'Klingon' }, ['Language: language_unknown']],
	])('%o is told as %o', (cells, problems) => expect(told(cells)).toEqual(problems))

	test('only a row that names nobody and reaches nobody is left out', () => {
		expect(isRejected(draft({ Name: '', Email: '', Phone: '', City: 'Rome' }))).toBe(true)
		expect(isRejected(draft({ Name: 'Ana', Email: 'bad', Phone: 'bad' }))).toBe(false)
		expect(draft({ Name: '', Email: 'ana@example.org' }).accountName).toBe('ana@example.org')
		expect(draft({ Name: '', Phone: '602 823 8666' }).accountName).toBe('+16028238666')
	})

	test('names in one column, and companies', () => {
		expect(draft({ Name: 'Ruiz, Ana María' })).toMatchObject({ firstName: 'Ana María', lastName: 'Ruiz' })
		expect(draft({ Name: 'Ana María Ruiz' })).toMatchObject({
			firstName: 'Ana María',
			lastName: 'Ruiz',
			accountName: 'Ana María Ruiz',
		})
		expect(draft({ Company: 'Hill HOA', Email: 'a@example.org' })).toMatchObject({
			accountName: 'Hill HOA',
			kind: 'organisation',
			firstName: '',
		})
	})

	test('a phone is tried where the address is, then where the company is', () => {
		expect(draft({ Name: 'A', Phone: '0221 156129', City: 'Köln', Country: 'DE' }).phone?.e164).toBe('+49221156129')
		expect(draft({ Name: 'A', Phone: '602-225-1662 x91', City: 'Québec', Country: 'España' }).phone?.e164).toBe(
			'+16022251662',
		)
		expect(draft({ Name: 'A', Phone: '602-225-1662 / 0' }).phone?.e164).toBe('+16022251662')
	})

	test('a formula stays the text it is', () => {
		const formula = '=HYPERLINK("http://evil.example","x")'
		expect(draft({ Name: 'A', Email: 'a@example.org', Notes: formula })).toMatchObject({ notes: formula, problems: [] })
	})
})
