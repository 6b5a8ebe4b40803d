import { describe, expect, test } from 'vitest'
import { dayPart, waitingFor } from './rules.ts'

describe('HOM-1: the greeting follows the hour', () => {
	test.each([
		[4, 'evening'],
		[5, 'morning'],
		[11, 'morning'],
		[12, 'afternoon'],
		[17, 'afternoon'],
		[18, 'evening'],
		[0, 'evening'],
	] as const)('%i h: %s', (hour, part) => {
		expect(dayPart(hour)).toBe(part)
	})
})

describe('how long a client has been waiting', () => {
	const now = new Date('2026-06-11T12:00:00Z')
	test.each([
		['2026-06-11T12:00:30Z', { unit: 'minute', count: 0, late: false }],
		['2026-06-11T11:42:00Z', { unit: 'minute', count: 18, late: false }],
		['2026-06-11T11:00:00Z', { unit: 'hour', count: 1, late: false }],
		['2026-06-11T08:00:00Z', { unit: 'hour', count: 4, late: true }],
		['2026-06-09T12:01:00Z', { unit: 'hour', count: 47, late: true }],
		['2026-06-09T12:00:00Z', { unit: 'day', count: 2, late: true }],
	] as const)('since %s', (since, expected) => {
		expect(waitingFor(new Date(since), now)).toEqual(expected)
	})
})
