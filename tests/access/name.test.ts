import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useApp } from '#platform/app/app.ts'
import { loadConfig } from '#platform/config/config.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { type Answer, ask, type Cookie } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { jobKinds } from '../../src/jobs.ts'
import { type Company, kindOf, makeCompany } from './cast.ts'
import { entrances } from './routes.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const dataDir = mkdtempSync(join(tmpdir(), 'tests-name-'))
let smtp: SmtpSimulator
let server: TestServer
let company: Company

beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	const config = loadConfig({ BASE_URL: 'http://portal.localhost' })
	const storage = await openDiskStorage(join(dataDir, 'files'))
	useApp({ config, baseHost: 'portal.localhost', storage, stopping: new AbortController().signal })
	company = await makeCompany('sunny')
	smtp = await startSmtp()
	server = await startServer({ databaseUrl: database.url, dataDir, env: { SMTP_URL: smtp.url } })
})
afterAll(async () => {
	await server.stop()
	await smtp.close()
	rmSync(dataDir, { recursive: true, force: true })
})

const name = /porchlight/i

/** Follows every link and file from the first pages on; all answers by their address. */
async function crawl(first: string[], cookie?: Cookie): Promise<Map<string, Answer>> {
	const seen = new Map<string, Answer>()
	const waiting = [...first]
	for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
		if (seen.has(path) || seen.size > 400) continue
		const answer = await ask(`${server.urlOf('sunny')}${path}`, { cookie, headers: { accept: 'text/html' } })
		seen.set(path, answer)
		waiting.push(...linksIn(path, answer))
	}
	return seen
}

function linksIn(path: string, { headers, text }: Answer): string[] {
	const base = new URL(path, 'http://here')
	const named = [
		...text.matchAll(/(?:href|src|action)="([^"]+)"/g),
		...text.matchAll(/(?:from|import)\s*\(?["'`](\.{1,2}\/[^"'`]+)["'`]/g),
		...text.matchAll(/url\(([^)"']+)\)/g),
	]
	return [...named.map(([, link = '']) => link), headers.location ?? '']
		.filter((link) => link && !/^(mailto|tel|data):|\/live$|\$\{/.test(link))
		.map((link) => new URL(link.replaceAll('&amp;', '&'), base))
		.filter(({ host }) => host === 'here')
		.map(({ pathname, search }) => pathname + search)
}

function expectNoName(answers: Map<string, Answer>): void {
	for (const [path, { headers, text }] of answers) {
		expect([headers.server, headers['x-powered-by'], headers.via], path).toEqual([undefined, undefined, undefined])
		expect(JSON.stringify(headers), path).not.toMatch(name)
		expect(text.match(name)?.[0], path).toBeUndefined()
	}
}

test('BRD-2: no page, file or header that a client can see tells the name of the product', {
	timeout: 180_000,
}, async () => {
	const client = company.clients[0]
	const own = [`/files/${client?.ids.doc}`, `/messages/${client?.ids.cnv}`, '/profile']
	const inside = await crawl(['/', ...own], client?.cookie)
	expect([...inside.values()].filter(({ status }) => status === 200).length).toBeGreaterThan(20)
	expectNoName(inside)
	const told = [
		'/none',
		'/api/v1/none',
		'/api/v1/openapi.json',
		'/api/docs',
		'/healthz',
		'/readyz',
		'/metrics',
		'/i/none',
	]
	const outside = await crawl(['/sign-in', ...told])
	expect([...outside.values()].filter(({ status }) => status === 200).length).toBeGreaterThan(10)
	expectNoName(outside)
	const elsewhere = await ask(`http://nobody.portal.localhost:${server.port}/`)
	expectNoName(new Map([['another host', elsewhere]]))
})

test('BRD-2: nor does any entrance that is open to a client or to anybody, whoever knocks', {
	timeout: 120_000,
}, async () => {
	const client = company.clients[0]
	const open = entrances().filter(({ gate }) => /^(client|anybody|program)\(/.test(gate ?? ''))
	expect(open.length).toBeGreaterThan(20)
	const answers = new Map<string, Answer>()
	for (const { path, kind, name: method } of open) {
		const address = path
			.replace('[id]', () => client?.ids[kindOf(path) ?? ''] ?? 'none')
			.replace(/\[(?:\.\.\.)?\w+\]/g, 'none')
		for (const cookie of [undefined, client?.cookie]) {
			const headers = { accept: 'text/html' }
			const get = kind !== 'endpoint' && method === 'load'
			const options = get ? { cookie, headers } : { cookie, headers, body: new URLSearchParams(), method: 'POST' }
			if (kind === 'endpoint' && method !== 'POST') Object.assign(options, { method, body: undefined })
			if (address.endsWith('/live')) continue
			answers.set(
				`${method} ${address} ${cookie ? 'client' : ''}`,
				await ask(`${server.urlOf('sunny')}${address}`, options),
			)
		}
	}
	expectNoName(answers)
})

test('BRD-2: no mail tells the name of the product', async () => {
	const email = company.clients[0]?.email ?? ''
	const invited = `${server.urlOf('sunny')}/api/v1/contacts`
	const headers = { authorization: `Bearer ${company.key}` }
	await ask(invited, { headers, body: { firstName: 'Ana', email: 'ana@example.net', invite: true } })
	await ask(`${server.urlOf('sunny')}/sign-in`, { body: new URLSearchParams({ address: email }) })
	for (const to of ['ana@example.net', email]) {
		const mail = await smtp.waitFor(({ envelope }) => envelope.to.includes(to), 20_000)
		const { headerLines, html, text, from, subject } = mail
		expect(JSON.stringify({ headerLines, html, text, from, subject }).match(name)?.[0]).toBeUndefined()
		expect(mail.raw.toString('latin1').match(/porchlight|nodemailer/i)?.[0]).toBeUndefined()
		expect(mail.headers.has('x-mailer')).toBe(false)
		expect(mail.messageId).toMatch(/@sunny\.portal\.localhost>$/)
	}
})
