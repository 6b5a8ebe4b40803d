import type { Locale } from '#i18n'
import { m } from '#messages'
import { formatDate } from '#platform/i18n/format.ts'
import type { Sentences } from '../schema.ts'

export const visits = {
	'visit.scheduled': ({ who, data, at }) =>
		m.visits_event_scheduled({ who, title: data.name ?? '', when: dayOf(data.day, at) }, at),
	'visit.updated': ({ who, data, at }) => m.visits_event_updated({ who, title: data.name ?? '' }, at),
	'visit.rescheduled': ({ who, data, at }) =>
		m.visits_event_rescheduled({ who, title: data.name ?? '', when: dayOf(data.day, at) }, at),
	'visit.cancelled': ({ who, data, at }) => m.visits_event_cancelled({ who, title: data.name ?? '' }, at),
	'visit.onTheWay': ({ who, data, at }) => m.visits_event_on_the_way({ who, title: data.name ?? '' }, at),
	'visit.arrived': ({ who, data, at }) => m.visits_event_arrived({ who, title: data.name ?? '' }, at),
	'visit.completed': ({ who, data, at }) => m.visits_event_completed({ who, title: data.name ?? '' }, at),
	'visit.reminded': ({ data, at }) => m.visits_event_reminded({ title: data.name ?? '' }, at),
} satisfies Sentences

/** A day as events keep it, `2026-06-09`. */
function dayOf(day: string | undefined, { locale }: { locale: Locale }): string {
	return day ? formatDate(new Date(`${day}T12:00:00Z`), { locale, timeZone: 'UTC' }) : ''
}
