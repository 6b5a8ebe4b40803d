import { afterAll, beforeAll } from 'vitest'
import { forgetHosts } from '#features/workspaces/reads.ts'
import { setClock } from '#platform/clock/clock.ts'
import { usePool } from '#platform/db/db.ts'
import { openPool } from '#platform/db/pool.ts'
import { openBoss } from '#platform/jobs/boss.ts'
import { useBoss } from '#platform/jobs/send.ts'
import { createDatabase } from './postgres.ts'

/**
 * Gives the test file a database of its own, through which `read` and `write` work; its addresses come back.
 * `jobs`: what is tested queues jobs of these kinds; nobody works them off.
 */
export function openDatabase(options: { jobs?: string[] } = {}): {
	readonly url: string
	readonly adminUrl: string
} {
	const opened = { url: '', adminUrl: '' }
	let close = async (): Promise<void> => {}
	beforeAll(async () => {
		const database = await createDatabase()
		opened.url = database.url
		opened.adminUrl = database.adminUrl
		const pool = await openPool(database.url)
		usePool(pool)
		const kinds = (options.jobs ?? []).map((name) => ({ name, handle: async () => {} }))
		const boss = options.jobs ? await openBoss(pool, database.url, kinds, { work: false }) : null
		useBoss(boss)
		close = async () => {
			await boss?.stop({ graceful: false })
			useBoss(null)
			// Files share their process: the next one starts with the real time and its own companies.
			setClock()
			forgetHosts()
			await pool.end()
			await database.drop()
		}
	})
	afterAll(() => close())
	return opened
}
