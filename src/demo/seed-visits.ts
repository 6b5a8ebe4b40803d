import { listProjects } from '#features/projects/reads.ts'
import { visitInput } from '#features/visits/schema.ts'
import { cancelVisit, completeVisit, scheduleVisit } from '#features/visits/writes.ts'
import { read } from '#platform/db/db.ts'
import { momentIn } from '#platform/i18n/zone.ts'
import { company } from './cast.ts'
import { asMember, type Cast, dayMs, daysAgo } from './stage.ts'

const plans = [
	{
		title: 'Roof and panel check',
		note: 'We need to get to the attic hatch and the main panel. It takes about an hour.',
		in: -19,
		from: '09:00',
		to: '11:00',
		who: 'Tomás',
		ends: 'completed',
	},
	{
		title: 'Installation, day 1',
		note: 'Please keep the driveway free. The power is off for about an hour around noon.',
		in: 5,
		from: '08:00',
		to: '10:00',
		who: 'Tomás',
		ends: 'scheduled',
	},
	{
		title: 'Installation, day 2',
		note: '',
		in: 6,
		from: '08:00',
		to: '10:00',
		who: 'Tomás',
		ends: 'scheduled',
	},
	{ title: 'Meter exchange', note: '', in: 2, from: '13:00', to: '15:00', who: null, ends: 'cancelled' },
] as const

/** Appointments of the first households, past and to come. Nobody is written to. */
export async function seedVisits(cast: Cast): Promise<void> {
	for (const [index, person] of cast.people.slice(0, 5).entries()) {
		const { rows } = await read(cast.scope, (reader) =>
			listProjects(reader, { filter: { accountId: person.accountId } }),
		)
		const project = rows[0]
		if (project?.status !== 'active' || person.household.since < 25) continue
		// Maya has one of each kind, the others one or two.
		for (const plan of plans.filter((_, n) => index === 0 || (n + index) % 3 === 0))
			await seedVisit(cast, project.id, plan, index)
	}
}

async function seedVisit(
	cast: Cast,
	projectId: string,
	{ title, note, in: days, from, to, who, ends }: (typeof plans)[number],
	index: number,
): Promise<void> {
	const ann = asMember(cast, 'Ann')
	const day = new Date(Date.now() + (days + index) * dayMs).toISOString().slice(0, 10)
	const moment = (time: string) => momentIn(day, time, company.timeZone)?.toISOString()
	const memberId = who && cast.staff.get(who)
	const technicians = memberId
		? [{ memberId, phone: '(303) 555-0190' }]
		: [{ name: 'Kim of the power company', phone: '(303) 555-0191' }]
	const input = { projectId, title, note, startsAt: moment(from), endsAt: moment(to), technicians, notify: false }
	const made = await daysAgo(Math.max(3, 4 - days), () => scheduleVisit(ann, visitInput('US').parse(input)))
	if (!made.ok) throw new Error(made.reason)
	const { id } = made.visit
	if (ends === 'completed') await daysAgo(Math.max(0, -days - index), () => completeVisit(ann, id))
	if (ends === 'cancelled')
		await daysAgo(1, () =>
			cancelVisit(ann, id, {
				reason: 'The power company has no crew that day. We ask for another date.',
				notify: false,
			}),
		)
}
