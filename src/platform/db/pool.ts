import pg from 'pg'
import { log } from '../log/log.ts'
import { DatabaseClient, noteAway, noteBack } from './away.ts'

/** Timestamps are read as Date (the default); bigints as numbers: none of ours exceeds 2^53. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

const appRole = 'porchlight_app'

/** How long one waits for a connection: a page that says so comes sooner than a reader gives up. */
const connectMs = 5000
/** Longer than the server lets a statement run: one that is silent for so long is not there. */
const answerMs = 35_000

export interface PoolOptions {
	max?: number
	application?: string
	/** Milliseconds for an answer; 0 waits as long as it takes. */
	answerMs?: number
}

/**
 * Connections to PostgreSQL. Where the login is a superuser or bypasses row-level security, every
 * connection steps down to a plain role first, so that isolation holds whoever we were let in as.
 * One that cannot step down is not handed out.
 */
export async function openPool(url: string, options: PoolOptions = {}): Promise<pg.Pool> {
	const role = await roleToStepDownTo(url)
	const pool = new pg.Pool({
		connectionString: url,
		max: options.max ?? 10,
		idleTimeoutMillis: 30_000,
		connectionTimeoutMillis: connectMs,
		statement_timeout: 30_000,
		query_timeout: options.answerMs ?? answerMs,
		idle_in_transaction_session_timeout: 60_000,
		application_name: options.application ?? 'portal',
		keepAlive: true,
		keepAliveInitialDelayMillis: 10_000,
		pipeline: true,
		Client: DatabaseClient,
		onConnect: async (client: pg.ClientBase) =>
			void (role && (await client.query(`set role ${pg.escapeIdentifier(role)}`))),
	} as pg.PoolConfig)
	pool.on('error', (error) => {
		if (!pool.ending && !noteAway(error)) log.warn({ err: error.message }, 'an idle database connection was lost')
	})
	// The pool listens only to idle ones; one in use that loses its server fails by its next query, not the process.
	pool.on('connect', (client) => {
		client.on('error', () => {})
		noteBack()
	})
	return pool
}

/** Null where the login is a plain one already; else the role that owns our tables, or one made for us. */
async function roleToStepDownTo(url: string): Promise<string | null> {
	const client = new DatabaseClient({ connectionString: url, connectionTimeoutMillis: 10_000 })
	client.on('error', () => {})
	await client.connect()
	try {
		const { rows } = await client.query(
			'select rolsuper or rolbypassrls as above from pg_roles where rolname = current_user',
		)
		if (!rows[0]?.above) return null
		const owners = await client.query<{ name: string }>(
			`select r.rolname as name from pg_class c join pg_roles r on r.oid = c.relowner
			where c.oid = to_regclass('public.workspaces') and not r.rolsuper and not r.rolbypassrls`,
		)
		if (owners.rows[0]) return owners.rows[0].name
		await makeAppRole(client)
		return appRole
	} finally {
		await client.end()
	}
}

async function makeAppRole(client: pg.Client): Promise<void> {
	await client.query('select pg_advisory_lock(7061011)')
	try {
		const { rowCount } = await client.query('select 1 from pg_roles where rolname = $1', [appRole])
		if (!rowCount) await client.query(`create role ${appRole} nologin nosuperuser nobypassrls`)
		const { rows } = await client.query('select quote_ident(current_database()) as name')
		await client.query(`grant create, connect, temporary on database ${rows[0].name} to ${appRole}`)
		await client.query(`grant create, usage on schema public to ${appRole}`)
	} finally {
		await client.query('select pg_advisory_unlock(7061011)')
	}
}
