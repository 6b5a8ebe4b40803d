import { createHash } from 'node:crypto'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import type pg from 'pg'

export type Db = NodePgDatabase<Record<string, never>>

/** Asked this often by this process, a statement is kept ready. */
const often = 16
/** Each takes memory in every connection; beyond these, statements are planned anew each time. */
const mostNamed = 80
const mostSeen = 2000

const seen = new Map<string, number>()
const names = new Map<string, string>()
const kept = new WeakMap<pg.PoolClient, Db>()

/**
 * Drizzle on a connection. What comes often gets a name, by which each connection parses and plans it once: on a page
 * of small reads planning takes four times as long as reading.
 */
export function drizzleOn(client: pg.PoolClient): Db {
	let db = kept.get(client)
	if (!db) {
		db = drizzle(naming(client)) as Db
		kept.set(client, db)
	}
	return db
}

/** Of another pool no connection has anything ready. */
export function forgetNames(): void {
	seen.clear()
	names.clear()
}

function naming(client: pg.PoolClient): pg.PoolClient {
	const query = (config: pg.QueryConfig, values?: unknown[]) => {
		const name = config.name ?? nameOf(config.text)
		return client.query(name ? { ...config, name } : config, values)
	}
	return Object.create(client, { query: { value: query } })
}

function nameOf(text: string): string | undefined {
	const name = names.get(text)
	if (name || names.size >= mostNamed) return name
	const times = (seen.get(text) ?? 0) + 1
	if (times < often) {
		if (seen.size >= mostSeen) seen.clear()
		seen.set(text, times)
		return undefined
	}
	seen.delete(text)
	const made = `s${createHash('sha256').update(text).digest('hex').slice(0, 24)}`
	names.set(text, made)
	return made
}
