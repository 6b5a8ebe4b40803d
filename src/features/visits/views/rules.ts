/** A visit as its client reads it, in words: made on the server, so that the page needs no script for it. */
import { m } from '#messages'
import { daysAgo, formatTimes, formatWeekday, type Place } from '#platform/i18n/format.ts'
import type { Visit } from '../reads.ts'
import { isAhead } from '../rules.ts'

export interface VisitView {
	id: string
	title: string
	status: Visit['status']
	/** "Tuesday, June 9" */
	day: string
	/** "Today" or "Tomorrow"; null for another day. */
	soon: string | null
	/** "8:00 – 10:00 AM" */
	times: string
	people: { name: string; phone: string | null }[]
	address: string
	note: string
	reason: string | null
	accountName: string
	/** Somebody may still come. */
	ahead: boolean
}

export function visitView(visit: Visit, place: Place, at: Date): VisitView {
	const ahead = isAhead(visit)
	const days = -daysAgo(visit.startsAt, place.timeZone, at)
	const { id, title, status, address, note, reason, accountName } = visit
	return {
		id,
		title,
		status,
		day: formatWeekday(visit.startsAt, place, at),
		soon:
			ahead && (days === 0 || days === 1) ? m.visits_day({ count: days === 0 ? 'today' : 'tomorrow' }, place) : null,
		times: formatTimes(visit.startsAt, visit.endsAt, place),
		people: visit.technicians.map(({ name, phone }) => ({ name, phone })),
		address,
		note,
		reason,
		accountName,
		ahead,
	}
}
