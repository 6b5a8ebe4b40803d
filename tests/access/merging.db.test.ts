import { beforeAll, expect, test } from 'vitest'
import { mergeAccounts } from '#features/people/accounts/merging/writes.ts'
import { read, thePool, write } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { openDatabase } from '#support/open-database.ts'
import { isNamedTwice, makeUpRow, readTables, type Table } from './rows.ts'

const scope = systemScope({ workspaceId: 'wsp_merged' })
const [kept, gone] = ['acc_kept', 'acc_gone']
/** Where the one that is gone may still be named: its own record, and what its history says of it. */
const remembering: Record<string, string[]> = {
	accounts: ['id'],
	events: ['subject_id', 'data'],
	search_words: ['record_id'],
}

openDatabase()
let tables: Table[]

/** A row in every table that there is, all of them in some way those of the account that goes. */
beforeAll(async () => {
	tables = await readTables(thePool())
	const made = new Map<string, Record<string, unknown>[]>()
	for (const table of tables) {
		const rows = [rowOf(table, made)]
		if (table.name === 'accounts') rows.push({ ...rows[0], id: kept })
		else if (isNamedTwice(tables, table)) rows.push(rowOf(table, made, ' 2'))
		made.set(table.name, rows)
		for (const row of rows) await insert(table.name, row)
	}
})

function rowOf(table: Table, made: Map<string, Record<string, unknown>[]>, number = ''): Record<string, unknown> {
	const row = makeUpRow(table, scope.workspaceId, made, number)
	if (table.name === 'accounts') return { ...row, id: gone }
	return table.columns.some(({ name }) => name === 'account_id') ? { ...row, account_id: gone } : row
}

async function insert(table: string, row: Record<string, unknown>): Promise<void> {
	const places = Object.keys(row).map((_, i) => `$${i + 1}`)
	await write(scope, ({ client }) =>
		client.query(`insert into ${table} (${Object.keys(row)}) values (${places})`, Object.values(row)),
	)
}

/** Tables and columns that name this account, in whatever way. */
function naming(id: string): Promise<string[]> {
	return read(scope, async ({ client }) => {
		const found: string[] = []
		for (const { name, columns } of tables) {
			for (const column of columns) {
				if (remembering[name]?.includes(column.name)) continue
				const { rows } = await client.query(`select from ${name} where ${column.name}::text like $1`, [`%${id}%`])
				if (rows.length > 0) found.push(`${name}.${column.name}`)
			}
		}
		return found
	})
}

const pointing = `select t.relname as name from pg_constraint c join pg_class t on t.oid = c.conrelid
	where c.contype = 'f' and c.confrelid = 'accounts'::regclass and t.relname <> 'accounts' order by 1`

test('ACC-9: whatever table names an account, after a merge it names the one that was kept', async () => {
	const { rows } = await thePool().query<{ name: string }>(pointing)
	const before = await naming(gone)
	for (const { name } of rows) expect(before, name).toContain(`${name}.account_id`)
	expect(before.length).toBeGreaterThan(rows.length)
	expect(await mergeAccounts(scope, kept, gone)).toEqual({ ok: true })
	expect(await naming(gone)).toEqual([])
	const after = await naming(kept)
	for (const place of before) expect(after).toContain(place)
})

test('ACC-9: what is added to an account that was merged meanwhile goes to the one that was kept', async () => {
	const { rows } = await thePool().query<{ name: string }>(
		`${pointing.replace('order by 1', '')} and not exists (select from pg_trigger g where g.tgrelid = t.oid and g.tgname = 'follow_merged')`,
	)
	expect(rows).toEqual([])
	expect(await mergeAccounts(scope, kept, gone)).toEqual({ ok: true })
	await insert('sites', { workspace_id: scope.workspaceId, id: 'sit_late', account_id: gone })
	const late = await read(scope, ({ client }) => client.query(`select account_id from sites where id = 'sit_late'`))
	expect(late.rows).toEqual([{ account_id: kept }])
})
