import { createServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { serverAccount } from './account.ts'
import { findBinaries } from './binaries.ts'
import { ensureCluster, ensureDatabase, owner } from './cluster.ts'
import { type Home, openHome, removeSocketFolder } from './home.ts'
import { exclusively } from './lock.ts'
import { adopt, type Launch, launch, type Postmaster, shutDown } from './postmaster.ts'
import { hasCode, lives } from './processes.ts'
import { lean } from './settings.ts'
import { isShared, share } from './sharers.ts'

export type Embedded = {
	/** Connects as the owner of the app's database, who is no superuser. */
	url: string
	/** Connects as the superuser; for tests and repairs. */
	adminUrl: string
	socketDir: string
	/** The server's process at this moment. */
	readonly pid: number
	/** Called when the server has ended without being asked to; it is started again meanwhile. */
	onExit(callback: (pid: number) => void): void
	/** Ends the server if no other process uses it. */
	stop(): Promise<void>
}

export type EmbeddedOptions = {
	dataDir: string
	log: Record<'info' | 'warn' | 'error', (message: string) => void>
	settings?: Record<string, string>
}

const longestPauseMs = 30_000

/**
 * Starts the embedded PostgreSQL of a data folder, or joins the one that another process (or one that was killed)
 * has started there, and keeps it running until `stop`.
 */
export async function startEmbedded({ dataDir, log, settings }: EmbeddedOptions): Promise<Embedded> {
	const account = serverAccount()
	const home = openHome(dataDir, account)
	const options: Launch = {
		home,
		account,
		binaries: findBinaries(home.folder, account),
		settings: { ...lean, ...addresses(home), ...settings },
		port: process.platform === 'win32' ? await freePort() : 5432,
	}
	const leave = share(home.sharers)
	const started = exclusively(home.lock, () => bringUp(options, log))
	started.catch(leave)
	return guard(await started, options, log, leave)
}

/** A server that was just killed can look alive until its connections break: then it is looked for again. */
async function bringUp(options: Launch, log: EmbeddedOptions['log'], tries = 10): Promise<Postmaster> {
	try {
		return await joinOrStart(options, log)
	} catch (error) {
		if (tries === 0 || !isBroken(error)) throw error
		await pause(100)
		return bringUp(options, log, tries - 1)
	}
}

function isBroken(error: unknown): boolean {
	if (hasCode(error, 'ECONNRESET', 'ECONNREFUSED', 'ENOENT', 'EPIPE', '57P01', '57P02', '57P03')) return true
	return error instanceof Error && error.message.startsWith('Connection terminated')
}

async function joinOrStart(options: Launch, log: EmbeddedOptions['log']): Promise<Postmaster> {
	ensureCluster(options.home, options.binaries, options.account)
	const adopted = await adopt(options.home)
	const postmaster = adopted ?? (await launch(options))
	log.info(`Embedded PostgreSQL ${adopted ? 'joined' : 'started'} (process ${postmaster.pid})`)
	await ensureDatabase(address(options.home, postmaster.port, 'postgres'), options.home.ownerPassword)
	return postmaster
}

function guard(first: Postmaster, options: Launch, log: EmbeddedOptions['log'], leave: () => void): Embedded {
	const { home, binaries } = options
	const callbacks: ((pid: number) => void)[] = []
	const ended = new AbortController()
	let current = first
	let restart: Promise<void> | undefined
	let stopped: Promise<void> | undefined
	let unwatch = watch(current, died)

	function died() {
		log.warn(`Embedded PostgreSQL (process ${current.pid}) has ended unexpectedly; starting it again`)
		for (const callback of callbacks) callback(current.pid)
		restart = startAgain().catch((error) => log.error(`Embedded PostgreSQL: ${error}`))
	}

	async function startAgain() {
		for (let waitMs = 100; !ended.signal.aborted; waitMs = Math.min(waitMs * 2, longestPauseMs)) {
			try {
				current = await exclusively(home.lock, () => bringUp({ ...options, port: first.port }, log))
				unwatch = watch(current, died)
				return
			} catch (error) {
				log.error(`Embedded PostgreSQL could not be started again: ${error}`)
				await pause(waitMs, undefined, { signal: ended.signal, ref: false }).catch(() => {})
			}
		}
	}

	async function stop() {
		ended.abort()
		unwatch()
		await restart
		unwatch()
		await exclusively(home.lock, async () => {
			leave()
			if (isShared(home.sharers)) return
			await shutDown(current, home, binaries)
			removeSocketFolder(home)
		})
	}

	return {
		url: address(home, first.port, owner),
		adminUrl: address(home, first.port, 'postgres'),
		socketDir: home.socketDir,
		get pid() {
			return current.pid
		},
		onExit: (callback) => callbacks.push(callback),
		stop: () => (stopped ??= stop()),
	}
}

/** Calls `died` once when the server ends; the returned function ends the watch. */
function watch({ child, identity }: Postmaster, died: () => void): () => void {
	if (child && child.exitCode === null && child.signalCode === null) {
		child.once('exit', died)
		return () => child.off('exit', died)
	}
	const timer = setInterval(() => {
		if (lives(identity)) return
		clearInterval(timer)
		died()
	}, 250)
	timer.unref()
	return () => clearInterval(timer)
}

function addresses(home: Home): Record<string, string> {
	if (process.platform === 'win32') return { listen_addresses: '127.0.0.1' }
	return { listen_addresses: '', unix_socket_directories: home.socketDir, unix_socket_permissions: '0700' }
}

function address(home: Home, port: number, role: typeof owner | 'postgres'): string {
	const password = role === owner ? home.ownerPassword : home.adminPassword
	if (process.platform === 'win32') return `postgres://${role}:${password}@127.0.0.1:${port}/${role}`
	return `postgres://${role}:${password}@localhost:${port}/${role}?host=${encodeURIComponent(home.socketDir)}`
}

function freePort(): Promise<number> {
	return new Promise((resolve, reject) => {
		const server = createServer().once('error', reject)
		server.listen(0, '127.0.0.1', () => {
			const found = server.address()
			server.close(() => resolve(found && typeof found === 'object' ? found.port : 0))
		})
	})
}
