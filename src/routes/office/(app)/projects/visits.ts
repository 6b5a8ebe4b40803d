import type { OfficeVisitView } from '#features/visits/components/OfficeVisits.svelte'
import type { Visit } from '#features/visits/reads.ts'
import { isAhead } from '#features/visits/rules.ts'
import { stateText } from '#features/visits/views/rules.ts'
import { formatTimes, formatWeekday } from '#platform/i18n/format.ts'
import { wallClock } from '#platform/i18n/zone.ts'

/** What the panel of a project's visits shows. */
export function visitsView(
	list: Visit[],
	{ locale, workspace }: Pick<App.Locals, 'locale' | 'workspace'>,
): OfficeVisitView[] {
	const place = { locale, timeZone: workspace.timeZone }
	return list.map((visit) => ({
		id: visit.id,
		title: visit.title,
		status: visit.status,
		state: stateText(visit, place),
		when: `${formatWeekday(visit.startsAt, place)}, ${formatTimes(visit.startsAt, visit.endsAt, place)}`,
		who: visit.technicians.map(({ name, phone }) => [name, phone].filter(Boolean).join(', ')).join(' · '),
		note: visit.note,
		reason: visit.reason,
		reminded: visit.remindedAt !== null,
		changes: visit.changes,
		ahead: isAhead(visit),
		fields: fieldsOf(visit, workspace.timeZone),
	}))
}

function fieldsOf({ title, startsAt, endsAt, technicians, note }: Visit, timeZone: string): Record<string, string> {
	const [from, to, first] = [wallClock(startsAt, timeZone), wallClock(endsAt, timeZone), technicians[0]]
	return {
		title,
		date: from.day,
		from: from.time,
		to: to.time,
		memberId: first?.memberId ?? '',
		name: first?.memberId ? '' : (first?.name ?? ''),
		phone: first?.phone ?? '',
		note,
		notify: 'on',
	}
}
