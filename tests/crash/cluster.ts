/** A PostgreSQL server of the test's own, run as somebody else would run it: killing it disturbs nobody. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { give, serverAccount } from '#platform/db/embedded/account.ts'
import { look } from './installation.ts'

export interface Cluster {
	url: string
	adminUrl: string
	/** The server's process; null while there is none. */
	pid(): number | null
	start(): Promise<void>
	/** `SIGKILL` ends it as a power cut would, `SIGINT` in order: its clients are told. */
	end(signal: 'SIGKILL' | 'SIGINT'): Promise<void>
	remove(): Promise<void>
}

const oldest = 15
const installed = '/usr/lib/postgresql'

/** The programs of an installed server; else why there are none. */
export function findPrograms(): { folder: string } | { absent: string } {
	const versions = (existsSync(installed) ? readdirSync(installed) : []).map(Number).filter((one) => one >= oldest)
	const folders = versions.sort((a, b) => b - a).map((one) => join(installed, `${one}/bin`))
	const folder = folders.find((one) => existsSync(join(one, 'initdb')))
	return folder ? { folder } : { absent: `no PostgreSQL ${oldest} or newer is installed in ${installed}` }
}

/** Starts one with an empty database and its owner, who is no superuser. */
export async function startCluster(folder: string): Promise<Cluster> {
	const account = serverAccount()
	const home = mkdtempSync(join(tmpdir(), 'tests-cluster-'))
	give(home, account)
	const data = join(home, 'data')
	const port = await freePort()
	const addressOf = (role: string, database: string) => `postgres://${role}@127.0.0.1:${port}/${database}`
	const admin = addressOf('postgres', 'postgres')
	const made = spawnSync(
		join(folder, 'initdb'),
		['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C'],
		{ ...account, cwd: '/', encoding: 'utf8' },
	)
	if (made.status !== 0) throw new Error(`initdb failed: ${made.error ?? made.stderr}`)
	let child: ChildProcess | null = null

	function launch(): ChildProcess {
		const options = ['-D', data, '-p', `${port}`, '-k', home, '-c', 'listen_addresses=127.0.0.1']
		const started = spawn(join(folder, 'postgres'), options, { ...account, cwd: '/', detached: true, stdio: 'ignore' })
		return started.once('exit', () => {
			if (child === started) child = null
		})
	}
	/** Refused as long as processes of the killed server hold its memory; then it recovers what was written. */
	async function start(): Promise<void> {
		for (const deadline = Date.now() + 30_000; Date.now() < deadline; await rest(50)) {
			child ??= launch()
			if (await look(admin, 'select 1').catch(() => null)) return
		}
		throw new Error(`the server in ${home} does not start`)
	}
	async function end(signal: NodeJS.Signals): Promise<void> {
		if (!child) return
		const gone = once(child, 'exit')
		child.kill(signal)
		await gone
	}
	await start()
	await look(admin, 'create role company login')
	await look(admin, 'create database portal owner company')
	return {
		url: addressOf('company', 'portal'),
		adminUrl: addressOf('postgres', 'portal'),
		pid: () => child?.pid ?? null,
		start,
		end,
		async remove() {
			await end('SIGINT')
			rmSync(home, { recursive: true, force: true, maxRetries: 5 })
		},
	}
}

function freePort(): Promise<number> {
	return new Promise((found) => {
		const server = createServer().listen(0, '127.0.0.1', () => {
			const address = server.address()
			server.close(() => found(address && typeof address === 'object' ? address.port : 0))
		})
	})
}
