import { asc } from 'drizzle-orm'
import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { accounts } from '#features/people/tables.ts'
import { read, sqlState, thePool, write } from '#platform/db/db.ts'
import { openPool } from '#platform/db/pool.ts'
import { systemScope } from '#platform/scope/make.ts'
import { openDatabase } from '#support/open-database.ts'
import { isNamedTwice, makeUpRow, readTables, type Table } from './rows.ts'

/** What may stand without the workspace in front, and why. */
const exceptions: Record<string, string> = {
	workspaces_slug_key: 'a host is looked up before its workspace is known',
	workspaces_custom_domain_key: 'a host is looked up before its workspace is known',
}

const one = systemScope({ workspaceId: 'wsp_one' })
const other = systemScope({ workspaceId: 'wsp_other' })
const database = openDatabase()
let tables: Table[]

beforeAll(async () => {
	tables = await readTables(thePool())
	for (const scope of [one, other]) {
		const made = new Map<string, Record<string, unknown>[]>()
		for (const table of tables) {
			const rows = [makeUpRow(table, scope.workspaceId, made)]
			if (isNamedTwice(tables, table)) rows.push(makeUpRow(table, scope.workspaceId, made, ' 2'))
			made.set(table.name, rows)
			for (const row of rows) await write(scope, ({ client }) => insert(client, table, row))
		}
	}
})

async function insert(client: pg.PoolClient, { name }: Table, row: Record<string, unknown>): Promise<void> {
	const columns = Object.keys(row)
	const places = columns.map((_, i) => `$${i + 1}`)
	await client.query(`insert into ${name} (${columns}) values (${places})`, Object.values(row))
}

/** Names of what a query finds wrong; one column `name`. */
async function found(query: string): Promise<string[]> {
	const { rows } = await thePool().query<{ name: string }>(query)
	return rows.map(({ name }) => name).filter((name) => !(name in exceptions))
}

const columnOf = (relation: string, key: string) =>
	`(select a.attname from pg_attribute a where a.attrelid = ${relation} and a.attnum = ${key})`

test('isolation: there are tables, and the workspace stands first in every primary and foreign key', async () => {
	expect(tables.length).toBeGreaterThan(20)
	expect(
		await found(`select t.relname as name from pg_class t
			left join pg_constraint c on c.conrelid = t.oid and c.contype = 'p'
			where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p')
			and ${columnOf('t.oid', 'c.conkey[1]')} is distinct from 'workspace_id'`),
	).toEqual([])
	expect(
		await found(`select c.conname as name from pg_constraint c where c.contype = 'f'
			and c.connamespace = 'public'::regnamespace and (${columnOf('c.conrelid', 'c.conkey[1]')} <> 'workspace_id'
			or ${columnOf('c.confrelid', 'c.confkey[1]')} <> 'workspace_id')`),
	).toEqual([])
})

test('isolation: the workspace stands first in every index but those of words', async () => {
	expect(
		await found(`select i.relname as name from pg_index x join pg_class i on i.oid = x.indexrelid
			join pg_class t on t.oid = x.indrelid join pg_am m on m.oid = i.relam
			where t.relnamespace = 'public'::regnamespace and m.amname <> 'gin'
			and ${columnOf('t.oid', 'x.indkey[0]')} is distinct from 'workspace_id'`),
	).toEqual([])
})

test('isolation: row-level security is on and forced, with one policy, on every table', async () => {
	expect(
		await found(`select t.relname as name from pg_class t
			where t.relnamespace = 'public'::regnamespace and t.relkind in ('r', 'p') and not (t.relrowsecurity
			and t.relforcerowsecurity and (select count(*) from pg_policy p where p.polrelid = t.oid and p.polcmd = '*') = 1)`),
	).toEqual([])
	expect(
		await found(`select p.polname || ' on ' || p.polrelid::regclass as name from pg_policy p
			where p.polrelid <> 'workspaces'::regclass and (pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
			<> ('(workspace_id = current_setting(''app.workspace_id''::text, true))',
				'(workspace_id = current_setting(''app.workspace_id''::text, true))')`),
	).toEqual([])
})

test('isolation: nothing in the schema acts with the rights of somebody else', async () => {
	expect(
		await found(`select proname as name from pg_proc where prosecdef
			and pronamespace in ('public'::regnamespace, 'infra'::regnamespace)`),
	).toEqual([])
	expect(
		await found(`select relname as name from pg_class
			where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')`),
	).toEqual([])
})

const mighty = 'select rolsuper or rolbypassrls as mighty from pg_roles where rolname = current_user'

test('isolation: the app is neither superuser nor above row-level security, even if it is let in as one', async () => {
	expect((await thePool().query(mighty)).rows).toEqual([{ mighty: false }])
	const pool = await openPool(database.adminUrl)
	try {
		expect((await pool.query(mighty)).rows).toEqual([{ mighty: false }])
	} finally {
		await pool.end()
	}
})

test('isolation: without a workspace, or with that of nobody, no table shows a row', async () => {
	for (const { name } of tables) {
		expect((await thePool().query(`select * from ${name}`)).rows, name).toEqual([])
		const none = await read(systemScope({ workspaceId: 'wsp_none' }), ({ client }) =>
			client.query(`select * from ${name}`),
		)
		expect(none.rows, name).toEqual([])
	}
})

test('isolation: a query that forgets the workspace sees, changes and removes only its own', async () => {
	for (const { name } of tables) {
		const seen = await read(one, ({ client }) => client.query(`select workspace_id from ${name}`))
		expect(new Set(seen.rows.map((row) => row.workspace_id)), name).toEqual(new Set([one.workspaceId]))
		const theirs = `where workspace_id = '${other.workspaceId}'`
		const touched = await write(one, async ({ client }) => [
			(await client.query(`update ${name} set workspace_id = workspace_id ${theirs}`)).rowCount,
			(await client.query(`delete from ${name} ${theirs}`)).rowCount,
		])
		expect(touched, name).toEqual([0, 0])
	}
})

test('isolation: no row can be made in, or moved to, another workspace', async () => {
	for (const table of tables) {
		const row = makeUpRow(table, other.workspaceId, new Map())
		const refused = await write(one, ({ client }) => insert(client, table, row)).catch(sqlState)
		expect(refused, table.name).toMatchObject({ code: '42501' })
		const moved = `update ${table.name} set workspace_id = '${other.workspaceId}'`
		expect(await write(one, ({ client }) => client.query(moved)).catch(sqlState), table.name).toMatchObject({
			code: '42501',
		})
	}
})

test('isolation: a plan that a connection keeps serves each workspace with its own', async () => {
	for (let round = 0; round < 60; round++) {
		const scope = round % 3 === 0 ? other : one
		const rows = await read(scope, ({ db }) =>
			db.select({ workspaceId: accounts.workspaceId }).from(accounts).orderBy(asc(accounts.id)).limit(10),
		)
		expect(rows).toEqual([{ workspaceId: scope.workspaceId }])
	}
	const { rows } = await thePool().query(
		`select count(*) as kept from pg_prepared_statements where name ~ '^s[0-9a-f]{24}$'`,
	)
	expect(rows[0].kept).toBeGreaterThan(0)
})
