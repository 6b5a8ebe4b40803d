import { spawnSync } from 'node:child_process'
import {
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readFileSync,
	renameSync,
	rmdirSync,
	rmSync,
	writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type Account, give } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Home } from './home.ts'

const version = '18'
export const owner = 'porchlight'

/**
 * A data directory handed to the server. Run by root it is handed over open: the server's account need not be able to
 * walk there, so the data can lie in a home that is closed to everybody else.
 */
export type OpenDirectory = { path: string; stdio: number[]; close(): void }

export function openDirectory(path: string, account: Account | undefined, slot = 3): OpenDirectory {
	if (!account || process.platform !== 'linux') return { path, stdio: [], close() {} }
	const descriptor = openSync(path, 'r')
	return { path: `/proc/self/fd/${slot}`, stdio: [descriptor], close: () => closeSync(descriptor) }
}

/** Nothing of our environment: a PGDATA or PGPORT in it would lead the server elsewhere. */
export const serverEnvironment = process.platform === 'win32' ? process.env : { LC_ALL: 'C', PATH: process.env.PATH }

/** Makes the data directory if there is none. It appears whole or not at all; what a crash left behind is made anew. */
export function ensureCluster(home: Home, binaries: Binaries, account: Account | undefined): void {
	const file = join(home.data, 'PG_VERSION')
	if (existsSync(file)) {
		checkVersion(home, readFileSync(file, 'utf8').trim())
		return
	}
	if (existsSync(home.data)) removeEmpty(home.data)
	const fresh = `${home.data}.new`
	rmSync(fresh, { recursive: true, force: true })
	mkdirSync(fresh, { mode: 0o700 })
	give(fresh, account)
	initialize(fresh, home, binaries, account)
	renameSync(fresh, home.data)
}

/** Makes the app's role, which owns its database and nothing more, as it would be on a server of somebody else. */
export async function ensureDatabase(adminUrl: string, password: string): Promise<void> {
	const client = new pg.Client({ connectionString: adminUrl })
	// A server that dies meanwhile is told by the query that fails.
	client.on('error', () => {})
	await client.connect()
	try {
		const role = await client.query('select from pg_roles where rolname = $1', [owner])
		if (role.rowCount === 0) {
			await client.query(
				`create role ${owner} login nosuperuser nocreatedb nocreaterole password ${pg.escapeLiteral(password)}`,
			)
		}
		const database = await client.query('select from pg_database where datname = $1', [owner])
		if (database.rowCount === 0) await client.query(`create database ${owner} owner ${owner}`)
	} finally {
		await client.end()
	}
}

function checkVersion(home: Home, found: string): void {
	if (found === version) return
	throw new Error(
		`The data in ${home.data} were made by PostgreSQL ${found}; this app brings PostgreSQL ${version}.\n` +
			'Take a backup with the version of the app that made them and restore it into an empty data folder, ' +
			`or run PostgreSQL ${found} yourself and set DATABASE_URL.`,
	)
}

function removeEmpty(folder: string): void {
	try {
		rmdirSync(folder)
	} catch (cause) {
		throw new Error(`${folder} holds files but no PostgreSQL data. Move them away and start again.`, { cause })
	}
}

function initialize(folder: string, home: Home, binaries: Binaries, account: Account | undefined): void {
	const secret = join(home.folder, 'initdb-password')
	writeFileSync(secret, home.adminPassword, { mode: 0o600 })
	give(secret, account)
	const data = openDirectory(folder, account)
	const password = openDirectory(secret, account, 4)
	const result = spawnSync(
		binaries.initdb,
		[
			...['-D', data.path, '-U', 'postgres', `--pwfile=${password.path}`, '--auth=scram-sha-256', '--encoding=UTF8'],
			...['--no-locale', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--text-search-config=simple'],
		],
		{
			...account,
			cwd: '/',
			env: serverEnvironment,
			encoding: 'utf8',
			stdio: ['ignore', 'pipe', 'pipe', ...data.stdio, ...password.stdio],
		},
	)
	data.close()
	password.close()
	rmSync(secret, { force: true })
	if (result.status === 0) return
	throw new Error(`The embedded PostgreSQL could not be set up in ${folder}:\n${result.error ?? result.stderr}`)
}
