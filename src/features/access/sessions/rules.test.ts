import { expect, test } from 'vitest'
import { cookieIsOld, endOfSession } from './rules.ts'

test('ACC-11: a session that is used lives on, a client’s longer than a member’s', () => {
	const used = new Date('2026-03-01T10:00:00Z')
	expect(endOfSession('contact', used)).toEqual(new Date('2026-04-30T10:00:00Z'))
	expect(endOfSession('member', used)).toEqual(new Date('2026-03-15T10:00:00Z'))
})

test.each([
	['2026-03-01T10:00:00Z', '2026-03-01T23:59:59Z', false],
	['2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z', true],
	['2026-03-01T10:00:00Z', '2026-04-01T09:00:00Z', true],
	['2026-03-02T10:00:00Z', '2026-03-01T10:00:00Z', false],
])('ACC-11: a cookie last used at %s is old at %s: %s', (before, at, old) => {
	expect(cookieIsOld(new Date(before), new Date(at))).toBe(old)
})
