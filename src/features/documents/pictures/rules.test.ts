import { expect, test } from 'vitest'
import { byMonth } from './rules.ts'

test('DOC-3: pictures stand under their months, in the order in which they come', () => {
	const at = (day: string) => ({ createdAt: new Date(`${day}T12:00Z`) })
	const all = ['2026-06-09', '2026-06-01', '2026-05-30', '2025-06-01'].map(at)
	const months = byMonth(all, (day) => day.toISOString().slice(0, 7))
	expect(months.map(({ month, pictures }) => [month, pictures.length])).toEqual([
		['2026-06', 2],
		['2026-05', 1],
		['2025-06', 1],
	])
	expect(byMonth([], String)).toEqual([])
})
