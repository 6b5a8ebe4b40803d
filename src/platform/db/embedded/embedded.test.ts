import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Embedded, startEmbedded } from './embedded.ts'
import { identify, lives } from './processes.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const quiet = { info() {}, warn() {}, error() {} }
const script = join(import.meta.dirname, '../../../../tests/support/embedded-process.ts')
const folders: string[] = []
const running: Embedded[] = []
const processes: ChildProcess[] = []

afterEach(async () => {
	for (const child of processes.splice(0)) child.kill('SIGKILL')
	for (const embedded of running.splice(0)) await embedded.stop()
	for (const folder of folders.splice(0)) {
		// Whatever a failed test left running there is ended by joining and leaving it.
		if (existsSync(join(folder, 'postgres/data/postmaster.pid'))) await (await start(folder)).stop()
		rmSync(folder, { recursive: true, force: true })
	}
})

/** Setting up a server takes most of a test's time: one is copied for those that do not try this. */
const seed = mkdtempSync(join(tmpdir(), 'embedded-seed-'))
beforeAll(async () => {
	const embedded = await startEmbedded({ dataDir: join(seed, 'data'), log: quiet, settings: { fsync: 'off' } })
	await embedded.stop()
})
afterAll(() => rmSync(seed, { recursive: true, force: true }))

function emptyFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'embedded-'))
	folders.push(folder)
	return folder
}

function dataFolder(): string {
	const folder = emptyFolder()
	execFileSync('cp', ['-a', join(seed, 'data/postgres'), folder])
	rmSync(join(folder, 'postgres/socket-folder'), { force: true })
	return folder
}

/** Without waiting for the disk: what is tried here is who starts and ends the server. */
async function start(dataDir: string): Promise<Embedded> {
	const embedded = await startEmbedded({ dataDir, log: quiet, settings: { fsync: 'off' } })
	running.push(embedded)
	return embedded
}

async function startProcess(dataDir: string) {
	const child = spawn(process.execPath, [script, dataDir], { stdio: ['ignore', 'pipe', 'ignore'] })
	processes.push(child)
	for await (const line of createInterface({ input: child.stdout })) {
		const { url, pid }: { url: string; pid: number } = JSON.parse(line)
		return { child, url, pid }
	}
	throw new Error('the process ended before it was ready')
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
	const exit = once(child, 'exit')
	child.kill(signal)
	await exit
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url })
	await client.connect()
	try {
		return (await client.query(text)).rows
	} finally {
		await client.end()
	}
}

test('embedded database: starts, keeps what was written, and stops', async () => {
	const folder = emptyFolder()
	const first = await start(folder)
	await query(first.url, 'create table kept as select 7 as n')
	await first.stop()
	expect(identify(first.pid)).toBeUndefined()

	const second = await start(folder)
	expect(second.url).toBe(first.url)
	expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }])
})

test('embedded database: the app is the owner of its database and nothing more', async () => {
	const { url } = await start(dataFolder())
	const rows = await query(
		url,
		`select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, pg_get_userbyid(datdba) = rolname as owns
		from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
	)
	expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, owns: true }])
	await query(url, 'create extension pg_trgm; create schema jobs; create table t (id int)')
})

test('embedded database: nobody else gets in', async () => {
	const folder = dataFolder()
	const { url, socketDir } = await start(folder)
	const wrong = new URL(url)
	wrong.password = 'wrong'
	await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed')
	expect(statSync(join(folder, 'postgres/owner-password')).mode & 0o077).toBe(0)
	expect(statSync(socketDir).mode & 0o077).toBe(0)
})

test('embedded database: durability is on and nothing listens on the network', async () => {
	const embedded = await startEmbedded({ dataDir: dataFolder(), log: quiet })
	running.push(embedded)
	const rows = await query(
		embedded.url,
		`select string_agg(setting, ' ' order by name) as settings from pg_settings
		where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'listen_addresses', 'server_version')`,
	)
	expect(rows[0]?.settings).toMatch(/^on on {2}18\.\d+ on$/)
})

test('embedded database: two processes share it and the last one ends it', async () => {
	const folder = dataFolder()
	const first = await startProcess(folder)
	const second = await startProcess(folder)
	expect(second.pid).toBe(first.pid)
	await query(first.url, 'create table shared (n int)')
	await end(first.child, 'SIGTERM')
	expect(await query(second.url, 'select * from shared')).toEqual([])
	await end(second.child, 'SIGTERM')
	expect(identify(first.pid)).toBeUndefined()
})

test('embedded database: processes that start together on an empty folder share one server', async () => {
	const folder = emptyFolder()
	const all = await Promise.all([startProcess(folder), startProcess(folder), startProcess(folder)])
	expect(new Set(all.map(({ pid }) => pid)).size).toBe(1)
	await Promise.all(all.map(({ child }) => end(child, 'SIGTERM')))
	expect(identify(all[0]?.pid ?? 0)).toBeUndefined()
})

test('embedded database: outlives a kill -9 of the app and is adopted by the next', async () => {
	const folder = dataFolder()
	const killed = await startProcess(folder)
	await query(killed.url, 'create table kept as select 7 as n')
	await end(killed.child, 'SIGKILL')
	expect(identify(killed.pid)).toBeDefined()

	const next = await start(folder)
	expect(next.pid).toBe(killed.pid)
	expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }])
	await next.stop()
	expect(identify(killed.pid)).toBeUndefined()
})

test('embedded database: app and database killed together leave nothing to mend by hand', async () => {
	const folder = dataFolder()
	const killed = await startProcess(folder)
	await query(killed.url, 'create table kept as select 7 as n')
	process.kill(killed.pid, 'SIGKILL')
	await end(killed.child, 'SIGKILL')
	const next = await start(folder)
	expect(next.pid).not.toBe(killed.pid)
	expect(await query(next.url, 'select n from kept')).toEqual([{ n: 7 }])
})

test('embedded database: is started again when it was killed, at the same address', async () => {
	const embedded = await start(dataFolder())
	await query(embedded.url, 'create table kept as select 7 as n')
	const died = embedded.pid
	const told = vi.fn()
	embedded.onExit(told)
	process.kill(died, 'SIGKILL')
	await vi.waitFor(() => expect(embedded.pid).not.toBe(died), { timeout: 20_000 })
	expect(told).toHaveBeenCalledExactlyOnceWith(died)
	expect(await query(embedded.url, 'select n from kept')).toEqual([{ n: 7 }])
})

test('embedded database: one that was adopted is started again, too', async () => {
	const folder = dataFolder()
	const killed = await startProcess(folder)
	await end(killed.child, 'SIGKILL')
	const embedded = await start(folder)
	process.kill(killed.pid, 'SIGKILL')
	await vi.waitFor(() => expect(embedded.pid).not.toBe(killed.pid), { timeout: 20_000 })
	expect(await query(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('embedded database: a note of a server that is gone does not stand in the way', async () => {
	const folder = dataFolder()
	const first = await start(folder)
	await first.stop()
	// The number now belongs to a process that is no server: this one.
	writeFileSync(join(folder, 'postgres/data/postmaster.pid'), `${process.pid}\n/elsewhere\n1\n5432\n\n\n 1 1\nready\n`)
	const second = await start(folder)
	expect(second.pid).not.toBe(process.pid)
	expect(await query(second.url, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('embedded database: a broken-off set-up and locks of the dead are cleared away', async () => {
	const folder = emptyFolder()
	mkdirSync(join(folder, 'postgres/data.new/base'), { recursive: true })
	mkdirSync(join(folder, 'postgres/sharers'))
	writeFileSync(join(folder, 'postgres/data.new/PG_VERSION'), '18')
	writeFileSync(join(folder, 'postgres/lock'), '2147483646.1 dead')
	writeFileSync(join(folder, 'postgres/sharers/2147483646.1 1'), '')
	const embedded = await start(folder)
	await embedded.stop()
	expect(lives(`${embedded.pid}`)).toBe(false)
	expect(identify(embedded.pid)).toBeUndefined()
	expect(existsSync(join(folder, 'postgres/data.new'))).toBe(false)
})

test('embedded database: data of another version are refused with advice', async () => {
	const folder = emptyFolder()
	mkdirSync(join(folder, 'postgres/data'), { recursive: true })
	writeFileSync(join(folder, 'postgres/data/PG_VERSION'), '17\n')
	await expect(start(folder)).rejects.toThrow(/made by PostgreSQL 17; this app brings PostgreSQL 18.*\n.*DATABASE_URL/)
})

test('embedded database: a long path gets its socket elsewhere and finds it again', async () => {
	const folder = emptyFolder()
	const deep = join(folder, 'x'.repeat(120))
	const first = await start(deep)
	expect(first.socketDir.length).toBeLessThan(86)
	expect(await query(first.url, 'select 1 as one')).toEqual([{ one: 1 }])
	await first.stop()
	const second = await start(deep)
	expect(second.url).toBe(first.url)
	await second.stop()
	expect(existsSync(first.socketDir)).toBe(false)
})

test.runIf(process.getuid?.() === 0)(
	'embedded database: root runs it as another user, in a closed folder',
	async () => {
		const folder = emptyFolder()
		chmodSync(folder, 0o700)
		const embedded = await start(join(folder, 'data'))
		expect(statSync(`/proc/${embedded.pid}`).uid).not.toBe(0)
		expect(statSync(join(folder, 'data/postgres/data')).uid).not.toBe(0)
		expect(readFileSync(`/proc/${embedded.pid}/status`, 'utf8')).not.toMatch(/^CapEff:\s*0*[1-9a-f]/m)
		expect(await query(embedded.url, 'select 1 as one')).toEqual([{ one: 1 }])
	},
)
