import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type TestDatabase } from '#support/postgres.ts'
import { openPool } from '../db/pool.ts'
import { jobKind, openBoss } from './boss.ts'

let database: TestDatabase
beforeAll(async () => {
	database = await createDatabase()
})
afterAll(() => database.drop())

test('jobs that come in faster than they are done do not wait for the next poll', async () => {
	const pool = await openPool(database.url)
	const done: number[] = []
	const kind = jobKind<{ n: number }>({
		name: 'test.backlog',
		concurrency: 2,
		handle: async (_scope, { n }) => {
			done.push(n)
		},
	})
	const queue = await openBoss(pool, database.url, [kind], { work: false })
	for (let n = 0; n < 40; n++) await queue.send(kind.name, { n, workspaceId: 'wsp_one' })
	const boss = await openBoss(pool, database.url, [kind], { work: true })
	try {
		await expect.poll(() => done.length, { timeout: 9000 }).toBe(40)
		expect(new Set(done).size).toBe(40)
	} finally {
		await boss.stop({ graceful: false })
		await queue.stop({ graceful: false })
		await pool.end()
	}
})
