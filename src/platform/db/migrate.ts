import { createHash } from 'node:crypto'
import type pg from 'pg'

const files = import.meta.glob<string>('/migrations/*.sql', { query: '?raw', import: 'default', eager: true })

/** The steps in order: `[name, sql]`. */
export const migrations: [string, string][] = Object.entries(files)
	.map(([path, sql]): [string, string] => [path.replace(/^.*\//, ''), sql])
	.sort(([a], [b]) => (a < b ? -1 : 1))

/** Names this set of steps, so that a template database made of it can be found again. */
export const migrationsHash = createHash('sha256').update(JSON.stringify(migrations)).digest('hex').slice(0, 12)

/**
 * Brings the schema up to date, one transaction a step. Processes that start together wait for each
 * other on an advisory lock. Returns the names of the steps that were applied.
 */
export async function migrate(pool: pg.Pool): Promise<string[]> {
	const client = await pool.connect()
	try {
		await client.query('set statement_timeout = 0')
		await client.query('select pg_advisory_lock(7061012)')
		await client.query('create schema if not exists infra')
		await client.query(
			'create table if not exists infra.migrations (name text primary key, hash text not null, applied_at timestamptz not null default now())',
		)
		return await applyMissing(client)
	} finally {
		await client.query('select pg_advisory_unlock(7061012)').catch(() => {})
		client.release(true)
	}
}

async function applyMissing(client: pg.PoolClient): Promise<string[]> {
	const { rows } = await client.query<{ name: string; hash: string }>('select name, hash from infra.migrations')
	const known = new Map(rows.map((row) => [row.name, row.hash]))
	const applied: string[] = []
	for (const [name, sql] of migrations) {
		const hash = createHash('sha256').update(sql).digest('hex')
		if (known.has(name)) {
			if (known.get(name) !== hash)
				throw new Error(`Migration ${name} was changed after it had been applied to this database.`)
			continue
		}
		await client.query('begin')
		try {
			await client.query(sql)
			await client.query('insert into infra.migrations (name, hash) values ($1, $2)', [name, hash])
			await client.query('commit')
		} catch (error) {
			await client.query('rollback').catch(() => {})
			throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
		}
		applied.push(name)
	}
	return applied
}
