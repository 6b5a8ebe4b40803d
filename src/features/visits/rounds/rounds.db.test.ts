import { expect, test } from 'vitest'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { visitInput } from '../schema.ts'
import { cancelVisit, scheduleVisit } from '../writes.ts'
import { roundOf } from './reads.ts'
import { daysOf, spanFrom } from './rules.ts'

useInstallation([])

const timeZone = 'America/Denver'
const place = { locale: 'en', timeZone } as const

test('ACC-17: a technician sees its own visits of today and the days to come, and what belongs to them', async () => {
	const scope = await makeWorkspace()
	const [account, neighbour] = [await makeAccount({ in: scope, name: 'Reyes' }), await makeAccount({ in: scope })]
	const project = await makeProject({ account })
	const maya = await makeContact({ accounts: [account], phone: '+13035550101' })
	await makeContact({ accounts: [account], phone: '+13035550102', kind: 'lender' })
	await makeContact({ accounts: [account], phone: '+13035550103', delegateOf: maya.id })
	await makeContact({ accounts: [neighbour], phone: '+13035550104' })
	const ben = await makeMember({ in: scope, name: 'Ben', role: 'technician' })
	const tom = await makeMember({ in: scope, name: 'Tom', role: 'technician' })
	const { from } = spanFrom(now(), timeZone)
	const plan = async (title: string, hours: number, memberIds: string[], of: object) => {
		const startsAt = new Date(from.getTime() + hours * 3_600_000)
		const times = { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString() }
		const technicians = memberIds.map((memberId) => ({ memberId }))
		const made = await scheduleVisit(scope, visitInput().parse({ title, technicians, notify: false, ...times, ...of }))
		if (!made.ok) throw new Error(made.reason)
		return made.visit
	}
	await plan('Yesterday', -12, [ben.id], { projectId: project.id })
	await plan('Roof', 9, [ben.id, tom.id], { projectId: project.id })
	const off = await plan('Meter', 33, [ben.id], { accountId: neighbour.id })
	await cancelVisit(scope, off.id, { reason: 'No crew', notify: false })
	await plan('Theirs', 9, [tom.id], { accountId: neighbour.id })
	await plan('Far off', 24 * 20, [ben.id], { accountId: neighbour.id })

	const stops = await read(ben.scope, (reader) => roundOf(reader, spanFrom(now(), timeZone)))
	expect(stops.map(({ visit, hosts }) => [visit.title, hosts.map((host) => host.phone)])).toEqual([
		['Roof', ['+13035550101']],
		['Meter', ['+13035550104']],
	])
	expect(stops.map(({ step }) => step !== null)).toEqual([true, false])
	const days = daysOf(stops, { place, at: now(), memberId: ben.id, phone: (number) => number })
	expect(days.map(({ title }) => title.split(',')[0])).toEqual(['Today', 'Tomorrow'])
	expect(days[0]?.stops).toMatchObject([{ title: 'Roof', accountName: 'Reyes', others: 'Tom', ahead: true }])
	expect(days[0]?.stops[0]?.calls).toMatchObject([{ href: 'tel:+13035550101', label: 'Call Maya Reyes' }])
	expect(days[1]?.stops).toMatchObject([{ title: 'Meter', ahead: false, reason: 'Why: No crew' }])
	expect(
		(await read(tom.scope, (reader) => roundOf(reader, spanFrom(now(), timeZone)))).map((one) => one.visit.title),
	).toEqual(['Roof', 'Theirs'])
})
