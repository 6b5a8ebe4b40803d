/** The visits of everybody, day by day, as the office plans with them. */
import { z } from 'zod'
import { formatTimes, type Place } from '#platform/i18n/format.ts'
import { dayAfter, startOfDay } from '#platform/i18n/zone.ts'
import type { Span, Visit } from '../reads.ts'
import { byDay, spanFrom } from '../rounds/rules.ts'
import { isAhead, type VisitStatus } from '../rules.ts'
import { stateText } from '../views/rules.ts'

/** Which visits are shown: of one member (`nobody`: those without anybody), of one day; what is not understood is left out. */
export const planQuery = z.object({
	member: z.union([z.literal('nobody'), z.string().regex(/^mem_\w+$/)]).catch(''),
	day: z.iso.date().catch(''),
})
export type PlanQuery = z.output<typeof planQuery>

export interface PlanLine {
	id: string
	times: string
	title: string
	/** Where it is dealt with: at its project, else at its account. */
	href: string
	accountName: string
	/** The project and the address. */
	about: string
	who: string
	status: VisitStatus
	state: string
	ahead: boolean
}

/** The day that was asked for, else today and the two weeks to come. */
export function planSpan({ day }: PlanQuery, at: Date, timeZone: string): Span {
	const [from, until] = day ? [startOfDay(day, timeZone), startOfDay(dayAfter(day), timeZone)] : []
	return from && until ? { from, until } : spanFrom(at, timeZone)
}

export function planView(visits: Visit[], at: Date, place: Place) {
	return byDay(visits, (visit) => visit.startsAt, { place, at }).map(({ day, title, items }) => ({
		day,
		title,
		lines: items.map((visit) => lineOf(visit, place)),
	}))
}

function lineOf(visit: Visit, place: Place): PlanLine {
	const { id, title, projectId, projectName, accountId, accountName, address, technicians, status } = visit
	return {
		id,
		times: formatTimes(visit.startsAt, visit.endsAt, place),
		title,
		href: projectId ? `/office/projects/${projectId}/visits#visit-${id}` : `/office/accounts/${accountId}`,
		accountName,
		about: [projectName, address].filter(Boolean).join(' · '),
		who: technicians.map((one) => one.name).join(', '),
		status,
		state: stateText(visit, place),
		ahead: isAhead(visit),
	}
}
