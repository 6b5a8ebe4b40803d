/** A round as a phone shows it, day by day, in words made on the server. */
import { displayName } from '#features/people/rules.ts'
import { m } from '#messages'
import { daysAgo, formatTimes, formatWeekday, type Place } from '#platform/i18n/format.ts'
import { dayAfter, startOfDay, wallClock } from '#platform/i18n/zone.ts'
import type { Span } from '../reads.ts'
import { isAhead, type VisitStatus } from '../rules.ts'
import { stateText } from '../views/rules.ts'
import type { Stop } from './reads.ts'

export interface StopView {
	id: string
	times: string
	title: string
	status: VisitStatus
	state: string
	/** Somebody may still come. */
	ahead: boolean
	accountName: string
	address: string
	/** Where a map shows the address; null without one. */
	map: string | null
	note: string
	reason: string
	/** Facts of the work, each with its name. */
	work: { label: string; text: string }[]
	calls: { id: string; href: string; label: string; phone: string }[]
	/** Who else comes. */
	others: string
}
interface DayView {
	day: string
	title: string
	stops: StopView[]
}

/** How many days ahead of today a round shows. */
const daysAhead = 14

/** From the beginning of today on, by the company's clocks. */
export function spanFrom(at: Date, timeZone: string): Span {
	const today = wallClock(at, timeZone).day
	let last = today
	for (let n = 0; n <= daysAhead; n++) last = dayAfter(last)
	return { from: startOfDay(today, timeZone) ?? at, until: startOfDay(last, timeZone) ?? at }
}

interface Seen {
	place: Place
	at: Date
	memberId: string
	phone(number: string, extension: string | null): string
}

export function daysOf(stops: Stop[], seen: Seen): DayView[] {
	return byDay(stops, ({ visit }) => visit.startsAt, seen).map(({ day, title, items }) => ({
		day,
		title,
		stops: items.map((stop) => stopView(stop, seen)),
	}))
}

/** What is in the order of time, by the days of the company's clocks, each with its name: "Today, Tuesday, June 9". */
export function byDay<Item>(
	items: Item[],
	momentOf: (item: Item) => Date,
	{ place, at }: { place: Place; at: Date },
): { day: string; title: string; items: Item[] }[] {
	const days = Map.groupBy(items, (item) => wallClock(momentOf(item), place.timeZone).day)
	return [...days].map(([day, [first, ...rest]]) => {
		const begins = first ? momentOf(first) : at
		const until = -daysAgo(begins, place.timeZone, at)
		const soon = until === 0 || until === 1 ? m.visits_day({ count: until === 0 ? 'today' : 'tomorrow' }, place) : null
		const title = [soon, formatWeekday(begins, place, at)].filter(Boolean).join(', ')
		return { day, title, items: first ? [first, ...rest] : [] }
	})
}

function stopView({ visit, hosts, step, workOrder }: Stop, { place, memberId, phone }: Seen): StopView {
	const { id, title, status, accountName, address, note, reason, projectName } = visit
	const others = visit.technicians.filter((one) => one.memberId !== memberId).map((one) => one.name)
	const work = [
		{ label: m.visits_round_project({}, place), text: [projectName, step].filter(Boolean).join(' · ') },
		{ label: m.visits_round_order({}, place), text: workOrder ?? '' },
	]
	return {
		id,
		times: formatTimes(visit.startsAt, visit.endsAt, place),
		title,
		status,
		state: stateText(visit, place),
		ahead: isAhead(visit),
		accountName,
		address,
		map: address ? `https://www.openstreetmap.org/search?query=${encodeURIComponent(address)}` : null,
		note,
		reason: reason ? m.visits_reason({ reason }, place) : '',
		work: work.filter(({ text }) => text),
		calls: hosts.map((host) => ({
			id: host.id,
			href: `tel:${host.phone}${host.phoneExtension ? `;ext=${host.phoneExtension}` : ''}`,
			label: m.visits_call({ name: displayName({ ...host, email: null }) }, place),
			phone: phone(host.phone, host.phoneExtension),
		})),
		others: new Intl.ListFormat(place.locale, { type: 'conjunction' }).format(others),
	}
}
