import { expect, test } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { formatTime } from '#platform/i18n/format.ts'
import { clientScope, staffScope } from '#platform/scope/make.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { remindOfVisits } from './notices/writes.ts'
import { findVisit, listVisits, visitsAhead, visitsBehind, visitsOfProject } from './reads.ts'
import { visitInput, visitPatch } from './schema.ts'
import { arrive, setOut } from './underway/writes.ts'
import { visitView } from './views/rules.ts'
import { cancelVisit, changeVisit, completeVisit, scheduleVisit, upsertVisit } from './writes.ts'

const { advance } = useInstallation(notificationJobs)
const day = 86_400

/** Times so many days from now. */
const inDays = (days: number) => ({
	startsAt: new Date(now().getTime() + days * day * 1000).toISOString(),
	endsAt: new Date(now().getTime() + days * day * 1000 + 7_200_000).toISOString(),
})

async function company() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account })
	const maya = await makeContact({ accounts: [account] })
	const lender = await makeContact({ accounts: [await makeAccount({ in: scope })], kind: 'lender' })
	await linkContact(scope, lender.id, { type: 'project', id: project.id })
	const bank = clientScope({ ...lender.scope, projectIds: [project.id] })
	return { scope, account, project, maya, bank }
}

async function schedule(scope: SystemScope, projectId: string, more: object = {}) {
	const made = await scheduleVisit(scope, visitInput().parse({ projectId, title: 'Roof', ...inDays(3), ...more }))
	if (!made.ok) throw new Error(made.reason)
	return made.visit
}
const told = async (scope: SystemScope) =>
	(await read(scope, ({ db }) => db.select().from(deliveries))).filter((one) => one.template === 'visitNews')
const seenBy = (scope: ClientScope, id: string) => read(scope, (reader) => findVisit(reader, id))
const events = (scope: SystemScope, id: string) =>
	read(scope, async ({ client }) => {
		const { rows } = await client.query('select type from events where subject_id = $1 order by id', [id])
		return rows.map((row) => row.type)
	})

test('PRJ-3: a visit is scheduled, moved and done; its client is told each time, its lender sees nothing', async () => {
	const { scope, project, maya, bank } = await company()
	const ben = await makeMember({ in: scope, name: 'Ben', role: 'technician' })
	const other = await makeMember({ in: scope, name: 'Tom', role: 'technician' })
	const ann = await makeMember({ in: scope, name: 'Ann' })
	const { id, technicians, siteId } = await schedule(scope, project.id, {
		technicians: [{ memberId: ben.id, phone: '+13035550100' }],
	})
	expect({ technicians, siteId }).toEqual({
		technicians: [{ memberId: ben.id, name: 'Ben', phone: '+13035550100' }],
		siteId: null,
	})
	expect((await told(scope)).map((one) => [one.event, one.recipient])).toEqual([['visit.scheduled', maya.email]])
	expect(await read(maya.scope, (reader) => visitsAhead(reader, 5))).toMatchObject([{ id }])
	expect(await seenBy(bank, id)).toBeNull()
	expect(await read(bank, (reader) => visitsOfProject(reader, project.id))).toEqual([])
	const mine = staffScope({ ...ben.scope, role: 'technician' })
	const theirs = staffScope({ ...other.scope, role: 'technician' })
	expect(await read(mine, (reader) => findVisit(reader, id))).toMatchObject({ id })
	expect(await read(theirs, (reader) => findVisit(reader, id))).toBeNull()
	const moved = await changeVisit(scope, id, visitPatch().parse(inDays(4)), 0)
	expect(moved).toMatchObject({ ok: true, visit: { changes: 1 } })
	expect(await changeVisit(scope, id, visitPatch().parse({ title: 'Roof, day 1' }), 0)).toMatchObject({
		ok: false,
		reason: 'visit_changed',
	})
	await changeVisit(scope, id, visitPatch().parse({ title: 'Roof, day 1' }))
	expect(await told(scope)).toHaveLength(2)
	const [one, two] = await Promise.all([completeVisit(ben.scope, id), completeVisit(ann.scope, id)])
	expect([one.ok, two.ok].sort()).toEqual([false, true])
	expect(one.ok ? two : one).toMatchObject({ reason: 'visit_completed', by: one.ok ? 'Ben' : 'Ann' })
	expect(await cancelVisit(scope, id)).toMatchObject({ ok: false, reason: 'visit_completed' })
	expect((await read(maya.scope, (reader) => visitsBehind(reader, { limit: 5 }))).data).toMatchObject([{ id }])
	expect(await events(scope, id)).toEqual(['visit.scheduled', 'visit.rescheduled', 'visit.updated', 'visit.completed'])
})

test('PRJ-3: of a visit that is cancelled the client is told why; without a word where staff say so', async () => {
	const { scope, project, maya } = await company()
	const quiet = await schedule(scope, project.id, { notify: false })
	await cancelVisit(scope, quiet.id, { notify: false })
	expect(await told(scope)).toEqual([])
	const { id } = await schedule(scope, project.id)
	expect(await cancelVisit(scope, id, { reason: 'Storm' })).toMatchObject({ ok: true, visit: { reason: 'Storm' } })
	expect(await cancelVisit(scope, id)).toMatchObject({ ok: false, reason: 'visit_cancelled' })
	expect((await told(scope)).map((one) => one.event)).toEqual(['visit.scheduled', 'visit.cancelled'])
	expect(await read(maya.scope, (reader) => visitsAhead(reader, 5))).toEqual([])
})

test('PRJ-3: a client is reminded once, a day before; of another time again', async () => {
	const { scope, project } = await company()
	const { id } = await schedule(scope, project.id)
	await schedule(scope, project.id, { ...inDays(0.5), title: 'Tonight' })
	const reminders = async () => (await told(scope)).filter((one) => one.event === 'visit.reminded').length
	await remindOfVisits(scope)
	expect(await reminders()).toBe(0)
	advance(2.1 * day)
	await Promise.all([remindOfVisits(scope), remindOfVisits(scope)])
	await remindOfVisits(scope)
	expect(await reminders()).toBe(1)
	expect(await changeVisit(scope, id, visitPatch().parse(inDays(5)))).toMatchObject({ ok: true })
	advance(6.2 * day)
	await remindOfVisits(scope)
	expect(await reminders()).toBe(2)
})

test('SVC-1: who is on the way says so once, with about when; who has arrived too; a new day begins anew', async () => {
	const { scope, project } = await company()
	const ben = await makeMember({ in: scope, name: 'Ben', role: 'technician' })
	const { id } = await schedule(scope, project.id, { technicians: [{ memberId: ben.id }], notify: false })
	const [one, two] = await Promise.all([setOut(ben.scope, id, { minutes: 20 }), setOut(ben.scope, id)])
	expect(one.ok ? two : one).toMatchObject({ ok: false, reason: 'visit_on_the_way', by: 'Ben' })
	expect((await told(scope)).map((letter) => letter.event)).toEqual(['visit.onTheWay'])
	expect(await arrive(ben.scope, id)).toMatchObject({ ok: true, visit: { status: 'arrived' } })
	expect(await arrive(ben.scope, id)).toMatchObject({ ok: false, reason: 'visit_arrived' })
	expect(await setOut(ben.scope, id)).toMatchObject({ ok: false, reason: 'visit_arrived' })
	await changeVisit(scope, id, visitPatch().parse({ ...inDays(4), notify: false }))
	expect(await setOut(scope, id, { notify: false })).toMatchObject({ ok: true, visit: { status: 'onTheWay' } })
	expect(await completeVisit(scope, id)).toMatchObject({ ok: true, visit: { status: 'completed' } })
	expect(await setOut(scope, id)).toMatchObject({ ok: false, reason: 'visit_completed' })
	expect(await told(scope)).toHaveLength(1)
})

test('SVC-1: when who is on the way arrives is known until they are there, done, called off, or it is another day', async () => {
	const { scope, project, maya } = await company()
	const ends = {
		arrived: (id: string) => arrive(scope, id),
		completed: (id: string) => completeVisit(scope, id),
		cancelled: (id: string) => cancelVisit(scope, id),
		scheduled: (id: string) => changeVisit(scope, id, visitPatch().parse(inDays(5))),
	}
	for (const [status, end] of Object.entries(ends)) {
		const { id } = await schedule(scope, project.id)
		expect(await seenBy(maya.scope, id)).toMatchObject({ expectedAt: null })
		const gone = await setOut(scope, id, { minutes: 20 })
		const expectedAt = gone.ok && gone.visit.expectedAt
		if (!expectedAt) throw new Error('nobody knows when they arrive')
		const seen = await seenBy(maya.scope, id)
		const place = { locale: 'en', timeZone: 'America/Denver' } as const
		expect(seen && visitView(seen, place, now()).state).toBe(`On the way, expected at ${formatTime(expectedAt, place)}`)
		expect(seen && visitView(seen, { ...place, locale: 'es' }, now()).state).toMatch(
			/^En camino, llegada prevista a las /,
		)
		expect(await changeVisit(scope, id, visitPatch().parse({ note: 'Ring twice' }))).toMatchObject({
			visit: { expectedAt },
		})
		expect(await end(id)).toMatchObject({ ok: true, visit: { status, expectedAt: null } })
		expect(await seenBy(maya.scope, id)).toMatchObject({ expectedAt: null })
	}
	const { id } = await schedule(scope, project.id)
	expect(await setOut(scope, id)).toMatchObject({ ok: true, visit: { status: 'onTheWay', expectedAt: null } })
})

test('API-1: a visit of another program is made once and then changed; it needs a place, and times in their order', async () => {
	const { scope, account, project } = await company()
	const site = await makeSite({ account })
	const input = visitInput().parse({ siteId: site.id, title: 'Roof', ...inDays(3) })
	expect(await upsertVisit(scope, 'v-1', input)).toMatchObject({
		ok: true,
		created: true,
		visit: { accountId: account.id, siteId: site.id, projectId: null },
	})
	const again = await upsertVisit(scope, 'v-1', { ...input, title: 'Roof, day 2' })
	expect(again).toMatchObject({ ok: true, visit: { title: 'Roof, day 2' } })
	expect(await upsertVisit(scope, 'v-1', { ...input, projectId: project.id })).toMatchObject({ path: 'projectId' })
	expect(await scheduleVisit(scope, { ...input, externalId: 'v-1' })).toMatchObject({ reason: 'external_id_taken' })
	const { siteId: _, ...nowhere } = input
	expect(await scheduleVisit(scope, nowhere)).toMatchObject({ ok: false, path: 'accountId' })
	expect(visitInput().safeParse({ title: 'x', startsAt: input.endsAt, endsAt: input.startsAt }).success).toBe(false)
	const page = await read(scope, (reader) => listVisits(reader, { siteId: site.id }, { limit: 1 }))
	expect(page).toMatchObject({ data: [{ externalId: 'v-1' }], nextCursor: null })
})
