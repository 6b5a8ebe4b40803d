import { expect, test } from 'vitest'
import { stateText } from './rules.ts'

const place = { locale: 'en', timeZone: 'America/Denver' } as const
const visit = { status: 'onTheWay', expectedAt: new Date('2026-06-09T20:20:00Z') } as const

test.each([
	['before', '2026-06-09T19:00:00Z', 'On the way, expected at 2:20 PM'],
	['late that evening, when it is the next day in London', '2026-06-10T05:00:00Z', 'On the way, expected at 2:20 PM'],
	['the day after', '2026-06-10T14:00:00Z', 'On the way'],
])('HOM-1: %s, it says when somebody is expected or no more', (_, at, text) => {
	expect(stateText(visit, place, new Date(at))).toBe(text)
})
