import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { environment, flags } from '../../bin/steps/flags.mjs'

export interface TestServer {
	port: number
	pid: number
	/** Where a workspace's pages are. */
	urlOf(slug: string): string
	/** Ends it in order; `SIGKILL` ends it as a power cut would. Resolves when it is gone. */
	stop(signal?: NodeJS.Signals): Promise<void>
	/** What it wrote, for a test that failed. */
	log(): string
}

const main = join(import.meta.dirname, '../../build/server/main.js')

/** Starts the built app as a process of its own and waits until it is ready. */
export async function startServer(options: {
	databaseUrl: string
	role?: 'all' | 'web' | 'worker'
	/** Shared by processes that are to see the same files; without it each has its own, removed with it. */
	dataDir?: string
	env?: Record<string, string>
}): Promise<TestServer> {
	const own = options.dataDir ? null : mkdtempSync(join(tmpdir(), 'tests-server-'))
	let output = ''
	const child = spawn(process.execPath, [...flags, main], {
		env: {
			...environment,
			PATH: process.env.PATH,
			NODE_ENV: 'production',
			PORT: '0',
			HOST: '127.0.0.1',
			DEMO: '0',
			BASE_URL: 'http://portal.localhost',
			APP_SECRET: 'a secret for tests, long enough for everything',
			DATABASE_URL: options.databaseUrl,
			DATA_DIR: options.dataDir ?? own ?? '',
			ROLE: options.role ?? 'all',
			LOG_LEVEL: 'warn',
			...options.env,
		},
		stdio: ['ignore', 'pipe', 'pipe'],
	})
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (text: string) => {
			output += text
		})
	}
	const gone = new Promise<void>((done) => child.once('exit', () => done()))
	const port = await portOf(child, () => output)
	return {
		port,
		pid: child.pid ?? 0,
		urlOf: (slug) => `http://${slug}.portal.localhost:${port}`,
		log: () => output,
		async stop(signal = 'SIGTERM') {
			child.kill(signal)
			await gone
			if (own) rmSync(own, { recursive: true, force: true })
		},
	}
}

/** The server names its port once it is ready. */
function portOf(child: ChildProcess, output: () => string): Promise<number> {
	return new Promise((done, fail) => {
		child.stdout?.on('data', () => {
			const port = /on port (\d+)\./.exec(output())?.[1]
			if (port) done(Number(port))
		})
		child.once('exit', (code) => fail(new Error(`the server ended with ${code}:\n${output()}`)))
	})
}
