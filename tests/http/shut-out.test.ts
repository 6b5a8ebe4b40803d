import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { accessAreas } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { openLine } from '#support/live.ts'
import { lettersOf } from '#support/mailbox.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeVisitor } from '#support/visitor.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const dataDir = mkdtempSync(join(tmpdir(), 'tests-shut-'))
let servers: TestServer[]

beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	const start = (role: 'web' | 'worker') => startServer({ databaseUrl: database.url, role, dataDir })
	servers = await Promise.all([start('web'), start('web'), start('worker')])
})
afterAll(async () => {
	await Promise.all(servers.map((server) => server.stop()))
	rmSync(dataDir, { recursive: true, force: true })
})

async function company(slug: string) {
	const scope = await makeWorkspace({ slug, name: slug })
	const made = await createApiKey(scope, { name: 'CRM', grants: allGrants })
	if (!made.ok) throw new Error(made.reason)
	const address = (server: number, path: string) => `${servers[server]?.urlOf(slug)}${path}`
	const api = (method: string, path: string, body?: object) =>
		ask(address(0, `/api/v1${path}`), { method, body, headers: { authorization: `Bearer ${made.apiKey}` } })
	/** Streams of one session on both processes, open and heard to be. */
	async function lines(cookie: { name: string; value: string }) {
		const all = await Promise.all([0, 1].map((server) => openLine(address(server, '/live'), cookie)))
		for (const line of all) await line.until((block) => block.includes('event: open'))
		return all
	}
	const get = (server: number, path: string, cookie: { name: string; value: string }) =>
		ask(address(server, path), { cookie, headers: { accept: 'text/html' } })
	return { scope, api, lines, get, address, account: await makeAccount({ in: scope }) }
}

test('ACC-10: a suspended client is out on every process at once, reads the note at the next attempt, and is in again when reinstated', async () => {
	const { scope, api, lines, get, address, account } = await company('sunny')
	const maya = await makeContact({ accounts: [account], email: 'maya@example.com' })
	const cookie = await makeSession(maya.scope)
	const open = await lines(cookie)
	const note = 'Please call us about <the> gate.'
	const from = performance.now()
	expect((await api('POST', `/contacts/${maya.id}/suspension`, { note })).status).toBe(201)
	await Promise.all(open.map((line) => line.until((block) => block.includes('event: ended'))))
	await Promise.all(open.map((line) => line.ended))
	console.info(`out on both processes after ${Math.round(performance.now() - from)} ms`)
	for (const server of [0, 1]) expect((await get(server, '/', cookie)).headers.location).toBe('/sign-in')
	for (const path of ['/live', '/office/live']) {
		const late = await openLine(address(0, path), cookie)
		await late.until((block) => block === 'event: ended\ndata:')
		await late.ended
	}

	const visitor = makeVisitor(address(1, ''))
	const shown: string[] = []
	const code = await visitor.follow(await visitor.post('/sign-in', { address: 'maya@example.com' }))
	shown.push(code.text)
	const letter = await until(async () => (await lettersOf(scope.workspaceId))[0])
	shown.push((await visitor.post('/sign-in/code?/try', { code: letter.code === '111111' ? '222222' : '111111' })).text)
	for (const text of shown) expect(text).not.toContain('call us about')
	const told = await visitor.post('/sign-in/code?/try', { code: letter.code })
	expect(told.status).toBe(403)
	expect(told.text).toContain('Please call us about &lt;the> gate.')
	expect(visitor.cookies.has('portal_session')).toBe(false)

	expect((await api('DELETE', `/contacts/${maya.id}/suspension`)).status).toBe(204)
	const link = await visitor.post(`/i/${letter.token}`)
	expect([link.status, link.headers.location]).toEqual([303, '/'])
	expect((await visitor.get('/files')).status).toBe(200)
})

test('ACC-10: an account whose portal goes off shuts out those who have no other, on every process, and no one else', async () => {
	const { api, lines, get, account } = await company('acme')
	const maya = await makeContact({ accounts: [account] })
	const tom = await makeContact({ accounts: [account, await makeAccount({ in: account })] })
	const [mayas, toms] = [await makeSession(maya.scope), await makeSession(tom.scope)]
	const [out, stays] = [await lines(mayas), await lines(toms)]
	const from = performance.now()
	expect((await api('PATCH', `/accounts/${account.id}`, { portalEnabled: false })).status).toBe(200)
	await Promise.all(out.map((line) => line.ended))
	console.info(`out on both processes after ${Math.round(performance.now() - from)} ms`)
	await Promise.all(stays.map((line) => line.until((block) => block.includes('contact.accessChanged'))))
	for (const server of [0, 1]) {
		expect((await get(server, '/', mayas)).headers.location).toBe('/sign-in')
		expect((await get(server, '/', toms)).status).toBe(200)
	}
	await api('PATCH', `/accounts/${account.id}`, { portalEnabled: true })
	expect((await get(1, '/', mayas)).headers.location).toBe('/sign-in')
	for (const line of stays) line.close()
})

test('ACC-8: what many may see changes at one word, and their open pages hear of it on every process', async () => {
	const { api, lines, get, account } = await company('north')
	const people = await Promise.all(Array.from({ length: 6 }, () => makeContact({ accounts: [account] })))
	const [maya] = people
	if (!maya) throw new Error('nobody')
	const cookie = await makeSession(maya.scope)
	const open = await lines(cookie)
	const stranger = await makeContact()
	const changed = await api('POST', '/contacts/access-areas', {
		contactIds: [...people.map(({ id }) => id), stranger.id],
		remove: ['messages'],
	})
	expect(changed.json()).toEqual({ changed: 6, unchanged: 0, notFound: [stranger.id] })
	await Promise.all(open.map((line) => line.until((block) => block.includes('contact.accessChanged'))))
	expect((await get(1, '/messages', cookie)).status).toBe(404)
	expect((await get(1, '/files', cookie)).status).toBe(200)
	expect((await api('POST', '/contacts/access-areas', { all: true, set: ['documents'] })).json()).toMatchObject({
		changed: 6,
	})
	const shown = (await api('GET', `/contacts/${maya.id}`)).json<{ accessAreas: string[] }>()
	expect(shown.accessAreas).toEqual(['documents'])
	const history = (await api('GET', `/contacts/${maya.id}/portal-history`)).json<{ data: object[] }>()
	expect(history.data).toMatchObject([
		{ event: 'accessChanged', areas: { added: [], removed: ['messages'] }, by: { name: 'CRM' } },
		{ event: 'accessChanged' },
	])
	for (const wrong of [{ all: true, add: ['everything'] }, { add: ['messages'] }, { contactIds: [], set: [] }])
		expect((await api('POST', '/contacts/access-areas', wrong)).status, JSON.stringify(wrong)).toBe(422)
	expect((await api('PATCH', '/workspace', { modules: { messages: false } })).status).toBe(200)
	expect((await api('PATCH', `/contacts/${maya.id}`, { accessAreas: [...accessAreas] })).status).toBe(200)
	expect((await get(0, '/messages', cookie)).status).toBe(404)
	for (const line of open) line.close()
})

/** Asks again until there is something. */
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
	for (;;) {
		const found = await look()
		if (found !== undefined) return found
		await new Promise((done) => setTimeout(done, 100))
	}
}
