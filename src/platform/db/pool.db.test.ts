import { expect, test } from 'vitest'
import { createDatabase } from '#support/postgres.ts'
import { openPool } from './pool.ts'

const roleOf = `select current_user as name, (select rolsuper or rolbypassrls from pg_roles where rolname = current_user) as above,
	(select count(*)::int from workspaces) as seen`

test('isolation holds whoever the login is: a superuser steps down to the owner of the tables', async () => {
	const database = await createDatabase()
	const [plain, mighty] = [await openPool(database.url), await openPool(database.adminUrl)]
	const seen = await Promise.all([plain, mighty].map(async (pool) => (await pool.query(roleOf)).rows[0]))
	expect(seen[0]).toMatchObject({ above: false, seen: 0 })
	expect(seen[1]).toEqual(seen[0])
	await Promise.all([plain.end(), mighty.end()])
	await database.drop()
})
