export type DayPart = 'morning' | 'afternoon' | 'evening'

/** Which greeting fits the hour (0–23) on the reader's wall. */
export function dayPart(hour: number): DayPart {
	if (hour >= 5 && hour < 12) return 'morning'
	return hour >= 12 && hour < 18 ? 'afternoon' : 'evening'
}

export type Waiting = { unit: 'minute' | 'hour' | 'day'; count: number; late: boolean }

/** How long somebody waits, in the largest unit that fits; late after four hours. */
export function waitingFor(since: Date, now: Date): Waiting {
	const minutes = Math.max(0, Math.floor((now.getTime() - since.getTime()) / 60_000))
	const late = minutes >= 240
	if (minutes < 60) return { unit: 'minute', count: minutes, late }
	if (minutes < 48 * 60) return { unit: 'hour', count: Math.floor(minutes / 60), late }
	return { unit: 'day', count: Math.floor(minutes / 1440), late }
}
