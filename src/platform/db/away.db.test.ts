import { connect } from 'node:net'
import pg from 'pg'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Gateway, openGateway } from '#support/gateway.ts'
import { createDatabase, type TestDatabase } from '#support/postgres.ts'
import { isAway } from './away.ts'
import { openPool, type PoolOptions } from './pool.ts'

let database: TestDatabase
let gateway: Gateway
beforeAll(async () => {
	database = await createDatabase()
	gateway = await openGateway(database.url)
})
afterAll(async () => {
	await gateway?.close()
	await database?.drop()
})

async function pool(options: PoolOptions = {}) {
	const opened = await openPool(gateway.url, options)
	onTestFinished(() => opened.end())
	return opened
}

async function limitTo(connections: number): Promise<void> {
	const client = new pg.Client({ connectionString: database.adminUrl })
	await client.connect()
	await client.query(`alter database ${new URL(database.url).pathname.slice(1)} connection limit ${connections}`)
	await client.end()
}

const failureOf = (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => null,
		(error: unknown) => error,
	)

test('away: refused, cut off, ended by its operator and full is away; the next question after it is answered', async () => {
	const asked = await pool()
	const rest = asked.query('select pg_sleep(20)')
	await asked.query('select 1')
	const [cut] = await Promise.all([failureOf(rest), gateway.close()])
	const refused = await failureOf(asked.query('select 1'))
	await gateway.open()
	// As the job queue reports it.
	const copied = { ...(refused as Error), message: (refused as Error).message }
	expect([cut, refused, copied].map(isAway)).toEqual([true, true, true])
	const ended = failureOf(asked.query('select pg_terminate_backend(pg_backend_pid())'))
	expect(isAway(await ended)).toBe(true)
	await limitTo(0)
	const full = await failureOf(asked.query('select 1'))
	await limitTo(-1)
	expect([isAway(full), full]).toMatchObject([true, { code: '53300' }])
	expect((await asked.query('select 1 as one')).rows).toEqual([{ one: 1 }])
})

test('away: a server that says nothing is given up, by those who connect and by those who ask', async () => {
	const asked = await pool({ max: 2, answerMs: 300 })
	await asked.query('select 1')
	const late = failureOf(asked.query('select pg_sleep(5)'))
	expect(isAway(await late)).toBe(true)
	gateway.hush()
	const started = performance.now()
	const failures = await Promise.all([1, 2, 3].map((n) => failureOf(asked.query(`select ${n}`))))
	await gateway.open()
	expect(failures.map(isAway)).toEqual([true, true, true])
	expect(performance.now() - started).toBeLessThan(20_000)
})

test('away: what is wrong with a question or with another service is not the database being away', async () => {
	const asked = await pool()
	const broken = await failureOf(asked.query('select 1 / 0'))
	const elsewhere = await failureOf(
		new Promise((done, fail) => connect(1, '127.0.0.1', () => done(null)).on('error', fail)),
	)
	expect((elsewhere as { code: string }).code).toBe('ECONNREFUSED')
	expect([broken, elsewhere, null, new Error('Connection refused')].map(isAway)).toEqual([false, false, false, false])
	expect(isAway(new Error('Failed query: select', { cause: Object.assign(new Error('x'), { code: '57P03' }) }))).toBe(
		true,
	)
})
