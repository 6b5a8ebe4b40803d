/** The database goes away under a running app, and returns. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type Gateway, openGateway } from '#support/gateway.ts'
import { ask } from '#support/http.ts'
import { openLine } from '#support/live.ts'
import { createDatabase, type TestDatabase } from '#support/postgres.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { type Client, look, makeClient, slug } from '../crash/installation.ts'

let database: TestDatabase
let gateway: Gateway
let server: TestServer
let client: Client

beforeAll(async () => {
	database = await createDatabase()
	gateway = await openGateway(database.url)
	server = await startServer({ databaseUrl: gateway.url })
	client = await makeClient(database.url)
})
afterAll(async () => {
	await gateway?.open()
	await server?.stop()
	await gateway?.close()
	await database?.drop()
})

const at = (path: string) => `${server.urlOf(slug)}${path}`
const html = { accept: 'text/html' }
const json = { accept: 'application/json' }
const back = () =>
	vi.waitFor(async () => expect((await ask(at('/readyz'))).status).toBe(200), { timeout: 20_000, interval: 100 })

test('away: before a workspace is known everybody is told 503 and when to come again', async () => {
	await gateway.close()
	const asked = await Promise.all([
		ask(at('/'), { headers: html }),
		ask(at('/office'), { headers: { ...html, 'accept-language': 'es' } }),
		ask(at('/files/__data.json')),
		ask(at('/api/v1/accounts'), { headers: { authorization: `Bearer ${client.apiKey}` } }),
		ask(at(`/messages/${client.accountId}/posts`), { cookie: client.cookie, headers: json, body: { body: 'Hello' } }),
		ask(at('/live'), { cookie: client.cookie, headers: { accept: 'text/event-stream' } }),
		ask(at('/brand/icon'), { headers: { accept: 'image/*' } }),
		ask(at('/readyz')),
	])
	expect(asked.map(({ status, headers }) => [status, headers['retry-after']])).toEqual(asked.map(() => [503, '5']))
	const [page, spanish, data, api, post] = asked.map(({ text, headers }) => ({ text, type: headers['content-type'] }))
	expect(page?.text).toContain('We will be right back.')
	expect(page?.text).toContain('http-equiv="refresh"')
	expect(page?.text).not.toMatch(/<script|Sunny|Porchlight|src=/)
	expect([spanish?.text, page?.type]).toEqual([expect.stringContaining('<html lang="es">'), 'text/html; charset=utf-8'])
	expect(asked[0]?.headers['content-security-policy']).toMatch(/^default-src 'none'; img-src data:; style-src 'nonce-/)
	expect(api?.type).toBe('application/problem+json')
	expect([data, post].map((one) => one?.type)).toEqual([
		'application/json; charset=utf-8',
		'application/json; charset=utf-8',
	])
	expect((await ask(at('/healthz'))).status).toBe(200)
	await gateway.open()
	await back()
	expect((await ask(at('/'), { cookie: client.cookie, headers: html })).status).toBe(200)
})

test('away: a form keeps what was typed, to be sent again once the database is back', async () => {
	const form = at('/profile?/save')
	const [kin] = await look<{ email: string; phone: string }>(database.adminUrl, 'select email, phone from contacts')
	const named = { firstName: 'Zoë "Z"', lastName: 'O’Neill & <Sons>\n', language: 'en' }
	const typed = new URLSearchParams({ ...named, email: kin?.email ?? '', phone: kin?.phone ?? '' })
	const send = (body: URLSearchParams) =>
		ask(form, { cookie: client.cookie, headers: { ...html, origin: server.urlOf(slug) }, body })
	await ask(at('/profile'), { cookie: client.cookie, headers: html })
	await gateway.close()
	const refused = await send(typed)
	const scripted = await ask(form, {
		cookie: client.cookie,
		headers: { ...json, 'x-sveltekit-action': 'true' },
		body: typed,
	})
	const secret = await ask(at('/office/sign-in'), {
		headers: html,
		body: new URLSearchParams({ email: 'dev@example.com', password: 'a secret of mine' }),
	})
	await gateway.open()
	await back()
	expect([refused, scripted, secret].map(({ status }) => status)).toEqual([503, 503, 503])
	expect(scripted.json()).toMatchObject({ type: 'error', status: 503 })
	expect(refused.text).not.toContain('http-equiv="refresh"')
	expect(secret.text).not.toContain('a secret of mine')
	const kept = [...refused.text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)">/g)]
	const again = new URLSearchParams(kept.map(([, name = '', value = '']) => [name, unescaped(value)]))
	expect(Object.fromEntries(again)).toMatchObject({ firstName: 'Zoë "Z"', lastName: 'O’Neill & <Sons>\n' })
	const saved = await send(again)
	expect(saved.status).toBeLessThan(400)
	const page = await ask(at('/profile'), { cookie: client.cookie, headers: html })
	expect(page.text).toContain('Zoë &quot;Z&quot;')
})

const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))

test('away: no more connections to be had is 503 too; live streams, jobs and news come back by themselves', async () => {
	const line = await openLine(at('/live'), client.cookie)
	await line.until((block) => block.includes('event: open'))
	const name = new URL(database.url).pathname.slice(1)
	await look(database.adminUrl, `alter database ${name} connection limit 0`)
	await look(
		database.adminUrl,
		`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
	)
	const statuses = new Set<number>()
	for (let i = 0; i < 200; i++) statuses.add((await ask(at('/files'), { cookie: client.cookie, headers: html })).status)
	await look(database.adminUrl, `alter database ${name} connection limit -1`)
	await back()
	expect([...statuses]).toEqual([503])
	await line.until((block) => block.includes('event: reread'))
	const { email } = (await look<{ email: string }>(database.adminUrl, 'select email from contacts'))[0] ?? { email: '' }
	await ask(at('/sign-in'), { headers: html, body: new URLSearchParams({ address: email }) })
	await vi.waitFor(
		async () => {
			const sent = await look<{ status: string }>(database.adminUrl, 'select status from deliveries')
			expect(sent.map(({ status }) => status)).toEqual(['skipped'])
		},
		{ timeout: 20_000, interval: 200 },
	)
	const warnings = server
		.log()
		.split('\n')
		.filter((one) => one.includes('"level":'))
	expect(warnings.filter((one) => /"level":[56]0/.test(one))).toEqual([])
	expect(warnings.length).toBeLessThan(10)
	line.close()
})
