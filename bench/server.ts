import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { environment, flags } from '../bin/steps/flags.mjs'

export interface Server {
	pid: number
	urlOf(path: string): string
	stop(): Promise<void>
}

const built = (file: string) => join(import.meta.dirname, '../build/server', file)

/** Settings of the app under measurement; the command line is run with the same. */
export function settingsFor(dataDir: string): Record<string, string | undefined> {
	return {
		...environment,
		PATH: process.env.PATH,
		NODE_ENV: 'production',
		DATA_DIR: dataDir,
		BASE_URL: 'http://portal.localhost',
		DEMO: '0',
		LOG_LEVEL: 'warn',
		PORT: '0',
		HOST: '127.0.0.1',
	}
}

/** The built app as `npm start` runs it, on its own embedded database. */
export async function startServer(dataDir: string, profile: string | undefined): Promise<Server> {
	const profiling = profile ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
	const child = spawn(process.execPath, [...flags, ...profiling, built('main.js')], {
		env: settingsFor(dataDir),
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	const gone = once(child, 'exit')
	const port = await portOf(child)
	return {
		pid: child.pid ?? 0,
		urlOf: (path) => `http://bench.portal.localhost:${port}${path}`,
		async stop() {
			child.kill('SIGTERM')
			await gone
		},
	}
}

/** Runs the built command line; resolves with what it wrote on stdout. */
export async function command(dataDir: string, args: string[]): Promise<{ code: number; output: string }> {
	const child = spawn(process.execPath, [...flags, built('cli.js'), ...args], {
		env: settingsFor(dataDir),
		stdio: ['ignore', 'pipe', 'inherit'],
	})
	let output = ''
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		output += text
	})
	const [code] = await once(child, 'close')
	return { code, output }
}

function portOf(child: ChildProcess): Promise<number> {
	let output = ''
	return new Promise((done, fail) => {
		child.stdout?.setEncoding('utf8').on('data', (text: string) => {
			output += text
			const port = /on port (\d+)\./.exec(output)?.[1]
			if (port) done(Number(port))
		})
		child.once('exit', (code) => fail(new Error(`the app ended with ${code}`)))
	})
}
