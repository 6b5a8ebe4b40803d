import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useApp } from '#platform/app/app.ts'
import { loadConfig } from '#platform/config/config.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { write } from '#platform/db/db.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { type AccessArea, accessAreas } from '#platform/scope/scope.ts'
import { type Answer, ask, type Cookie } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { jobKinds } from '../../src/jobs.ts'
import { redirected, statusOf } from './answers.ts'
import { type Company, kindOf, makeCompany, unknownIds } from './cast.ts'
import { type Entrance, entrances } from './routes.ts'

/** What every client has, whatever it may see: nothing on it belongs to an area, or only what the reader's areas leave. */
const forAll: Record<string, string> = {
	'/': 'home, made of what the areas leave',
	'/profile': 'the own person',
	'/profile/notices': 'the own choices',
	'/profile/password': 'the own way in',
	'/profile/passkeys': 'the own ways in',
	'/profile/passkeys/options': 'the own ways in',
	'/profile/people': 'whom the reader has let in, with the right to it',
	'/profile/people/new': 'of what the reader has itself',
	'/profile/people/[id]': 'one whom the reader has let in',
	'/account': 'which of its accounts the reader looks at',
	'/kept': 'what the reader itself had typed',
	'/read-only': 'says that a preview changes nothing',
	'/live': 'news, each sent by its area',
}

const portal = entrances().filter(({ gate, kind }) => gate?.startsWith('client(') && kind !== 'layout')
const areasOf = ({ gate }: Entrance) => [...(gate ?? '').matchAll(/'(\w+)'/g)].map(([, area]) => area as AccessArea)
const ofAreas = portal.filter((entrance) => areasOf(entrance).length > 0)

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const dataDir = mkdtempSync(join(tmpdir(), 'tests-matrix-'))
let server: TestServer
let company: Company
let cookie: Cookie
let ids: Record<string, string>

beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	const config = loadConfig({ BASE_URL: 'http://portal.localhost' })
	const storage = await openDiskStorage(join(dataDir, 'files'))
	useApp({ config, baseHost: 'portal.localhost', storage, stopping: new AbortController().signal })
	company = await makeCompany('sunny')
	const [maya] = company.clients
	if (!maya?.cookie) throw new Error('nobody to be')
	cookie = maya.cookie
	ids = maya.ids
	await set('update workspaces set settings = $1', { signIn: { password: true, passkey: true } })
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir, env: { TRUST_PROXY: 'true' } })
})
afterAll(async () => {
	await server.stop()
	rmSync(dataDir, { recursive: true, force: true })
})

/** Changes the state of the one client that all this is about. */
function set(statement: string, ...values: unknown[]): Promise<unknown> {
	return write(company.scope, ({ client }) => client.query(statement, values))
}
const tick = (areas: readonly AccessArea[]) =>
	set('update contacts set access_areas = $1 where id = $2', areas, ids.con)

async function go({ kind, name, path }: Entrance, id = ids[kindOf(path) ?? ''] ?? ''): Promise<Answer> {
	const method = kind === 'endpoint' ? name : name === 'load' ? 'GET' : 'POST'
	const action = kind === 'page' && name !== 'load' && name !== 'default' ? `?/${name}` : ''
	const headers = { accept: kind === 'page' ? 'text/html' : 'application/json' }
	const body = method === 'POST' ? new URLSearchParams() : undefined
	const address = `${server.urlOf('sunny')}${path.replace('[id]', encodeURIComponent(id))}${action}`
	return ask(address, { method, cookie, headers, body })
}
const nameOf = ({ file, name }: Entrance) => `${file} ${name}`
/** Looked at without more than its address. */
const seen = ({ kind, name, path }: Entrance) =>
	path !== '/live' && (name === 'load' || (kind === 'endpoint' && name === 'GET'))
/** It is there; an endpoint may miss what it was not told, not every file has a small picture, and none is on its way. */
const there = ({ kind, path }: Entrance, { status }: Answer) =>
	status < 400 ||
	(kind === 'endpoint' && status === 400) ||
	(/\/thumbnail$|\/(resumable|staged)\//.test(path) && status === 404)

test('ACC-8: every page, action and endpoint of the portal names its area, or is named here as everybody’s', () => {
	expect(portal.length).toBeGreaterThan(20)
	const without = new Set(portal.filter((entrance) => areasOf(entrance).length === 0).map(({ path }) => path))
	expect([...without].sort()).toEqual(Object.keys(forAll).sort())
	for (const entrance of ofAreas)
		expect(accessAreas, nameOf(entrance)).toEqual(expect.arrayContaining(areasOf(entrance)))
})

describe.each([...accessAreas, null])('ACC-8: with the area %s alone', (area) => {
	test('its own is there, and nothing else', { timeout: 120_000 }, async () => {
		await tick(area ? [area] : [])
		for (const entrance of portal.filter(({ path }) => path !== '/live')) {
			const areas = areasOf(entrance)
			const answer = await go(entrance)
			const { status, text } = answer
			if (areas.length > 0 && !(area && areas.includes(area))) {
				expect(status, nameOf(entrance)).toBe(404)
				expect(text, nameOf(entrance)).not.toContain('Secret')
			} else if (seen(entrance) && areas.length < 2)
				expect(there(entrance, answer), `${nameOf(entrance)}: ${status}`).toBe(true)
		}
		const home = (await go({ file: '', path: '/', kind: 'page', name: 'load', gate: '' })).text
		expect(home.includes('href="/files"')).toBe(area === 'documents')
		expect(home.includes('href="/messages"')).toBe(area === 'messages')
		expect(home.includes('Secret')).toBe(
			area === 'projects' || area === 'documents' || area === 'messages' || area === 'visits',
		)
	})
})

test('ACC-8: without a link to an account, site or project there is nothing to see', { timeout: 60_000 }, async () => {
	await tick(accessAreas)
	await set('update contact_links set contact_id = $1 where contact_id = $2', company.clients[1]?.ids.con, ids.con)
	for (const entrance of portal.filter(seen)) {
		const answer = await go(entrance)
		expect(answer.text, nameOf(entrance)).not.toContain('Secret')
		if (areasOf(entrance).length > 0) expect(answer.status, nameOf(entrance)).toBe(404)
		else expect(there(entrance, answer), nameOf(entrance)).toBe(true)
	}
	const noor = company.clients[1]
	await set(
		'update contact_links set contact_id = $1 where contact_id = $2 and account_id <> $3',
		ids.con,
		noor?.ids.con,
		noor?.accountId,
	)
	expect((await go({ file: '', path: '/files', kind: 'page', name: 'load', gate: '' })).text).toContain('Secret')
})

describe.each([
	[
		'suspended',
		`update contacts set portal_status = 'suspended' where id = $1`,
		`update contacts set portal_status = 'enrolled' where id = $1`,
		'con',
	],
	[
		'archived',
		'update contacts set archived_at = now() where id = $1',
		'update contacts set archived_at = null where id = $1',
		'con',
	],
	[
		'of an account without portal',
		'update accounts set portal_enabled = false where id = $1',
		'update accounts set portal_enabled = true where id = $1',
		'acc',
	],
	[
		'of an archived account',
		'update accounts set archived_at = now() where id = $1',
		'update accounts set archived_at = null where id = $1',
		'acc',
	],
] as const)('ACC-10: one who is %s', (_, shut, open, whose) => {
	test('is led to the sign-in page from everywhere, and is in again as soon as that is over', {
		timeout: 60_000,
	}, async () => {
		await tick(accessAreas)
		await set(shut, ids[whose])
		for (const entrance of portal) {
			const answer = await go(entrance)
			expect(redirected(answer)?.split('?')[0], nameOf(entrance)).toBe('/sign-in')
			expect(answer.text, nameOf(entrance)).not.toContain('Secret')
		}
		await set(open, ids[whose])
		for (const entrance of portal.filter(seen)) expect(there(entrance, await go(entrance)), nameOf(entrance)).toBe(true)
	})
})

test('ACC-8: no id of whatever shape opens anything, nor says more than that nothing is there', {
	timeout: 120_000,
}, async () => {
	await tick(accessAreas)
	const unknown = unknownIds()
	const others = company.clients[1]?.ids ?? {}
	for (const entrance of portal.filter(({ path }) => kindOf(path))) {
		const kind = kindOf(entrance.path) ?? ''
		const own = ids[kind] ?? ''
		const shapes = [
			others[kind] ?? '',
			unknown[kind] ?? '',
			own.toUpperCase(),
			`${own} `,
			own.slice(0, -1),
			`${own}0`,
			'x',
			'../x',
			"' or 1=1 --",
			'%00',
			'\u0000',
			'💥',
			'9'.repeat(300),
			...Object.entries({ ...ids, ...others }).flatMap(([other, id]) =>
				other === kind || other === 'acc' ? [] : [id],
			),
		]
		for (const id of shapes.filter(Boolean)) {
			const answer = await go(entrance, id)
			const name = `${nameOf(entrance)} ${JSON.stringify(id)}: ${answer.status}`
			expect(answer.text, name).not.toMatch(/Secret/)
			if (seen(entrance)) expect([404, 400], name).toContain(statusOf(answer))
			else expect(Math.floor(statusOf(answer) / 100), name).toBe(4)
		}
	}
})

describe('BRD-3: a section that is off', () => {
	const call = (path: string, body?: object, method?: string) =>
		ask(`${server.urlOf('sunny')}/api/v1${path}`, { headers: { authorization: `Bearer ${company.key}` }, body, method })
	const turn = (module: string, on: boolean) => call('/workspace', { modules: { [module]: on } }, 'PATCH')

	test.each(['documents', 'messages'] as const)('%s: has no route, no link and no news for clients', async (module) => {
		await tick(accessAreas)
		expect((await turn(module, false)).json<{ modules: object }>().modules).toMatchObject({ [module]: false })
		for (const entrance of ofAreas) {
			const areas = areasOf(entrance)
			if (areas.some((area) => area !== module)) continue
			expect((await go(entrance)).status, nameOf(entrance)).toBe(404)
		}
		const home = await go({ file: '', path: '/', kind: 'page', name: 'load', gate: '' })
		expect(home.status).toBe(200)
		expect(home.text).not.toContain(module === 'messages' ? 'href="/messages' : 'href="/files"')
		await turn(module, true)
		const back = portal.filter((entrance) => seen(entrance) && areasOf(entrance).includes(module))
		for (const entrance of back) expect(there(entrance, await go(entrance)), nameOf(entrance)).toBe(true)
	})

	test('messages: are not in the API nor in the office either, and all else is', { timeout: 60_000 }, async () => {
		const { paths } = (await ask(`${server.urlOf('sunny')}/api/v1/openapi.json`)).json<{
			paths: Record<string, Record<string, unknown>>
		}>()
		const operations = Object.entries(paths).flatMap(([path, methods]) =>
			Object.keys(methods).map((method) => ({ method, path: path.replace('/api/v1', '') })),
		)
		await turn('messages', false)
		let shut = 0
		for (const { method, path } of operations.filter((one) => !one.path.startsWith('/workspace'))) {
			const filled = path.replace(/\{(\w+)\}/, (_, param) =>
				param === 'externalId' ? 'none' : (ids[kindOf(path) ?? ''] ?? 'x'),
			)
			const address = `${server.urlOf('sunny')}/api/v1${filled}`
			const sends = method === 'get' || method === 'delete' ? undefined : {}
			if (method === 'delete' && !/^\/(messages|conversations)/.test(path)) continue
			const headers = { authorization: `Bearer ${company.key}` }
			const answer = await ask(address, { method: method.toUpperCase(), headers, body: sends })
			const off = answer.text.includes('module_off')
			expect(off, `${method} ${path}: ${answer.status}`).toBe(/^\/(messages|conversations)(\/|$)/.test(path))
			if (off) expect(answer.status).toBe(404)
			shut += off ? 1 : 0
		}
		expect(shut).toBeGreaterThan(4)
		const office = (path: string) =>
			ask(`${server.urlOf('sunny')}${path}`, { cookie: company.members.office, headers: { accept: 'text/html' } })
		expect((await office('/office/inbox')).status).toBe(404)
		expect((await office(`/office/inbox/${ids.cnv}`)).status).toBe(404)
		const account = await office(`/office/accounts/${ids.acc}`)
		expect(account.status).toBe(200)
		expect(account.text).not.toContain('/office/inbox')
		await turn('messages', true)
		expect((await office('/office/inbox')).status).toBe(200)
	})
})
