import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { useApp } from '#platform/app/app.ts'
import { loadConfig } from '#platform/config/config.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { read, thePool } from '#platform/db/db.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { type Answer, ask, type Cookie } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { jobKinds } from '../../src/jobs.ts'
import { essence, redirected, statusOf } from './answers.ts'
import { type Company, type Ids, kindOf, makeCompany, unknownIds } from './cast.ts'
import { type Entrance, entrances } from './routes.ts'
import { readTables } from './rows.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const dataDir = mkdtempSync(join(tmpdir(), 'tests-walk-'))
let server: TestServer
let ours: Company
let theirs: Company
let before: string

const all = entrances().filter(({ kind }) => kind !== 'layout')
const guarded = all.filter(({ gate }) => gate && !/^(anybody|program)\(/.test(gate))
const recorded = guarded.filter(({ path }) => kindOf(path))

beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	const config = loadConfig({ BASE_URL: 'http://portal.localhost' })
	const storage = await openDiskStorage(join(dataDir, 'files'))
	useApp({ config, baseHost: 'portal.localhost', storage, stopping: new AbortController().signal })
	ours = await makeCompany('sunny')
	theirs = await makeCompany('acme')
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir, env: { TRUST_PROXY: 'true' } })
	before = await everythingOf(theirs)
})
afterAll(async () => {
	await server.stop()
	rmSync(dataDir, { recursive: true, force: true })
})

/** All rows of a company, as one text. */
async function everythingOf({ scope }: Company): Promise<string> {
	const tables = await readTables(thePool())
	return read(scope, async ({ client }) => {
		const texts: string[] = []
		for (const { name } of tables) {
			const { rows } = await client.query(`select t::text as row from ${name} t order by 1`)
			texts.push(...rows.map(({ row }) => `${name} ${row}`))
		}
		return texts.join('\n')
	})
}

/** Every way to ask for an entrance: as a page, as its script asks for data, by form or by method. */
function requestsTo({ kind, name }: Entrance): { method: string; suffix: string }[] {
	if (kind === 'endpoint') return [{ method: name, suffix: '' }]
	if (name !== 'load') return [{ method: 'POST', suffix: name === 'default' ? '' : `?/${name}` }]
	return [
		{ method: 'GET', suffix: '' },
		{ method: 'GET', suffix: '/__data.json' },
	]
}

async function go(entrance: Entrance, ids: Ids, who: Visitor): Promise<Answer[]> {
	const path = entrance.path.replace('[id]', () => idFor(entrance.path, ids)).replace('[token]', who.token ?? invented)
	const answers: Answer[] = []
	for (const { method, suffix } of requestsTo(entrance)) {
		const body = method === 'POST' ? new URLSearchParams() : undefined
		const address = `${server.urlOf('sunny')}${path}${suffix}`.replace('//__data', '/__data')
		const headers = { accept: entrance.kind === 'page' ? 'text/html' : 'application/json', ...who.headers }
		answers.push(await ask(address, { method, cookie: who.cookie, headers, body }))
	}
	return answers
}

function idFor(path: string, ids: Ids): string {
	const id = ids[kindOf(path) ?? '']
	if (!id) throw new Error(`The walk has no record for ${path}: make one in tests/access/cast.ts`)
	return id
}

/** The token of a link that nobody has. */
const invented = 'x'.repeat(43)

interface Visitor {
	cookie?: Cookie
	/** Of a direct link; its address is all that shows it. */
	token?: string | undefined
	headers?: Record<string, string>
}

const visitors = {
	nobody: (): Visitor => ({}),
	'somebody with an invented session': (): Visitor => ({ cookie: { name: 'portal_session', value: 'invented' } }),
	'a client': (): Visitor => ({ cookie: ours.clients[0]?.cookie }),
	'an office member': (): Visitor => ({ cookie: ours.members.office }),
	'a technician': (): Visitor => ({ cookie: ours.members.technician }),
	'a previewer': (): Visitor => ({ cookie: ours.clients[0]?.preview }),
	'who holds a direct link': (): Visitor => ({ token: ours.clients[0]?.token }),
	'who holds a direct link of another company': (): Visitor => ({ token: theirs.clients[0]?.token }),
	'a client of another company': (): Visitor => ({ cookie: theirs.clients[0]?.cookie }),
	'an owner of another company': (): Visitor => ({ cookie: theirs.members.owner }),
	'a program with a key': (): Visitor => ({ headers: { authorization: `Bearer ${ours.key}` } }),
	'a client with its session in the office’s cookie': (): Visitor => ({
		cookie: { name: 'office_session', value: ours.clients[0]?.cookie.value ?? '' },
	}),
	'a member with its session in the portal’s cookie': (): Visitor => ({
		cookie: { name: 'portal_session', value: ours.members.owner.value },
	}),
}
type Name = keyof typeof visitors

/** Who passes each gate; 404 for a member whose role does not, and for who has no link. */
function passes(gate: string, who: Name): boolean | 404 {
	if (gate.startsWith('link(')) return who === 'who holds a direct link' ? true : 404
	if (gate.startsWith('client(')) return who === 'a client' || who === 'a previewer'
	if (who === 'an office member') return gate.startsWith('manager(') ? 404 : true
	if (who === 'a technician') return gate.startsWith('member(') ? true : 404
	return false
}

describe.each(Object.keys(visitors) as Name[])('access: %s', (who) => {
	test('is refused at every gate that is not its own, before anything else', { timeout: 120_000 }, async () => {
		for (const entrance of guarded) {
			const pass = passes(entrance.gate ?? '', who)
			if (pass === true) continue
			const signIn = entrance.path.startsWith('/office') ? '/office/sign-in' : '/sign-in'
			for (const answer of await go(entrance, ours.clients[0]?.ids ?? {}, visitors[who]())) {
				const name = `${entrance.file} ${entrance.name}: ${answer.status}`
				if (who === 'a previewer' && changes(entrance)) {
					expect(answer.status, name).toBe(403)
					continue
				}
				expect(answer.text, name).not.toMatch(/Secret|maya@|noor@/)
				if (pass === 404) expect(statusOf(answer), name).toBe(404)
				else expect(redirected(answer)?.split('?')[0], name).toBe(signIn)
			}
		}
	})
})

/** True for what the previewer's front door refuses before the gate is asked: every change in the portal. */
function changes({ path, kind, name }: Entrance): boolean {
	if (path === '/office' || path.startsWith('/office/')) return false
	// A direct link shows itself by its address, whoever opens it.
	if (path.startsWith('/l/')) return false
	return kind === 'endpoint' ? !['GET', 'HEAD', 'OPTIONS'].includes(name) : name !== 'load'
}

test('ACC-12: a previewer sees all that the client sees, every change answers 403, and nothing is different after', async () => {
	const untouched = async () =>
		(await everythingOf(ours)).split('\n').filter((row) => !row.startsWith('events ') && !row.startsWith('previews '))
	// Other programs show no cookie, and a link shows itself by its address.
	const portal = all.filter(({ path }) => !/^\/(office|api|hooks|l)(\/|$)/.test(path) && path !== '/live')
	const rows = await untouched()
	let refused = 0
	for (const entrance of portal) {
		const ids = ours.clients[0]?.ids ?? {}
		const answers = await go(entrance, ids, visitors['a previewer']())
		if (changes(entrance)) {
			for (const answer of answers) expect(answer.status, `${entrance.file} ${entrance.name}`).toBe(403)
			refused++
		} else if (entrance.gate?.startsWith('client(')) {
			for (const answer of answers) expect(statusOf(answer), `${entrance.file} ${entrance.name}`).toBeLessThan(500)
		}
	}
	expect(refused).toBeGreaterThan(10)
	expect(await untouched()).toEqual(rows)
})

test('ACC-7: who holds a direct link sees its thing, so that what is refused above is not just broken', async () => {
	for (const entrance of guarded.filter(({ gate, kind }) => gate?.startsWith('link(') && kind === 'page')) {
		if (entrance.name !== 'load') continue
		const [page] = await go(entrance, {}, visitors['who holds a direct link']())
		expect([page?.status, page?.text.includes('Secret of maya'), page?.text.includes('Secret of noor')]).toEqual([
			200,
			true,
			false,
		])
	}
})

test.each([
	['a client', 'of a client of another account', () => ours.clients[1]?.ids],
	['a client', 'of another company', () => theirs.clients[0]?.ids],
	['a previewer', 'of a client of another account', () => ours.clients[1]?.ids],
	['an office member', 'of another company', () => theirs.clients[0]?.ids],
] as const)(
	'access: to %s a record %s is as unknown as one that does not exist',
	{ timeout: 120_000 },
	async (who, _, foreign) => {
		for (const entrance of recorded) {
			if (passes(entrance.gate ?? '', who) !== true || (who === 'a previewer' && changes(entrance))) continue
			const unknown = await go(entrance, unknownIds(), visitors[who]())
			const answers = await go(entrance, foreign() ?? {}, visitors[who]())
			for (const [i, answer] of answers.entries()) {
				const name = `${entrance.file} ${entrance.name}`
				expect(essence(answer), name).toEqual(essence(unknown[i] as Answer))
				// An action may lead back to the page of its record, which then is not there.
				const back = entrance.path.replace('[id]', () => idFor(entrance.path, foreign() ?? {}))
				if (redirected(answer) !== null) expect(redirected(answer), name).toBe(back)
				else expect(Math.floor(statusOf(answer) / 100), name).toBe(4)
				if (entrance.name === 'load' || entrance.name === 'GET') expect([404, 400], name).toContain(statusOf(answer))
			}
		}
	},
)

test.each(['a client', 'a previewer', 'an office member'] as const)(
	'access: %s sees its own, so that what is refused above is not just broken',
	async (who) => {
		const pages = recorded.filter(
			({ kind, name, gate }) => kind === 'page' && name === 'load' && passes(gate ?? '', who) === true,
		)
		expect(pages.length).toBeGreaterThan(1)
		for (const page of pages) {
			for (const answer of await go(page, ours.clients[0]?.ids ?? {}, visitors[who]())) {
				expect(statusOf(answer), page.path).toBeLessThan(400)
			}
		}
	},
)

test('access: after all this nothing of the other company has changed', async () => {
	expect(await everythingOf(theirs)).toBe(before)
})

describe('access: the API', () => {
	interface Operation {
		method: string
		path: string
		grant: string
	}
	let operations: Operation[]
	let asked = 0

	beforeAll(async () => {
		const { paths } = (await ask(`${server.urlOf('sunny')}/api/v1/openapi.json`)).json<{
			paths: Record<string, Record<string, { security: [{ key: [string] }] }>>
		}>()
		operations = Object.entries(paths).flatMap(([path, methods]) =>
			Object.entries(methods).map(([method, { security }]) => ({ method, path, grant: security[0].key[0] })),
		)
	})

	/** Each from an address of its own: how often one may ask is not what is tried here. */
	function call({ method, path }: Operation, key: string | null, ids: Ids): Promise<Answer> {
		const headers: Record<string, string> = { 'x-forwarded-for': `10.0.${asked >> 8}.${asked++ & 255}` }
		if (key) headers.authorization = `Bearer ${key}`
		const filled = path.replace(/\{externalId\}/, 'none').replace(/\{\w+\}/, () => idFor(path, ids))
		const body = method === 'get' || method === 'delete' ? undefined : {}
		return ask(`${server.urlOf('sunny')}${filled}`, { method: method.toUpperCase(), headers, body })
	}

	test('refuses without a key, with an invented one and with that of another company', async () => {
		for (const operation of operations) {
			for (const key of [null, `key_${'x'.repeat(43)}`, theirs.key]) {
				const answer = await call(operation, key, ours.clients[0]?.ids ?? {})
				expect([answer.status, answer.headers['content-type']], operation.path).toEqual([
					401,
					'application/problem+json',
				])
			}
		}
	})

	test('refuses a key that lacks just the one grant', async () => {
		for (const operation of operations) {
			const answer = await call(operation, await ours.keyWithout(operation.grant), ours.clients[0]?.ids ?? {})
			expect(answer.status, `${operation.method} ${operation.path}`).toBe(403)
		}
	})

	test('a record of another company is as unknown as one that does not exist', async () => {
		for (const operation of operations.filter(({ path }) => kindOf(path))) {
			const name = `${operation.method} ${operation.path}`
			const unknown = await call(operation, ours.key, unknownIds())
			const answer = await call(operation, ours.key, theirs.clients[0]?.ids ?? {})
			expect(essence(answer), name).toEqual(essence(unknown))
			const sends = ['post', 'put'].includes(operation.method)
			expect(sends ? [404, 400, 422] : [404], name).toContain(answer.status)
		}
		expect(await everythingOf(theirs)).toBe(before)
	})
})
