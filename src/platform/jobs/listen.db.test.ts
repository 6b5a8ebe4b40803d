import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDatabase, type TestDatabase } from '#support/postgres.ts'
import { listen } from './boss.ts'

let database: TestDatabase
let admin: pg.Client
beforeAll(async () => {
	database = await createDatabase()
	admin = new pg.Client({ connectionString: database.adminUrl })
	await admin.connect()
})
afterAll(async () => {
	await admin.end()
	await database.drop()
})

async function listeners(): Promise<number> {
	const { rows } = await admin.query(
		"select pid from pg_stat_activity where datname = current_database() and application_name = 'portal-listen'",
	)
	return rows.length
}

test('live: a listener that could not come back for a while comes back once', async () => {
	const heard = vi.fn()
	const reconnected = vi.fn()
	const listener = await listen(database.url, 'news', heard, reconnected)
	try {
		const name = new URL(database.url).pathname.slice(1)
		await admin.query(`alter database ${name} connection limit 0`)
		await admin.query(
			"select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'portal-listen'",
		)
		await vi.waitFor(async () => expect(await listeners()).toBe(0), { timeout: 15_000 })
		// Time for some attempts in vain, which must not add up.
		await pause(1600)
		await admin.query(`alter database ${name} connection limit -1`)
		await vi.waitFor(() => expect(reconnected.mock.calls.length).toBeGreaterThan(1), { timeout: 15_000 })
		await pause(1000)
		expect(reconnected).toHaveBeenCalledTimes(2)
		expect(await listeners()).toBe(1)
		await admin.query("notify news, 'hello'")
		await vi.waitFor(() => expect(heard).toHaveBeenCalledExactlyOnceWith('hello'), { timeout: 15_000 })
	} finally {
		await listener.close()
	}
})
