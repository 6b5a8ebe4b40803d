import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '#support/http.ts'
import { createDatabase } from '#support/postgres.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { environment } from '../../bin/steps/flags.mjs'

const main = join(import.meta.dirname, '../../build/server/cli.js')
let folder: string
let database: Awaited<ReturnType<typeof createDatabase>>
let server: TestServer | undefined

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'tests-cli-'))
	database = await createDatabase()
})
afterAll(async () => {
	await server?.stop()
	await database.drop()
	rmSync(folder, { recursive: true, force: true })
})

/** Runs the command line as a person would; `json` is its answer where it gave one. */
function cli(
	...args: string[]
): Promise<{ code: number; stdout: string; stderr: string; json: Record<string, never> }> {
	const env = {
		PATH: process.env.PATH,
		DATABASE_URL: database.url,
		DATA_DIR: folder,
		BASE_URL: 'http://portal.localhost',
	}
	const secret = { APP_SECRET: 'a secret for tests, long enough for everything' }
	return run(args, { ...env, ...secret })
}

function run(args: string[], env: NodeJS.ProcessEnv): ReturnType<typeof cli> {
	return new Promise((done) => {
		execFile(process.execPath, [main, ...args], { env: { ...environment, ...env } }, (error, stdout, stderr) => {
			const json = stdout.startsWith('{') ? JSON.parse(stdout) : {}
			done({ code: error ? Number(error.code) : 0, stdout, stderr, json })
		})
	})
}

// Each run starts a process, which takes seconds on a loaded machine.
describe('API-5: the command line', { timeout: 240_000 }, () => {
	test('makes a company without a server, whose key and owner then come in', async () => {
		const made = await cli(
			'workspace',
			'create',
			'--name',
			'Sunny Solar',
			'--slug',
			'sunny',
			'--owner-email',
			'owner@example.com',
			'--json',
		)
		expect(made).toMatchObject({ code: 0, stderr: '' })
		expect(made.json).toMatchObject({
			workspace: { slug: 'sunny', url: 'http://sunny.portal.localhost' },
			owner: { email: 'owner@example.com' },
		})
		server = await startServer({ databaseUrl: database.url, dataDir: folder })
		const { apiKey, signInUrl } = made.json as unknown as { apiKey: string; signInUrl: string }
		const headers = { authorization: `Bearer ${apiKey}` }
		expect((await ask(`${server.urlOf('sunny')}/api/v1/members`, { headers })).json()).toMatchObject({
			data: [{ role: 'owner' }],
		})
		const path = new URL(signInUrl).pathname
		expect((await ask(server.urlOf('sunny') + path)).text).toContain('Continue')
		const entered = await ask(server.urlOf('sunny') + path, { body: new URLSearchParams() })
		expect([entered.status, String(entered.headers['set-cookie'])]).toEqual([
			303,
			expect.stringContaining('office_session='),
		])
	})

	test('works while the server runs: list, member, key, doctor', async () => {
		expect((await cli('workspace', 'list', '--json')).json).toMatchObject({ workspaces: [{ slug: 'sunny' }] })
		const member = await cli(
			'member',
			'invite',
			'--workspace',
			'sunny',
			'--email',
			'dev@example.com',
			'--role',
			'office',
			'--json',
		)
		expect(member.json).toMatchObject({
			member: { email: 'dev@example.com', role: 'office' },
			signInUrl: expect.stringContaining('/office/i/'),
		})
		const key = await cli(
			'api-key',
			'create',
			'--workspace',
			'sunny',
			'--name',
			'CRM',
			'--scope',
			'contacts:read',
			'--scope',
			'sites:read',
			'--json',
		)
		expect(key.json).toMatchObject({ apiKey: expect.stringMatching(/^key_/), scopes: ['contacts:read', 'sites:read'] })
		expect((await cli('doctor', '--json')).json).toMatchObject({ ok: true })
	})

	test('works while the server runs: import and export', async () => {
		const file = join(folder, 'list.csv')
		writeFileSync(file, 'First name,Last name,Email\nMaya,Reyes,maya@example.com\n,,\n')
		const dry = await cli('import', '--workspace', 'sunny', '--kind', 'customers', file, '--dry-run', '--json')
		expect(dry.json).toMatchObject({ rows: 2, created: 1, rejected: 1 })
		expect((await cli('import', '--workspace', 'sunny', '--kind', 'customers', file, '--json')).json).toMatchObject({
			created: 1,
		})
		expect((await cli('import', '--workspace', 'sunny', '--kind', 'customers', file, '--json')).json).toMatchObject({
			created: 0,
		})
		const people = await cli('export', '--workspace', 'sunny', '--kind', 'contacts')
		expect(people.stdout.trim().split('\n')).toEqual([
			expect.stringMatching(/^id,externalId,kind,firstName,/),
			expect.stringMatching(/^con_\w+,,client,Maya,Reyes,maya@example.com,/),
		])
		const out = join(folder, 'out.csv')
		const made = await cli('export', '--workspace', 'sunny', '--kind', 'events', '--out', out, '--json')
		expect(made).toMatchObject({ code: 0, json: { kind: 'events', file: out } })
		expect(readFileSync(out, 'utf8')).toMatch(/import\.done/)
	})

	test('lets a member in again who lost everything, by an address that leads to the server', async () => {
		const recover = ['member', 'recover', '--workspace', 'sunny', '--email']
		const env = {
			PATH: process.env.PATH,
			DATABASE_URL: database.url,
			DATA_DIR: folder,
			APP_SECRET: 'a secret for tests, long enough for everything',
		}
		// Its own settings name no address: the data folder tells where the server is.
		const made = await run([...recover, 'Owner@Example.com', '--json'], env)
		expect(made).toMatchObject({ code: 0, json: { email: 'owner@example.com' } })
		const url = new URL((made.json as unknown as { signInUrl: string }).signInUrl)
		expect(url.host).toBe('sunny.portal.localhost')
		const entered = await ask((server?.urlOf('sunny') ?? '') + url.pathname, { body: new URLSearchParams() })
		expect([entered.status, String(entered.headers['set-cookie'])]).toEqual([
			303,
			expect.stringContaining('office_session='),
		])
		const again = await ask((server?.urlOf('sunny') ?? '') + url.pathname, { body: new URLSearchParams() })
		expect(again.headers.location).toBe('/office/sign-in?spent')
		expect((await cli(...recover, 'owner@example.com')).stdout).toContain('http://sunny.portal.localhost/office/i/')
		for (const address of ['nobody@example.com', 'no address']) {
			const none = await cli(...recover, address)
			expect([none.code, none.stderr.trim()]).toEqual([1, 'There is no such member.'])
		}
		const { checks } = (await run(['doctor', '--json'], env)).json as unknown as { checks: object[] }
		expect(checks).toContainEqual({ name: 'address', state: 'ok', detail: 'http://portal.localhost' })
	})

	test.each([
		[['workspace', 'create', '--name', 'X', '--slug', 'sunny', '--owner-email', 'a@example.com'], /taken/],
		[['workspace', 'create', '--name', 'X', '--slug', 'not a slug', '--owner-email', 'a@example.com'], /small letters/],
		[
			['member', 'invite', '--workspace', 'nowhere', '--email', 'a@example.com', '--role', 'office'],
			/no workspace "nowhere"/,
		],
		[['member', 'invite', '--workspace', 'sunny', '--email', 'a@example.com', '--role', 'king'], /role/i],
		[
			['export', '--workspace', 'sunny', '--kind', 'secrets'],
			/accounts, sites, contacts, projects, document-requests, events/,
		],
		[
			['api-key', 'create', '--workspace', 'sunny', '--name', 'X', '--scope', 'everything:write'],
			/no scope everything:write/,
		],
		[['workspace', 'create', '--color', 'red'], /--color/],
		[['dance'], /no command "dance"/],
	])('%s ends with a message on stderr and a code', async (args, message) => {
		const ended = await cli(...args)
		expect(ended).toMatchObject({ code: 1, stdout: '' })
		expect(ended.stderr).toMatch(message)
	})

	test('tells what it can do', async () => {
		expect((await cli('--help')).stdout).toContain('workspace create')
		expect((await cli('api-key', 'create', '--help')).stdout).toContain('--scope')
	})
})
