import { m } from '#messages'
import type { Appointment } from '#platform/calendar/ics.ts'
import type { Place } from '#platform/i18n/format.ts'
import type { Visit } from '../reads.ts'

/** A visit as a calendar keeps it. `host` makes its name unique in the world, `url` leads back to it. */
export function appointmentOf(
	visit: Visit,
	{ company, host, url, locale }: { company: string; host: string; url: string; locale: Place['locale'] },
): Appointment {
	const who = visit.technicians
		.map(({ name, phone }) => [name, phone].filter(Boolean).join(' '))
		.filter(Boolean)
		.join(', ')
	const text = [who && `${m.visits_who({}, { locale })}: ${who}`, visit.note].filter(Boolean).join('\n')
	return {
		uid: `${visit.id}@${host}`,
		sequence: visit.changes,
		start: visit.startsAt,
		end: visit.endsAt,
		title: `${visit.title} (${company})`,
		text,
		place: visit.address,
		url,
		cancelled: visit.status === 'cancelled',
		changedAt: visit.updatedAt,
	}
}
