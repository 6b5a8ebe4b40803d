import fc from 'fast-check'
import { expect, test } from 'vitest'
import { wordsOf } from './inbox/rules.ts'
import { nextMessageId } from './numbering/rules.ts'
import { bodyLimit, mergeById, preview, problemOf, tidyBody } from './rules.ts'

test('MSG-1: a message is kept as it was written, without what could break a page', () => {
	expect(tidyBody('  Hi\r\n\r\n  Dev\u0000\u0007 🏠  ')).toBe('Hi\n\n  Dev 🏠')
	expect(tidyBody('\ud800 half')).toBe('\ufffd half')
	expect(tidyBody(' \n\t ')).toBe('')
})

test.each([
	['', 0, 'message_empty'],
	['', 1, null],
	['x', 0, null],
	['x'.repeat(bodyLimit), 0, null],
	['🏠'.repeat(bodyLimit), 0, null],
	['x'.repeat(bodyLimit + 1), 0, 'message_too_long'],
	['🏠'.repeat(bodyLimit + 1), 0, 'message_too_long'],
	['x'.repeat(1_000_000), 0, 'message_too_long'],
	['x', 21, 'too_many_files'],
])('MSG-1: what is wrong with a message is named (%#)', (body, files, expected) => {
	expect(problemOf(body, files)).toBe(expected)
})

test('MSG-1: an id is above the last one whatever the clock says', () => {
	fc.assert(
		fc.property(
			fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_700_000_000_010 }), { maxLength: 50 }),
			(times) => {
				let last: string | null = null
				for (const at of times) {
					const id: string = nextMessageId(last, at)
					if (last !== null && id <= last) return false
					last = id
				}
				return true
			},
		),
	)
})

test('MSG-1: what comes twice or out of order is there once and in order', () => {
	const message = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), body: fc.string() })
	fc.assert(
		fc.property(fc.array(message), fc.array(message), (known, fresh) => {
			const ids = mergeById(known, fresh).map(({ id }) => id)
			expect(ids).toEqual([...new Set([...known, ...fresh].map(({ id }) => id))].sort())
		}),
	)
	expect(mergeById([{ id: 'a', read: false }], [{ id: 'a', read: true }])).toEqual([{ id: 'a', read: true }])
})

test('MSG-1: a text is found by its words, folded, each once', () => {
	expect(wordsOf('Östergård: der  DACH-Plan, der Plan 2')).toEqual(['ostergard', 'der', 'dach', 'plan', '2'])
	expect(wordsOf('🏠 …')).toEqual([])
})

test('MSG-1: a list shows one line', () => {
	expect(preview(' one\n\ntwo ')).toBe('one two')
	expect(preview('x'.repeat(300), 10)).toBe(`${'x'.repeat(9)}…`)
})
