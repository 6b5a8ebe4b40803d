import { and, eq } from 'drizzle-orm'
import { wayTo } from '#features/notifications/rules.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { workspaceUrl } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { formatTime, formatTimes, formatWeekday } from '#platform/i18n/format.ts'
import { pickLocale } from '#platform/i18n/locale.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { type VisitEvent, visitEvent } from '../events.ts'
import { findVisit, type Visit } from '../reads.ts'
import { reminderDue } from '../rules.ts'
import { visits } from '../tables.ts'
import { guestsOf, visitsToRemind } from './reads.ts'

type News = 'scheduled' | 'changed' | 'cancelled' | 'reminder' | 'onTheWay'
const newsOf: Partial<Record<VisitEvent, News>> = {
	'visit.scheduled': 'scheduled',
	'visit.updated': 'changed',
	'visit.rescheduled': 'changed',
	'visit.cancelled': 'cancelled',
	'visit.reminded': 'reminder',
	'visit.onTheWay': 'onTheWay',
}

/** Writes to the clients of a visit; gives back how many are told. */
export async function tellOfVisit(writer: Writer, visit: Visit, event: VisitEvent): Promise<number> {
	const what = newsOf[event]
	// Of what is over nobody has to be told; who comes late comes all the same.
	if (!what || (visit.endsAt <= now() && what !== 'onTheWay')) return 0
	const hour = new Date(now().getTime() + 3_600_000)
	const goodUntil = what === 'onTheWay' && visit.endsAt < hour ? hour : visit.endsAt
	const workspace = await currentWorkspace(writer)
	let count = 0
	for (const person of await guestsOf(writer, visit)) {
		const way = wayTo(person)
		if (!way) continue
		const place = { locale: pickLocale(person.language, null, workspace.language), timeZone: workspace.timeZone }
		const { wanted } = await queueDelivery(writer, {
			event,
			template: 'visitNews',
			...way,
			contactId: person.id,
			language: person.language,
			values: {
				what,
				firstName: person.firstName,
				title: visit.title,
				day: formatWeekday(visit.startsAt, place),
				times: formatTimes(visit.startsAt, visit.endsAt, place),
				place: visit.address,
				who: visit.technicians.map((one) => one.name).join(', '),
				note: visit.note,
				reason: visit.reason ?? '',
				eta: visit.expectedAt ? formatTime(visit.expectedAt, place) : '',
				link: workspaceUrl(workspace, `/visits/${visit.id}`),
			},
			goodUntil,
		})
		if (wanted) count++
	}
	return count
}

const mostAtOnce = 500

/** Reminds clients of the visits of the next day. */
export async function remindOfVisits(scope: SystemScope): Promise<void> {
	for (const id of await read(scope, (reader) => visitsToRemind(reader, mostAtOnce)))
		await write(scope, (writer) => remind(writer, id))
}

/** Once, however often the job runs: who finds under the lock that it was done, or that the visit moved, reminds nobody. */
async function remind(writer: Writer<SystemScope>, id: string): Promise<void> {
	const one = and(eq(visits.workspaceId, writer.scope.workspaceId), eq(visits.id, id))
	await writer.db.select({ id: visits.id }).from(visits).where(one).for('update')
	const visit = await findVisit(writer, id)
	if (!visit || !reminderDue(visit, now())) return
	await writer.db.update(visits).set({ remindedAt: now() }).where(one)
	const count = await tellOfVisit(writer, visit, 'visit.reminded')
	if (count > 0) await writer.emit(visitEvent('visit.reminded', visit, { count }))
}
