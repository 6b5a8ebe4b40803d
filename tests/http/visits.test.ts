import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { visitInput } from '#features/visits/schema.ts'
import { scheduleVisit } from '#features/visits/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase({ jobs: ['delivery.send'] })

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web' })
})
afterAll(() => server.stop())

let count = 0

/** A company with two technicians and somebody in the office, and a client who waits for one of them. */
async function makeCompany() {
	const slug = `rounds-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope, name: 'Reyes' })
	const project = await makeProject({ account, name: 'Roof of Maya' })
	const maya = await makeContact({ accounts: [account] })
	const ben = await makeMember({ in: scope, name: 'Ben Ito', role: 'technician' })
	const tom = await makeMember({ in: scope, name: 'Tom Oka', role: 'technician' })
	const dev = await makeMember({ in: scope, name: 'Dev Patel', role: 'office' })
	const key = await createApiKey(scope, { name: 'CRM', grants: ['visits:read'] })
	if (!key.ok) throw new Error(key.reason)
	const plan = async (title: string, memberId: string | null, hours = 1) => {
		const startsAt = new Date(now().getTime() + hours * 3_600_000)
		const times = { startsAt: startsAt.toISOString(), endsAt: new Date(startsAt.getTime() + 3_600_000).toISOString() }
		const technicians = memberId ? [{ memberId }] : []
		const input = visitInput().parse({ title, projectId: project.id, technicians, notify: false, ...times })
		const made = await scheduleVisit(scope, input)
		if (!made.ok) throw new Error(made.reason)
		return made.visit.id
	}
	const as = async (who: Parameters<typeof makeSession>[0]) => {
		const cookie = await makeSession(who)
		return (path: string, form?: Record<string, string>) =>
			ask(server.urlOf(slug) + path, {
				cookie,
				headers: { accept: 'text/html' },
				...(form && { body: new URLSearchParams(form) }),
			})
	}
	const staff = (one: { scope: StaffScope }) => as(one.scope)
	const api = async (id: string) =>
		(
			await ask(`${server.urlOf(slug)}/api/v1/visits/${id}`, { headers: { authorization: `Bearer ${key.apiKey}` } })
		).json<{ status: string; expectedAt: string | null }>()
	const told = () =>
		read(scope, async ({ client }) => {
			const { rows } = await client.query("select event from deliveries where template = 'visitNews' order by id")
			return rows.map((row) => row.event)
		})
	return {
		ben,
		tom,
		plan,
		api,
		told,
		client: await as(maya.scope),
		office: await staff(dev),
		technician: await staff(ben),
		other: await staff(tom),
	}
}

test('SVC-6: without scripts: a technician sets out with a time of arrival, arrives, is done; its client reads it each time', async () => {
	const { ben, plan, api, told, client, technician } = await makeCompany()
	const id = await plan('Panels on the roof', ben.id)
	const round = (await technician('/office/visits')).text
	expect([round.includes('Panels on the roof'), round.includes('action="?/complete"')]).toEqual([true, true])
	const gone = await technician('/office/visits?/setOut', { id, minutes: '20' })
	expect([gone.status, gone.headers.location]).toEqual([303, '/office/visits'])
	const expected = /On the way, expected at \d+:\d\d [AP]M/
	for (const page of ['/', '/visits', `/visits/${id}`]) expect((await client(page)).text).toMatch(expected)
	expect((await technician('/office/visits')).text).toMatch(expected)
	expect(await api(id)).toMatchObject({ status: 'onTheWay', expectedAt: expect.stringMatching(/^\d{4}-.*Z$/) })

	expect((await technician('/office/visits?/arrive', { id })).status).toBe(303)
	expect((await client(`/visits/${id}`)).text).toContain('We are there')
	expect(await api(id)).toMatchObject({ status: 'arrived', expectedAt: null })
	expect((await technician('/office/visits?/complete', { id })).status).toBe(303)
	expect((await client('/')).text).not.toMatch(expected)
	expect(await api(id)).toMatchObject({ status: 'completed', expectedAt: null })
	expect(await told()).toEqual(['visit.onTheWay'])
})

test('SVC-6: the same said twice has one effect, and who comes second reads what happened', async () => {
	const { ben, plan, api, told, office, technician } = await makeCompany()
	const id = await plan('Panels', ben.id)
	const both = await Promise.all([
		technician('/office/visits?/setOut', { id, minutes: '10' }),
		technician('/office/visits?/setOut', { id, minutes: '10' }),
	])
	expect(both.map((one) => one.status).sort()).toEqual([303, 409])
	expect(await told()).toEqual(['visit.onTheWay'])
	expect((await technician('/office/visits?/complete', { id })).status).toBe(303)
	for (const act of ['setOut', 'arrive', 'complete']) {
		const late = await office(`/office/visits?/${act}`, { id })
		expect([late.status, late.text.includes('role="alert"')]).toEqual([409, true])
	}
	expect(await api(id)).toMatchObject({ status: 'completed' })
	expect(
		(await technician('/office/visits?/setOut', { id: await plan('Meter', ben.id), minutes: '9999' })).status,
	).toBe(422)
})

test('ACC-17: a visit of another technician or of another company does not exist for a technician', async () => {
	const [{ ben, plan, api, told, technician, other }, elsewhere] = [await makeCompany(), await makeCompany()]
	const id = await plan('Panels', ben.id)
	const theirs = await elsewhere.plan('Their panels', elsewhere.ben.id)
	for (const act of ['setOut', 'arrive', 'complete']) {
		expect((await other(`/office/visits?/${act}`, { id })).status).toBe(404)
		expect((await technician(`/office/visits?/${act}`, { id: theirs })).status).toBe(404)
		expect((await elsewhere.office(`/office/visits?/${act}`, { id })).status).toBe(404)
		expect((await technician(`/office/visits?/${act}`, { id: 'vis_' })).status).toBe(404)
	}
	expect((await other('/office/visits')).text).not.toContain('Panels')
	expect(await api(id)).toMatchObject({ status: 'scheduled', expectedAt: null })
	expect(await told()).toEqual([])
})

test('SVC-1: the office sees the visits of everybody by day, of one person or of nobody yet, and says how they stand', async () => {
	const { ben, tom, plan, api, office, technician } = await makeCompany()
	const [first, second] = [await plan('Panels', ben.id), await plan('Battery', tom.id, 26)]
	await plan('Wallbox', null, 50)
	await plan('Far off', tom.id, 24 * 40)
	const titles = ['Panels', 'Battery', 'Wallbox', 'Far off']
	const seen = async (path: string) => {
		const { text } = await office(path)
		return titles.filter((title) => text.includes(`>${title}</a>`))
	}
	expect(await seen('/office/visits')).toEqual(['Panels', 'Battery', 'Wallbox'])
	expect((await office('/office')).text).toContain('href="/office/visits"')
	expect(await seen(`/office/visits?member=${tom.id}`)).toEqual(['Battery'])
	expect(await seen('/office/visits?member=nobody')).toEqual(['Wallbox'])
	expect(await seen('/office/visits?member=%00&day=someday')).toEqual(['Panels', 'Battery', 'Wallbox'])
	const farOff = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Denver' }).format(
		now().getTime() + 40 * 86_400_000,
	)
	expect(await seen(`/office/visits?day=${farOff}`)).toEqual(['Far off'])
	expect((await office('/office/visits?day=2001-01-01')).text).toContain('No visit here')
	const setOut = `/office/visits?/setOut&member=${tom.id}`
	const kept = await office(setOut, { id: second })
	expect([kept.status, kept.headers.location]).toEqual([303, `/office/visits?member=${tom.id}`])
	// What is pressed on a page that shows a refusal is of its own visit, not of the one that was refused.
	const late = await office(`${setOut}&id=${first}`, { id: second })
	expect(late.status).toBe(409)
	expect(late.text).toMatch(new RegExp(`<button[^>]*name="id"[^>]*value="${second}"|value="${second}"[^>]*name="id"`))
	expect(late.text).not.toContain(`value="${first}"`)
	expect(await api(second)).toMatchObject({ status: 'onTheWay' })
	expect((await technician('/office/visits?/setOut', { id: second })).status).toBe(404)
	expect(await api(first)).toMatchObject({ status: 'scheduled' })
	expect((await technician('/office/visits?member=nobody')).text).not.toContain('Wallbox')
})
