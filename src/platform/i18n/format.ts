import type { Locale } from './locale.ts'

/** For whom and where: the reader's language, the company's time zone. */
export interface Place {
	locale: Locale
	timeZone: string
}

/** Making a formatter takes a hundred times as long as using it: each is made once. */
function once<Options, Format>(Made: new (locale: string, options: Options) => Format) {
	const made = new Map<string, Format>()
	return (locale: Locale, options: Options): Format => {
		const key = `${locale}${JSON.stringify(options)}`
		const kept = made.get(key)
		if (kept) return kept
		const fresh = new Made(regional[locale], options)
		made.set(key, fresh)
		return fresh
	}
}

/** Spanish as it is read across the Americas and in Spain: `es` alone. */
const regional: Record<Locale, string> = { en: 'en-US', es: 'es' }

const dates = once<Intl.DateTimeFormatOptions, Intl.DateTimeFormat>(Intl.DateTimeFormat)
const numbers = once<Intl.NumberFormatOptions, Intl.NumberFormat>(Intl.NumberFormat)
const relative = once<Intl.RelativeTimeFormatOptions, Intl.RelativeTimeFormat>(Intl.RelativeTimeFormat)

/** "June 9", with the year when it is another one than now. */
export function formatDate(at: Date, { locale, timeZone }: Place, today = new Date()): string {
	const year = dates(locale, { timeZone, year: 'numeric' })
	const sameYear = year.format(at) === year.format(today)
	return dates(locale, { timeZone, month: 'long', day: 'numeric', ...(sameYear ? {} : { year: 'numeric' }) }).format(at)
}

/** "June 2026" */
export function formatMonth(at: Date, { locale, timeZone }: Place): string {
	const month = dates(locale, { timeZone, month: 'long', year: 'numeric' }).format(at)
	return month.charAt(0).toLocaleUpperCase(locale) + month.slice(1)
}

/** "Jun 9, 4:02 PM", with the year when it is another one than now. */
export function formatDateTime(at: Date, place: Place, today = new Date()): string {
	const { locale, timeZone } = place
	const year = dates(locale, { timeZone, year: 'numeric' })
	const sameYear = year.format(at) === year.format(today)
	const options = { timeZone, month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' } as const
	return dates(locale, sameYear ? options : { ...options, year: 'numeric' }).format(at)
}

/** "4:02 PM" */
export function formatTime(at: Date, { locale, timeZone }: Place): string {
	return dates(locale, { timeZone, hour: 'numeric', minute: '2-digit' }).format(at)
}

/** "Tuesday, June 9", with the year when it is another one than now. */
export function formatWeekday(at: Date, { locale, timeZone }: Place, today = new Date()): string {
	const year = dates(locale, { timeZone, year: 'numeric' })
	const options = { timeZone, weekday: 'long', month: 'long', day: 'numeric' } as const
	const sameYear = year.format(at) === year.format(today)
	return dates(locale, sameYear ? options : { ...options, year: 'numeric' }).format(at)
}

/** "8:00 – 10:00 AM" */
export function formatTimes(from: Date, to: Date, { locale, timeZone }: Place): string {
	return dates(locale, { timeZone, hour: 'numeric', minute: '2-digit' }).formatRange(from, to)
}

/** Days between two times on the calendar of a time zone: 0 today, 1 yesterday, negative in the future. */
export function daysAgo(at: Date, timeZone: string, today = new Date()): number {
	return dayNumber(today, timeZone) - dayNumber(at, timeZone)
}

function dayNumber(at: Date, timeZone: string): number {
	const parts = dates('en', { timeZone, year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(at)
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
	return Math.round(Date.UTC(part('year'), part('month') - 1, part('day')) / 86_400_000)
}

/** The hour (0–23) on the reader's wall. */
export function hourOf(at: Date, timeZone: string): number {
	return Number(dates('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }).format(at))
}

/** "Today", "Yesterday" or the date. */
export function formatDay(at: Date, place: Place, today = new Date()): string {
	const days = daysAgo(at, place.timeZone, today)
	if (days === 0 || days === 1) {
		const word = relative(place.locale, { numeric: 'auto' }).format(-days, 'day')
		return word.charAt(0).toLocaleUpperCase(place.locale) + word.slice(1)
	}
	return formatDate(at, place, today)
}

/** Time today, else the day: for lists where space is short. */
export function formatWhen(at: Date, place: Place, today = new Date()): string {
	return daysAgo(at, place.timeZone, today) === 0 ? formatTime(at, place) : formatDay(at, place, today)
}

export interface Money {
	/** In the currency's minor unit. */
	amount: number
	currency: string
}

/** "$1,299.00"; the currency decides how many decimals its minor unit has. */
export function formatMoney({ amount, currency }: Money, locale: Locale): string {
	const format = numbers(locale, { style: 'currency', currency })
	return format.format(amount / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2))
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** "412 kB", "2.6 MB": decimal units, as phones and computers show them. */
export function formatBytes(bytes: number, locale: Locale): string {
	let step = 0
	let value = bytes
	// What would round up to a thousand reads better as one of the next unit.
	while (value >= 999.5 && step < units.length - 1) {
		value /= 1000
		step++
	}
	const maximumFractionDigits = step > 1 && value < 9.95 ? 1 : 0
	return numbers(locale, {
		style: 'unit',
		unit: units[step],
		unitDisplay: step === 0 ? 'long' : 'short',
		maximumFractionDigits,
	}).format(value)
}

export function formatNumber(value: number, locale: Locale): string {
	return numbers(locale, {}).format(value)
}
