import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { identify } from '#platform/db/embedded/processes.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { formBytes } from '#support/form.ts'
import { ask } from '#support/http.ts'
import { openLine } from '#support/live.ts'
import { createDatabase, type TestDatabase } from '#support/postgres.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { embeddedIn, look, makeClient, slug } from './installation.ts'

let dataDir: string
let database: TestDatabase | null
let smtp: SmtpSimulator | null
let running: TestServer[]

beforeEach(() => {
	dataDir = mkdtempSync(join(tmpdir(), 'tests-together-'))
	database = smtp = null
	running = []
})
afterEach(async () => {
	await Promise.all(running.map((server) => server.stop()))
	await smtp?.close()
	await database?.drop()
	rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
})

async function start(options: Partial<Parameters<typeof startServer>[0]> = {}): Promise<TestServer> {
	const server = await startServer({ databaseUrl: database?.url ?? '', dataDir, ...options })
	running.push(server)
	return server
}

async function end(server: TestServer): Promise<void> {
	await server.stop()
	running = running.filter((one) => one !== server)
}

test('two web processes and one worker: live within a second, jobs done, nothing lost with a killed one', async () => {
	database = await createDatabase()
	smtp = await startSmtp()
	const env = { SMTP_URL: smtp.url }
	const [first, second, worker] = await Promise.all([
		start({ role: 'web', env }),
		start({ role: 'web', env }),
		start({ role: 'worker', env }),
	])
	const { cookie, accountId } = await makeClient(database.url)
	const posts = (server: TestServer) => `${server.urlOf(slug)}/messages/${accountId}/posts`
	const json = { accept: 'application/json' }
	const line = await openLine(`${second.urlOf(slug)}/live`, cookie)
	await line.until((block) => block.includes('event: open'))
	const sent = performance.now()
	await ask(posts(first), { cookie, headers: json, body: { body: 'One' } })
	await line.until((block) => block.includes('"message.sent"'))
	expect(performance.now() - sent).toBeLessThan(1000)

	const ended = line.ended
	await second.stop('SIGKILL')
	await ended
	await ask(posts(first), { cookie, headers: json, body: { body: 'Two' } })
	const known = (await ask(posts(first), { cookie, headers: json })).json<{ messages: { body: string }[] }>()
	expect(known.messages.map(({ body }) => body)).toEqual(['One', 'Two'])

	// The web processes only queue; the worker sends.
	const { email } = (await look<{ email: string }>(database.adminUrl, 'select email from contacts'))[0] ?? { email: '' }
	await ask(`${first.urlOf(slug)}/sign-in`, { body: new URLSearchParams({ address: email }) })
	await smtp.waitFor(({ envelope }) => envelope.to.includes(email), 20_000)
	expect((await ask(`${worker.urlOf(slug)}/sign-in`)).status).toBe(404)
})

test('a second start on the same data folder shares the database, and the last to go ends it', async () => {
	const first = await start()
	const embedded = embeddedIn(dataDir)
	const { cookie, accountId } = await makeClient(embedded.url)
	const second = await start()
	const posts = (server: TestServer) => `${server.urlOf(slug)}/messages/${accountId}/posts`
	const headers = { accept: 'application/json' }
	await ask(posts(second), { cookie, headers, body: { body: 'Both' } })
	const pid = embedded.pid()
	await end(first)
	expect((await ask(posts(second), { cookie, headers })).text).toContain('Both')
	expect(embedded.pid()).toBe(pid)
	await end(second)
	expect([embedded.pid(), identify(pid ?? 0)]).toEqual([null, undefined])
})

test('a second start on the same port says what to do and leaves the first alone', async () => {
	const first = await start()
	const again = start({ env: { PORT: String(first.port) } })
	await expect(again).rejects.toThrow(new RegExp(`Port ${first.port} is taken.*PORT=${first.port + 1} npm start`, 's'))
	expect((await ask(`http://localhost:${first.port}/readyz`)).status).toBe(200)
})

test('SIGTERM lets a running upload end, answers it, and then goes', async () => {
	const server = await start()
	const { apiKey, accountId } = await makeClient(embeddedIn(dataDir).url)
	const content = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(300_000, 'x')])
	const body = formBytes([
		{ name: 'accountId', content: accountId },
		{ name: 'file', filename: 'Plan.pdf', type: 'application/pdf', content },
	])
	const url = new URL(`${server.urlOf(slug)}/api/v1/documents`)
	const answered = Promise.withResolvers<number>()
	const headers = {
		host: url.host,
		authorization: `Bearer ${apiKey}`,
		'content-type': 'multipart/form-data; boundary=x-boundary',
		'content-length': body.length,
	}
	const req = request({ host: '127.0.0.1', port: url.port, path: url.pathname, method: 'POST', headers }, (res) => {
		res.resume()
		answered.resolve(res.statusCode ?? 0)
	})
	req.on('error', answered.reject)
	await new Promise((written) => req.write(body.subarray(0, 100_000), written))
	await hasBegun(server)
	const gone = end(server)
	await refuses(server)
	req.end(body.subarray(100_000))
	expect(await answered.promise).toBe(201)
	await gone
	const again = await start()
	const kept = await ask(`${again.urlOf(slug)}/api/v1/documents`, { headers: { authorization: `Bearer ${apiKey}` } })
	expect(kept.json<{ data: unknown[] }>().data).toHaveLength(1)
})

/** Another request that was sent later has been answered: the one before it is at work. */
async function hasBegun(server: TestServer): Promise<void> {
	expect((await ask(`${server.urlOf(slug)}/readyz`)).status).toBe(200)
}

/** Waits until no new connection is taken. */
async function refuses(server: TestServer): Promise<void> {
	for (;;) {
		const taken = await ask(`${server.urlOf(slug)}/healthz`).catch(() => null)
		if (!taken) return
		await new Promise((rest) => setTimeout(rest, 20))
	}
}
