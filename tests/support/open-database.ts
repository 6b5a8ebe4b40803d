import { afterAll, beforeAll } from 'vitest'
import { usePool } from '#platform/db/db.ts'
import { openPool } from '#platform/db/pool.ts'
import { createDatabase } from './postgres.ts'

/** Gives the test file a database of its own, through which `read` and `write` work; its address comes back. */
export function openDatabase(): { readonly url: string } {
	const opened = { url: '' }
	let close = async (): Promise<void> => {}
	beforeAll(async () => {
		const database = await createDatabase()
		opened.url = database.url
		const pool = await openPool(database.url)
		usePool(pool)
		close = async () => {
			await pool.end()
			await database.drop()
		}
	})
	afterAll(() => close())
	return opened
}
