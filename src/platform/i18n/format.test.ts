import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
	daysAgo,
	formatBytes,
	formatDate,
	formatDateTime,
	formatDay,
	formatMoney,
	formatTime,
	formatWhen,
	type Place,
} from './format.ts'
import { pickLocale } from './locale.ts'

const denver: Place = { locale: 'en', timeZone: 'America/Denver' }
const madrid: Place = { locale: 'es', timeZone: 'Europe/Madrid' }
/** The narrow spaces that some languages put before units and halves of the day. */
const spaced = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe("BRD-3: dates and times in the company's time zone and the reader's language", () => {
	const noon = new Date('2026-06-09T18:02:00Z')
	const late = new Date('2026-06-10T03:30:00Z')

	test('the same moment is another day elsewhere', () => {
		expect(formatDate(late, denver, noon)).toBe('June 9')
		expect(formatDate(late, madrid, noon)).toBe('10 de junio')
	})

	test('the year is told when it is another', () => {
		expect(formatDate(new Date('2025-12-31T20:00:00Z'), denver, noon)).toBe('December 31, 2025')
		expect(formatDate(new Date('2027-01-01T03:00:00Z'), denver, noon)).toBe('December 31')
		expect(spaced(formatDateTime(noon, denver, noon))).toBe('Jun 9, 12:02 PM')
		expect(spaced(formatDateTime(noon, madrid, new Date('2027-06-01T00:00:00Z')))).toBe('9 jun 2026, 20:02')
	})

	test('today and yesterday by the calendar, not by hours', () => {
		const justAfterMidnight = new Date('2026-06-10T06:05:00Z')
		expect(formatDay(noon, denver, late)).toBe('Today')
		expect(formatDay(late, denver, justAfterMidnight)).toBe('Yesterday')
		expect(formatDay(late, madrid, justAfterMidnight)).toBe('Hoy')
		expect(formatDay(noon, madrid, justAfterMidnight)).toBe('Ayer')
		expect(formatDay(new Date('2026-06-01T18:00:00Z'), denver, noon)).toBe('June 1')
		expect(spaced(formatWhen(noon, denver, late))).toBe('12:02 PM')
		expect(formatWhen(noon, denver, justAfterMidnight)).toBe('Yesterday')
		expect(formatTime(noon, madrid)).toBe('20:02')
	})

	test('days are counted right over a change of the clock', () => {
		const before = new Date('2026-03-08T06:30:00Z')
		const after = new Date('2026-03-09T05:30:00Z')
		expect(daysAgo(before, 'America/Denver', after)).toBe(1)
		expect(daysAgo(after, 'America/Denver', before)).toBe(-1)
	})

	test('any two days apart differ by as many as the calendar says', () => {
		const days = fc.integer({ min: -800, max: 800 })
		const zones = fc.constantFrom('America/Denver', 'Europe/Madrid', 'Pacific/Kiritimati', 'Asia/Kolkata', 'UTC')
		fc.assert(
			fc.property(
				fc.date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true }),
				days,
				zones,
				(at, count, zone) => {
					const later = new Date(at.getTime() + count * 86_400_000)
					const onCalendar = (day: Date) => Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(day))
					expect(daysAgo(at, zone, later)).toBe((onCalendar(later) - onCalendar(at)) / 86_400_000)
				},
			),
		)
	})
})

test.each([
	[129_900, 'USD', 'en', '$1,299.00'],
	[5, 'USD', 'en', '$0.05'],
	[-440_000, 'USD', 'en', '-$4,400.00'],
	[129_900, 'EUR', 'es', '1299,00 €'],
	[1_500, 'JPY', 'en', '¥1,500'],
	[1_500, 'CLP', 'es', '1500 CLP'],
	[1_234, 'KWD', 'en', 'KWD 1.234'],
] as const)('PAY-1: %i in the minor unit of %s reads %4$s', (amount, currency, locale, text) => {
	expect(spaced(formatMoney({ amount, currency }, locale))).toBe(text)
})

test('PAY-1: no amount loses a cent on its way to the page', () => {
	fc.assert(
		fc.property(fc.integer({ min: -1e11, max: 1e11 }), (amount) => {
			const digits = formatMoney({ amount, currency: 'USD' }, 'en').replace(/[^\d-]/g, '')
			expect(Number(digits) || 0).toBe(amount || 0)
		}),
	)
})

test.each([
	[0, '0 bytes'],
	[1, '1 byte'],
	[999, '999 bytes'],
	[1_000, '1 kB'],
	[412_345, '412 kB'],
	[999_499, '999 kB'],
	[999_950, '1 MB'],
	[2_640_000, '2.6 MB'],
	[9_970_000, '10 MB'],
	[52_428_800, '52 MB'],
	[3_200_000_000, '3.2 GB'],
])('DOC-1: %i bytes read %s', (bytes, text) => {
	expect(spaced(formatBytes(bytes, 'en'))).toBe(text)
})

test('DOC-1: a size never shows a thousand of its unit', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 1e14 }), (bytes) => {
			expect(formatBytes(bytes, 'en')).not.toMatch(/\d,\d/)
		}),
	)
})

test.each([
	['es', 'en', 'en', 'es'],
	[null, 'es-MX,es;q=0.9,en;q=0.8', 'en', 'es'],
	[null, 'fr,de;q=0.9,es;q=0.2,en;q=0.1', 'en', 'es'],
	[null, 'en;q=0,es;q=0.1', 'en', 'es'],
	[null, '*', 'es', 'es'],
	[null, null, 'es-419', 'es'],
	['xx', ';;;q=,=', 'yy', 'en'],
])('BRD-3: chosen %s, browser %s, company %s: %s', (chosen, header, fallback, expected) => {
	expect(pickLocale(chosen, header, fallback)).toBe(expected)
})

test('BRD-3: whatever a browser sends, a language comes out', () => {
	fc.assert(
		fc.property(fc.string(), (header) => {
			expect(['en', 'es']).toContain(pickLocale(null, header, 'en'))
		}),
	)
})
