import { afterEach, expect, test, vi } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { read, write } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { portalHistory } from '../../history/reads.ts'
import { accessJobs } from '../../jobs.ts'
import { openLink, spendLink } from '../../links/writes.ts'
import { suspendContact } from '../../suspension/writes.ts'
import { withdrawInvitation } from '../withdrawal/writes.ts'
import { inviteContact } from '../writes.ts'
import { everySkipped, findRun, recentRuns } from './reads.ts'
import { inviteContacts, workOffRun } from './writes.ts'

const { runJobs } = useInstallation([...accessJobs, ...notificationJobs])
afterEach(() => vi.restoreAllMocks())

async function company() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const people = (count: number, overrides: object = {}) =>
		Promise.all(
			Array.from({ length: count }, () =>
				makeContact({ accounts: [account], portalStatus: 'notEnrolled', ...overrides }),
			),
		)
	const run = (id: string | null) => read(scope, (reader) => findRun(reader, id ?? ''))
	return { scope, dev: await makeMember({ in: scope }), people, run }
}

test('ACC-1: many at once are counted exactly, invited once each, by the one who asked, and the skipped are listed', async () => {
	const { scope, dev, people, run } = await company()
	const many = await people(120)
	const enrolled = await people(30, { portalStatus: 'enrolled' })
	const nobody = await people(10, { email: null })
	const asked = await inviteContacts(dev.scope, 'all')
	expect([asked.sent, asked.skipped.length]).toEqual([120, 40])
	expect(await run(asked.runId)).toMatchObject({ total: 160, waiting: 120, sent: 0, finishedAt: null })
	await runJobs()
	expect(await run(asked.runId)).toMatchObject({
		total: 160,
		waiting: 0,
		sent: 120,
		skipped: { enrolled: 30, noAddress: 10 },
		finishedAt: expect.any(Date),
		by: 'Dev Patel',
	})
	const letters = await lettersOf(scope.workspaceId)
	expect(letters.map(({ to }) => to).sort()).toEqual(many.map(({ email }) => email).sort())
	const listed: string[] = []
	for await (const { contactId, reason } of everySkipped(scope, asked.runId ?? ''))
		listed.push(`${contactId} ${reason}`)
	const expected = [...enrolled.map(({ id }) => `${id} enrolled`), ...nobody.map(({ id }) => `${id} noAddress`)]
	expect(listed).toEqual(expected.sort())
	const history = await read(scope, (reader) => portalHistory(reader, many[55]?.id ?? ''))
	expect(history?.data).toMatchObject([{ event: 'invited', by: { type: 'member', name: 'Dev Patel' } }])
})

test('ACC-1: a run that is cut off goes on where it stood, and several that work at it share it: nobody is invited twice', async () => {
	const { scope, dev, people, run } = await company()
	const many = await people(110)
	const { runId } = await inviteContacts(dev.scope, 'all')
	await expect(workOffRun(scope, runId ?? '', { aborted: true })).rejects.toThrow('stopped')
	const before = await run(runId)
	expect(before?.sent).toBeGreaterThan(0)
	expect(before?.waiting).toBeGreaterThan(0)
	await Promise.all([1, 2, 3].map(() => workOffRun(scope, runId ?? '')))
	await runJobs()
	expect(await run(runId)).toMatchObject({ sent: 110, waiting: 0, finishedAt: expect.any(Date) })
	const letters = await lettersOf(scope.workspaceId)
	expect(letters.map(({ to }) => to).sort()).toEqual(many.map(({ email }) => email).sort())
	const progress = await read(scope, (reader) => recentRuns(reader))
	expect(progress.map(({ id }) => id)).toEqual([runId])
})

test('ACC-1: who came in, was suspended or invited by hand meanwhile is skipped or invited, as it is then', async () => {
	const { scope, dev, people, run } = await company()
	const [tom, ana] = await people(60)
	const { runId } = await inviteContacts(dev.scope, 'all')
	await suspendContact(dev.scope, tom?.id ?? '', '')
	await inviteContact(dev.scope, ana?.id ?? '')
	const letter = (await lettersOf(scope.workspaceId)).find(({ to }) => to === ana?.email)
	const device = { ip: '203.0.113.7', userAgent: '' }
	expect(await spendLink(scope, letter?.token ?? '', device)).toMatchObject({ ok: true })
	await runJobs()
	expect(await run(runId)).toMatchObject({ sent: 58, skipped: { suspended: 1, enrolled: 1 } })
})

test('ACC-1: a few are invited before the answer', async () => {
	const { scope, dev, people } = await company()
	const [maya] = await people(1)
	expect(await inviteContacts(dev.scope, [maya?.id ?? ''])).toMatchObject({ sent: 1, skipped: [] })
	expect(await lettersOf(scope.workspaceId)).toHaveLength(1)
	await runJobs()
	expect(await lettersOf(scope.workspaceId)).toHaveLength(1)
})

test('ACC-1: a withdrawn invitation leads nowhere, and what was not sent yet is not sent', async () => {
	const { scope, dev, people } = await company()
	const [maya] = await people(1)
	const id = maya?.id ?? ''
	await inviteContact(dev.scope, id)
	const [letter] = await lettersOf(scope.workspaceId)
	expect(await withdrawInvitation(dev.scope, id)).toEqual({ ok: true })
	expect(await withdrawInvitation(dev.scope, id)).toEqual({ ok: false, reason: 'notInvited' })
	expect(await withdrawInvitation(systemScope({ workspaceId: 'wsp_other' }), id)).toEqual({
		ok: false,
		reason: 'notFound',
	})
	expect(await openLink(scope, letter?.token ?? '')).toBe(false)
	await runJobs()
	expect(await lettersOf(scope.workspaceId)).toMatchObject([{ status: 'skipped' }])
	const history = await read(scope, (reader) => portalHistory(reader, id))
	expect(history?.data.map(({ event }) => event)).toEqual(['invited', 'withdrawn'])
	await inviteContact(dev.scope, id)
	expect(await read(scope, (reader) => portalHistory(reader, id))).toMatchObject({
		data: [{}, {}, { event: 'invited' }],
	})
})

test('ACC-1: nothing of a run is there for another company', async () => {
	const { dev, people } = await company()
	const [maya] = await people(1, { portalStatus: 'enrolled' })
	const { runId } = await inviteContacts(dev.scope, [maya?.id ?? ''])
	const other = await makeWorkspace()
	expect(await read(other, (reader) => findRun(reader, runId ?? ''))).toBeNull()
	expect(await write(other, () => workOffRun(other, runId ?? ''))).toBeUndefined()
})
