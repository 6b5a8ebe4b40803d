import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { serverAccount } from '#platform/db/embedded/account.ts'
import { openHome } from '#platform/db/embedded/home.ts'
import { childrenOf } from './processes.ts'

export interface Database {
	/** The superuser's connection. */
	client: pg.Client
	/** The server's processes at this moment, the one of this connection left out. */
	pids(): number[]
	/** What the database is asked while `work` runs, by its own log: queries, and transactions around them. */
	countQueries(work: () => Promise<unknown>): Promise<{ queries: number; transactions: number }>
	close(): Promise<void>
}

/** Connects to the embedded database that the app has started in this folder. */
export async function openDatabase(dataDir: string): Promise<Database> {
	const home = openHome(dataDir, serverAccount())
	const client = new pg.Client({
		host: home.socketDir,
		user: 'postgres',
		password: home.adminPassword,
		database: 'porchlight',
	})
	await client.connect()
	const postmaster = Number.parseInt(readFileSync(join(home.data, 'postmaster.pid'), 'utf8'), 10)
	const own = (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid
	return {
		client,
		pids: () => [postmaster, ...childrenOf(postmaster).filter((pid) => pid !== own)],
		async countQueries(work) {
			await setLogging(client, 'all')
			const from = statSync(home.log).size
			await work()
			await setLogging(client, 'none')
			return countIn(textFrom(home.log, from))
		},
		close: () => client.end(),
	}
}

/** The change reaches every open connection by a signal; a moment later each has taken it. */
async function setLogging(client: pg.Client, value: 'all' | 'none'): Promise<void> {
	await client.query(`alter system set log_statement = '${value}'`)
	await client.query('select pg_reload_conf()')
	await new Promise((done) => setTimeout(done, 300))
}

const ours = /alter system|pg_reload_conf/

function countIn(log: string): { queries: number; transactions: number } {
	const said = [...log.matchAll(/LOG: {2}(?:statement|execute [^:]+): (.*)/g)].map(([, text = '']) => text.trim())
	const asked = said.filter((text) => !ours.test(text))
	const transactions = asked.filter((text) => /^begin/i.test(text)).length
	return { queries: asked.filter((text) => !/^(begin|commit|rollback|set )/i.test(text)).length, transactions }
}

function textFrom(file: string, offset: number): string {
	const bytes = Buffer.alloc(statSync(file).size - offset)
	const descriptor = openSync(file, 'r')
	readSync(descriptor, bytes, 0, bytes.length, offset)
	closeSync(descriptor)
	return bytes.toString()
}
