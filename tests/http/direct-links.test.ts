import { afterAll, beforeAll, expect, test } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { suspendContact } from '#features/access/suspension/writes.ts'
import { shareDocuments } from '#features/documents/keeping/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { newToken, useSecret } from '#platform/crypto/crypto.ts'
import { newId } from '#platform/id/id.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, pdf } from '#support/document.ts'
import { type Ask, ask } from '#support/http.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeVisitor } from '#support/visitor.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'
import { essence } from '../access/answers.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
openStorage()

let server: TestServer
beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	const env = { LOG_LEVEL: 'trace' }
	server = await startServer({ databaseUrl: database.url, dataDir: theApp().config.dataDir, env })
})
afterAll(() => server.stop())

let count = 0
interface Link {
	id: string
	url: string
	contactId: string
	timesOpened: number
	lastOpenedAt: string | null
	revokedAt: string | null
	expiresAt: string
}

async function makeHouse() {
	const slug = `house-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account], email: `maya-${count}@example.com` })
	const dev = await makeMember({ in: scope })
	const plan = await makeDocument({ account, sharedWithPortal: true, title: 'Plan of the roof', content: pdf('Roof') })
	const key = await createApiKey(scope, { name: 'CRM', grants: allGrants })
	if (!key.ok) throw new Error(key.reason)
	const origin = server.urlOf(slug)
	const get = (path: string, how?: Ask) => ask(origin + path, how)
	const api = (method: string, path: string, body?: object) =>
		get(`/api/v1${path}`, { method, body, headers: { authorization: `Bearer ${key.apiKey}` } })
	const link = async (more: object = {}) => {
		const wanted = { contactId: maya.id, target: { type: 'document', id: plan.id }, ...more }
		const answer = await api('POST', '/direct-links', wanted)
		expect(answer.status).toBe(201)
		const made = answer.json<Link>()
		expect(answer.headers.location).toBe(`/api/v1/direct-links/${made.id}`)
		return { ...made, path: new URL(made.url).pathname }
	}
	return { slug, scope, account, maya, dev, plan, origin, get, api, link }
}

test('ACC-7: a stranger with a direct link sees its one thing, and nothing that he guesses beside it', async () => {
	const { get, link, account, plan } = await makeHouse()
	const { path } = await link()
	const other = await makeDocument({ account, sharedWithPortal: true, title: 'Another secret' })
	const page = await get(path)
	expect([page.status, page.text.includes('Plan of the roof')]).toEqual([200, true])
	const content = await get(`${path}/content`)
	expect([content.status, content.text.includes('Roof')]).toEqual([200, true])
	for (const answer of [page, content]) {
		expect(answer.headers['referrer-policy']).toBe('no-referrer')
		expect(answer.headers['cache-control']).toMatch(/private/)
		expect(answer.headers['x-robots-tag']).toBe('noindex')
		expect(answer.headers['set-cookie']).toBeUndefined()
	}
	for (const guess of [
		`${path}/${other.id}`,
		`${path}/content/${other.id}`,
		`${path}/../../files/${other.id}/content`,
		`${path}/content?id=${other.id}`,
		`${path}?id=${other.id}`,
		`${path}/files/${plan.id}`,
	])
		expect((await get(guess)).text, guess).not.toContain('Another secret')
	// Without the token nothing of the portal stands open.
	for (const page of ['/', '/files', `/files/${plan.id}`, `/files/${plan.id}/content`, '/messages', '/profile'])
		expect((await get(page)).headers.location, page).toContain('/sign-in')
})

test('ACC-7: a link that opens nothing any more says so politely, and never why', async () => {
	const house = await makeHouse()
	const { get, api, link, dev, maya, plan } = house
	const unknown = await get(`/l/${newToken()}`)
	expect(unknown.status).toBe(404)
	expect(unknown.text).toContain('This link no longer works.')
	expect(unknown.text).toContain('href="/sign-in"')
	const [revoked, all, hidden, suspended] = [await link(), await link(), await link(), await link()]
	expect((await get(hidden.path)).status).toBe(200)
	expect((await api('DELETE', `/direct-links/${revoked.id}`)).status).toBe(204)
	expect((await get(all.path)).status).toBe(200)
	const dead = async (path: string) => {
		expect(essence(await get(path)), path).toEqual(essence(unknown))
		expect((await get(`${path}/content`)).status).toBe(404)
		expect((await get(`${path}/views`, { method: 'POST' })).status).toBe(404)
		expect((await get(`${path}?/portal`, { body: new URLSearchParams() })).status).toBe(404)
	}
	await dead(revoked.path)
	await shareDocuments(dev.scope, [plan.id], false)
	await dead(hidden.path)
	await shareDocuments(dev.scope, [plan.id], true)
	expect((await get(suspended.path)).status).toBe(200)
	await suspendContact(dev.scope, maya.id, 'Please call us.')
	await dead(suspended.path)
	expect((await get(suspended.path)).text).not.toContain('Please call us')
	expect((await api('DELETE', `/contacts/${maya.id}/direct-links`)).status).toBe(204)
	const { data } = (await api('GET', `/direct-links?contactId=${maya.id}`)).json<{ data: Link[] }>()
	expect(data.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true, true, true])
})

test('ACC-7: a link of one company opens nothing on the host of another', async () => {
	const mine = await makeHouse()
	const other = await makeHouse()
	expect((await other.get((await mine.link()).path)).status).toBe(404)
})

test('ACC-7: what scanners of mail do counts for nothing; what a person does counts once', async () => {
	const { get, api, link, plan, dev } = await makeHouse()
	const { path, id } = await link()
	const now = async () => (await api('GET', `/direct-links/${id}`)).json<Link>()
	const bot = { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0)' }
	for (const headers of [{}, bot]) {
		await get(path, { headers })
		await get(path, { method: 'HEAD', headers })
		await get(`${path}/content`, { method: 'HEAD', headers })
	}
	await get(`${path}/content`, { headers: bot })
	await get(`${path}/content`, { headers: { range: 'bytes=20-' } })
	await get(`${path}/views`, { method: 'POST', headers: bot })
	expect(await now()).toMatchObject({ timesOpened: 0, lastOpenedAt: null })
	await get(`${path}/views`, { method: 'POST' })
	await get(`${path}/content`)
	expect(await now()).toMatchObject({ timesOpened: 1 })
	const cookie = await makeSession(dev.scope)
	expect((await get(`/office/documents/${plan.id}`, { cookie })).text).toContain('Opened ')
	const history = await api('GET', `/contacts/${(await now()).contactId}/portal-history`)
	expect(history.json<{ data: { event: string }[] }>().data.map(({ event }) => event)).toEqual([
		'directLinkMade',
		'directLinkOpened',
	])
})

test('ACC-7: the API refuses what it cannot make with a clear code', async () => {
	const { api, maya, plan, link } = await makeHouse()
	const errorOf = async (body: object) => {
		const answer = await api('POST', '/direct-links', {
			contactId: maya.id,
			target: { type: 'document', id: plan.id },
			...body,
		})
		const { errors } = answer.json<{ errors: { path: string; code: string; message: string }[] }>()
		expect(answer.status).toBe(422)
		expect(errors[0]?.message).not.toBe(errors[0]?.code)
		return [errors[0]?.path, errors[0]?.code]
	}
	const unsupported = ['target.type', 'target_type_unsupported']
	expect(await errorOf({ target: { type: 'invoice', id: 'inv_1' } })).toEqual(unsupported)
	expect(await errorOf({ target: { type: 'contact', id: maya.id } })).toEqual(unsupported)
	expect(await errorOf({ target: { type: 'document', id: newId('doc') } })).toEqual(['target.id', 'target_unknown'])
	expect(await errorOf({ contactId: newId('con') })).toEqual(['contactId', 'contact_unknown'])
	expect(await errorOf({ expiresAt: '2020-01-01T00:00:00Z' })).toEqual(['expiresAt', 'out_of_range'])
	expect(await errorOf({ expiresAt: 'soon' })).toEqual(['expiresAt', 'time_expected'])
	const until = new Date(Date.now() + 3600_000).toISOString()
	expect((await link({ expiresAt: until })).expiresAt).toBe(until)
	expect((await api('GET', '/direct-links?limit=1')).text).not.toContain('/l/')
})

test('ACC-7: for anything wider a code goes to the contact, whose address the holder of the link does not see', async () => {
	const { link, maya, origin, plan, scope } = await makeHouse()
	const { path } = await link()
	const stranger = makeVisitor(origin)
	expect((await stranger.get(path)).text).toContain('Open the whole portal')
	const on = await stranger.post(`${path}?/portal`)
	expect([on.status, on.headers.location]).toEqual([303, '/sign-in/code'])
	const page = await stranger.follow(on)
	expect(page.text).toContain('m•••@example.com')
	for (const text of [page.text, (await stranger.get('/sign-in')).text, [...stranger.cookies.values()].join()])
		expect(text).not.toContain(maya.email)
	await expect.poll(async () => (await lettersOf(scope.workspaceId))[0]?.code).toMatch(/^\d{6}$/)
	const [letter] = await lettersOf(scope.workspaceId)
	expect(letter?.to).toBe(maya.email)
	const wrong = await stranger.post('/sign-in/code?/try', { code: letter?.code === '000000' ? '000001' : '000000' })
	expect(wrong.status).toBe(422)
	const right = await stranger.post('/sign-in/code?/try', { code: letter?.code ?? '' })
	expect([right.status, right.headers.location]).toEqual([303, `/files/${plan.id}`])
	expect((await stranger.follow(right)).text).toContain('Plan of the roof')
})

test('ACC-7: who is signed in stays so, as whom it is', async () => {
	const { get, link, maya, account } = await makeHouse()
	const { path, id } = await link()
	const noor = await makeContact({ accounts: [account], firstName: 'Noor' })
	const cookie = await makeSession(noor.scope)
	const page = await get(path, { cookie })
	expect([page.status, page.headers['set-cookie']]).toEqual([200, undefined])
	expect((await get('/profile', { cookie })).text).toContain('Noor')
	const own = await makeSession(maya.scope)
	const on = await get(`${path}?/portal`, { cookie: own, body: new URLSearchParams() })
	expect([on.status, on.headers.location?.startsWith('/files/doc_')]).toEqual([303, true])
	expect(id).toMatch(/^dln_/)
})

test('ACC-7: who is signed in as another is told so, and signs in as somebody else if it wants to', async () => {
	const { link, maya, account, origin, plan, scope } = await makeHouse()
	const { path } = await link()
	const noor = await makeContact({
		accounts: [account],
		firstName: 'Noor',
		lastName: 'Haddad',
		accessAreas: ['messages'],
	})
	const browser = makeVisitor(origin)
	const { name, value } = await makeSession(noor.scope)
	browser.cookies.set(name, value)
	const asked = await browser.post(`${path}?/portal`)
	expect(asked.status).toBe(200)
	for (const text of ['You are signed in as Noor Haddad.', 'Sign in as somebody else', 'Stay signed in as Noor Haddad'])
		expect(asked.text).toContain(text)
	expect(asked.text).not.toMatch(/Maya|maya-/)
	expect(await lettersOf(scope.workspaceId)).toEqual([])
	expect((await browser.get('/profile')).text).toContain('Noor')
	const on = await browser.post(`${path}?/another`)
	expect([on.status, on.headers.location, browser.cookies.has(name)]).toEqual([303, '/sign-in/code', false])
	expect((await browser.follow(on)).text).toContain('m•••@example.com')
	expect((await ask(`${origin}/profile`, { cookie: { name, value } })).headers.location).toContain('/sign-in')
	await expect.poll(async () => (await lettersOf(scope.workspaceId))[0]?.to).toBe(maya.email)
	const [letter] = await lettersOf(scope.workspaceId)
	const right = await browser.post('/sign-in/code?/try', { code: letter?.code ?? '' })
	expect([right.status, right.headers.location]).toEqual([303, `/files/${plan.id}`])
})

test('ACC-7: in the office a link is made, mailed and revoked without scripts', async () => {
	const { get, dev, maya, plan, scope, account } = await makeHouse()
	const cookie = await makeSession(dev.scope)
	const post = (path: string, fields: Record<string, string>) =>
		get(path, { cookie, headers: { accept: 'text/html' }, body: new URLSearchParams(fields) })
	const mine = `/office/contacts/${maya.id}/direct-links`
	expect((await get(mine, { cookie })).text).toContain('Plan of the roof')
	const made = await post(`${mine}?/make`, { targetId: plan.id, days: '7' })
	const address = /http:\/\/[^"\s]+\/l\/[\w-]{43}/.exec(made.text)?.[0] ?? ''
	expect((await get(new URL(address).pathname)).status).toBe(200)
	const none = await post(`${mine}?/make`, { days: '7' })
	expect([none.status, none.text.includes('Fill this in.')]).toEqual([422, true])
	const noor = await makeContact({ accounts: [account], firstName: 'Noor', accessAreas: ['messages'] })
	const refused = await post(`/office/documents/${plan.id}/direct-links`, { contactId: noor.id, days: '90' })
	expect([refused.status, refused.text.includes('This contact cannot see it')]).toEqual([422, true])
	const mailed = await post(`/office/documents/${plan.id}/direct-links`, {
		contactId: maya.id,
		days: '90',
		how: 'mail',
	})
	expect([mailed.status, mailed.text.includes(`Sent to ${maya.email}`)]).toEqual([200, true])
	expect(mailed.text).not.toMatch(/\/l\/[\w-]{43}/)
	expect(await lettersOf(scope.workspaceId)).toMatchObject([{ template: 'documentShared', to: maya.email }])
	const listed = await get(mine, { cookie })
	const [first] = [...listed.text.matchAll(/name="link" value="(dln_\w+)"/g)].map(([, id]) => id)
	expect((await post(`${mine}?/revoke`, { link: first ?? '' })).text).toContain('1 link revoked')
	expect((await post(`${mine}?/revokeAll`, {})).text).toContain('1 link revoked')
	expect((await get(new URL(address).pathname)).status).toBe(404)
})

test('ACC-7: no log line holds a token, whatever happened', async () => {
	const { get, link } = await makeHouse()
	const { path } = await link()
	const token = path.split('/').at(-1) ?? ''
	await get(path)
	await get(`${path}/content`)
	await get(`${path}/nothing`)
	await get(`${path}?/nothing`, { body: new URLSearchParams() })
	await get(`${path}/views`, { method: 'POST', body: new URLSearchParams() })
	await get(`${path}/%E0%A4%A`)
	expect(server.log()).not.toContain(token)
	expect(server.log().length).toBeGreaterThan(0)
})
