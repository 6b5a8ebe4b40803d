/** A visit as its client reads it, in words: made on the server, so that the page needs no script for it. */
import { m } from '#messages'
import { now } from '#platform/clock/clock.ts'
import { daysAgo, formatTime, formatTimes, formatWeekday, type Place } from '#platform/i18n/format.ts'
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
	/** "Arrival 8:00 – 10:00 AM" */
	arrival: string
	/** How it stands; null while it is simply planned. */
	state: string | null
	/** Who comes, in a sentence. */
	who: string
	/** Who can be called. */
	calls: { phone: string; label: string }[]
	address: string
	note: string
	reason: string | null
	/** What its button to the calendar says. */
	calendar: string
	accountName: string
	/** Somebody may still come. */
	ahead: boolean
}

export function visitView(visit: Visit, place: Place, at: Date): VisitView {
	const ahead = isAhead(visit)
	const days = -daysAgo(visit.startsAt, place.timeZone, at)
	const { id, title, status, address, note, reason, accountName } = visit
	const names = visit.technicians.map((one) => one.name).join(', ')
	return {
		id,
		title,
		status,
		day: formatWeekday(visit.startsAt, place, at),
		soon:
			ahead && (days === 0 || days === 1) ? m.visits_day({ count: days === 0 ? 'today' : 'tomorrow' }, place) : null,
		arrival: m.visits_window({ times: formatTimes(visit.startsAt, visit.endsAt, place) }, place),
		state: status === 'scheduled' ? null : stateText(visit, place, at),
		who: names ? `${m.visits_who({}, place)}: ${names}` : '',
		calls: ahead
			? visit.technicians.flatMap(({ name, phone }) => (phone ? { phone, label: m.visits_call({ name }, place) } : []))
			: [],
		address,
		note,
		reason: reason && m.visits_reason({ reason }, place),
		calendar: m.visits_calendar({}, place),
		accountName,
		ahead,
	}
}

/**
 * How it stands: "On the way, expected at 2:20 PM", where whoever set out said when they arrive. On a later day nobody
 * is expected any more, even if it was forgotten to say what became of it.
 */
export function stateText(
	{ status, expectedAt }: Pick<Visit, 'status' | 'expectedAt'>,
	place: Place,
	at: Date = now(),
): string {
	if (expectedAt && daysAgo(expectedAt, place.timeZone, at) <= 0)
		return m.visits_expected({ time: formatTime(expectedAt, place) }, place)
	return m.visits_status({ status }, place)
}
