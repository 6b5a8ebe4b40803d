import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, parseSearch, searchText } from './rules.ts'

const kept = searchText({
	texts: ['Łukasz', 'Østergaard', 'lukasz@example.org', '6223 Rue de l’Église', null],
	phones: ['+49221855794'],
})

/** The condition that the database puts to `search_text`. */
function finds(query: string): boolean {
	const { tokens, phone } = parseSearch(query)
	return tokens.every((token) => kept.includes(token)) || (phone !== null && kept.includes(phone))
}

describe('ACC-9: search', () => {
	test.each([
		'lukasz ostergaard',
		'ØSTERGAARD',
		'oster luk',
		'lukasz@example',
		'eglise 6223',
		'0221 855794',
		'(0221) 85 57-94',
		'+49 221 855794',
		'+49 (0)221 855794',
		'0049221855794',
		'855794',
		'0221 855794 x12',
	])('%s finds', (query) => expect(finds(query)).toBe(true))

	test.each(['lukas smith', '0221 855795', 'zzz'])('%s does not', (query) => expect(finds(query)).toBe(false))

	test('folding twice changes nothing, and what is kept is found by its own words', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
				expect(fold(fold(text))).toBe(fold(text))
				const { tokens } = parseSearch(text)
				expect(tokens.every((token) => searchText({ texts: [text] }).includes(token))).toBe(true)
			}),
		)
	})

	test('an e-mail is recognised, an endless query is cut', () => {
		expect(parseSearch(' Ana@Example.org ').email).toBe('ana@example.org')
		expect(parseSearch('a '.repeat(5000)).tokens).toHaveLength(8)
		expect(parseSearch('').tokens).toEqual([])
	})
})
