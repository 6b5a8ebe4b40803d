import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, databases, type TestDatabase } from '#support/postgres.ts'

let database: TestDatabase
beforeAll(async () => {
	database = await createDatabase()
})
afterAll(() => database.drop())

async function ask(url: string, text: string): Promise<Record<string, unknown>[]> {
	const client = new pg.Client({ connectionString: url })
	await client.connect()
	try {
		return (await client.query(text)).rows
	} finally {
		await client.end()
	}
}

test('test databases: the engine is the one that the project names', async () => {
	expect(databases()).toEqual([{ name: process.env.TEST_ENGINE }])
	const [row] = await ask(database.url, "select current_setting('server_version_num')::int as version")
	if (process.env.TEST_ENGINE === 'embedded') expect(row?.version).toBeGreaterThanOrEqual(180000)
	else expect(row?.version).toBeGreaterThanOrEqual(150000)
})

test('test databases: the login owns the database and is nothing more', async () => {
	const rows = await ask(
		database.url,
		`select rolsuper, rolcreaterole, rolcreatedb, rolbypassrls, pg_get_userbyid(datdba) = rolname as owns
		from pg_roles, pg_database where rolname = current_user and datname = current_database()`,
	)
	expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false, rolcreatedb: false, rolbypassrls: false, owns: true }])
})

test('test databases: each has the whole schema and rows of its own', async () => {
	const other = await createDatabase()
	try {
		await ask(database.url, 'create table only_here ()')
		expect(await ask(other.url, "select to_regclass('only_here') is null as absent")).toEqual([{ absent: true }])
		expect(await ask(other.url, "select to_regclass('infra.migrations') is null as absent")).toEqual([
			{ absent: false },
		])
	} finally {
		await other.drop()
	}
})
