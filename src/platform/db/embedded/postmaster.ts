import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './account.ts'
import type { Binaries } from './binaries.ts'
import { openDirectory, serverEnvironment } from './cluster.ts'
import { type Home, makeSocketFolder } from './home.ts'
import { hasCode, type Identity, identify, lives, worksIn } from './processes.ts'

/** A running server: ours by birth (`child`) or adopted. */
export type Postmaster = { pid: number; identity: Identity; port: number; child?: ChildProcess }

export type Launch = {
	home: Home
	binaries: Binaries
	account: Account | undefined
	settings: Record<string, string>
	/** The TCP port on Windows, the number in the socket's name elsewhere. */
	port: number
}

/** Recovery after a crash may read a lot; a server that is alive and not ready for longer is given up. */
const patienceMs = 10 * 60_000
/** Processes of a server that was killed hold its shared memory until they have noticed. */
const lingerMs = 20_000
const largestLog = 1_000_000

/** The server that lives in this data directory and is ready, once it is; undefined when none lives. */
export async function adopt(home: Home): Promise<Postmaster | undefined> {
	const note = readNote(home)
	if (!note) return undefined
	const identity = identify(note.pid)
	if (!identity || !worksIn(note.pid, home.data)) {
		disown(home)
		return undefined
	}
	return (await isReady(home, identity, note.pid)) ? { pid: note.pid, identity, port: note.port } : adopt(home)
}

/** Starts a server and waits until it is ready. */
export async function launch(options: Launch): Promise<Postmaster> {
	const deadline = Date.now() + lingerMs
	turnLog(options.home.log)
	makeSocketFolder(options.home, options.account)
	for (;;) {
		const from = existsSync(options.home.log) ? statSync(options.home.log).size : 0
		const child = spawnServer(options)
		if (!child.pid) throw new Error(`The embedded PostgreSQL could not be started: ${options.binaries.postgres}`)
		const identity = identify(child.pid)
		if (identity && (await isReady(options.home, identity, child.pid))) {
			return { pid: child.pid, identity, port: options.port, child }
		}
		const said = readFileSync(options.home.log).subarray(from).toString('utf8')
		const lingering = /still in use|already exists|already in use/.test(said)
		if (!lingering || Date.now() > deadline) throw new Error(`The embedded PostgreSQL did not start:\n${said}`)
		await pause(100)
	}
}

/** Ends the server in order: its clients are cut off, what is committed is on the disk. */
export async function shutDown({ identity, pid }: Postmaster, home: Home, binaries: Binaries): Promise<void> {
	if (process.platform === 'win32') {
		spawnSync(binaries.pgCtl, ['-D', home.data, '-m', 'fast', '-w', 'stop'])
		return
	}
	for (const [signal, ms] of [
		['SIGINT', 20_000],
		['SIGQUIT', 5000],
		['SIGKILL', 5000],
	] as const) {
		if (lives(identity)) kill(pid, signal)
		if (await within(ms, () => !lives(identity))) return
	}
	throw new Error(`The embedded PostgreSQL (process ${pid}) does not end.`)
}

function turnLog(file: string): void {
	if (existsSync(file) && statSync(file).size > largestLog) renameSync(file, `${file}.1`)
}

function spawnServer({ home, binaries, account, settings, port }: Launch): ChildProcess {
	const log = openSync(home.log, 'a', 0o600)
	const data = openDirectory(home.data, account)
	const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
	// In a session of its own: a Ctrl-C in the terminal is for the app, which ends the server when it is done with it.
	const child = spawn(binaries.postgres, ['-D', data.path, '-p', `${port}`, ...options], {
		...account,
		cwd: '/',
		env: serverEnvironment,
		detached: true,
		windowsHide: true,
		stdio: ['ignore', log, log, ...data.stdio],
	})
	child.on('error', () => {})
	child.unref()
	data.close()
	closeSync(log)
	return child
}

/** Waits until the server is ready (true) or gone (false). */
async function isReady(home: Home, identity: Identity, pid: number): Promise<boolean> {
	let ready = false
	const settled = await within(patienceMs, () => {
		const note = readNote(home)
		ready = note?.pid === pid && note.status === 'ready' && lives(identity)
		return ready || !lives(identity)
	})
	if (!settled) throw new Error(`The embedded PostgreSQL (process ${pid}) is not ready. See ${home.log}`)
	return ready
}

async function within(ms: number, done: () => boolean): Promise<boolean> {
	const deadline = Date.now() + ms
	while (!done()) {
		if (Date.now() > deadline) return false
		await pause(10)
	}
	return true
}

/** What a server writes about itself into its data directory. */
function readNote(home: Home): { pid: number; port: number; status: string } | undefined {
	try {
		const lines = readFileSync(join(home.data, 'postmaster.pid'), 'utf8').split('\n')
		return { pid: Number(lines[0]), port: Number(lines[3]), status: (lines[7] ?? '').trim() }
	} catch (error) {
		if (hasCode(error, 'ENOENT')) return undefined
		throw error
	}
}

/**
 * The server that wrote the note is gone, but its number may belong to another process, or to itself not yet reaped,
 * and PostgreSQL would refuse to start. The rest of the note must stay: by it PostgreSQL finds out whether children of
 * the dead server still work on the data.
 */
function disown(home: Home): void {
	const file = join(home.data, 'postmaster.pid')
	const [, ...rest] = readFileSync(file, 'utf8').split('\n')
	writeFileSync(file, ['2147483647', ...rest].join('\n'))
}

function kill(pid: number, signal: NodeJS.Signals): void {
	try {
		process.kill(pid, signal)
	} catch (error) {
		if (!hasCode(error, 'ESRCH')) throw error
	}
}
