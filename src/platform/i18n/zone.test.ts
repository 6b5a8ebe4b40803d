import { expect, test } from 'vitest'
import { dayAfter, startOfDay } from './zone.ts'

test('a day begins at midnight of its own time zone, also when the clocks change on it', () => {
	const at = (day: string, zone: string) => startOfDay(day, zone)?.toISOString()
	expect(at('2026-01-15', 'America/Denver')).toBe('2026-01-15T07:00:00.000Z')
	expect(at('2026-07-15', 'America/Denver')).toBe('2026-07-15T06:00:00.000Z')
	expect(at('2026-03-08', 'America/Denver')).toBe('2026-03-08T07:00:00.000Z')
	expect(at('2026-03-09', 'America/Denver')).toBe('2026-03-09T06:00:00.000Z')
	expect(at('2026-11-01', 'America/Denver')).toBe('2026-11-01T06:00:00.000Z')
	expect(at('2026-01-15', 'Asia/Kolkata')).toBe('2026-01-14T18:30:00.000Z')
	expect([startOfDay('2026-02-30', 'UTC'), startOfDay('tomorrow', 'UTC')]).toEqual([null, null])
	expect(dayAfter('2026-02-28')).toBe('2026-03-01')
})
