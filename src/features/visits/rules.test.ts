import { expect, test } from 'vitest'
import { reminderDue } from './rules.ts'

const hour = 3600_000
const begins = new Date('2026-06-10T14:00:00Z')
const before = (hours: number) => new Date(begins.getTime() - hours * hour)
const visit = {
	status: 'scheduled' as const,
	startsAt: begins,
	remindedAt: null as Date | null,
	toldAt: before(100) as Date | null,
	createdAt: before(100),
}

test.each([
	['a day and an hour before', visit, before(25), false],
	['a day before', visit, before(24), true],
	['an hour before', visit, before(1), true],
	['when it has begun', visit, begins, false],
	['twice', { ...visit, remindedAt: before(24) }, before(23), false],
	['of what was told less than a day before', { ...visit, toldAt: before(10) }, before(9), false],
	['of what nobody was told, but made long ago', { ...visit, toldAt: null }, before(9), true],
	['of what is cancelled', { ...visit, status: 'cancelled' as const }, before(9), false],
	['of who is on the way', { ...visit, status: 'onTheWay' as const }, before(1), false],
])('PRJ-3: a client is reminded of a visit %s', (_, one, at, due) => {
	expect(reminderDue(one, at)).toBe(due)
})
