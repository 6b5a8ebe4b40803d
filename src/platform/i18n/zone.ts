/** The moment at which a day (`2026-03-08`) begins in a time zone; null for what is no day. */
export function startOfDay(day: string, timeZone: string): Date | null {
	return momentIn(day, '00:00', timeZone)
}

/** The moment at which the clocks of a time zone show this day and time (`2026-03-08`, `08:30`); null for what is none. */
export function momentIn(day: string, time: string, timeZone: string): Date | null {
	const shaped = /^\d{4}-\d{2}-\d{2}$/.test(day) && /^([01]\d|2[0-3]):[0-5]\d$/.test(time)
	const guess = shaped ? Date.parse(`${day}T${time}:00Z`) : Number.NaN
	if (Number.isNaN(guess) || new Date(guess).toISOString().slice(0, 10) !== day) return null
	// What the clocks there are ahead by, first at about that time, then at the time that follows from it.
	const first = guess - aheadBy(guess, timeZone)
	return new Date(guess - aheadBy(first, timeZone))
}

/** What the clocks of a time zone show at a moment, as forms have it. */
export function wallClock(at: Date, timeZone: string): { day: string; time: string } {
	const there = new Date(at.getTime() + aheadBy(at.getTime(), timeZone)).toISOString()
	return { day: there.slice(0, 10), time: there.slice(11, 16) }
}

/** The day after. */
export function dayAfter(day: string): string {
	return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)
}

function aheadBy(at: number, timeZone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	}).formatToParts(at)
	const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
	return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - at
}
