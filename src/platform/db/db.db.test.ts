import { expect, test } from 'vitest'
import { systemScope } from '#platform/scope/make.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { type Reader, read, readOnce, thePool, write } from './db.ts'

openDatabase()

const snapshot = async ({ client }: Reader) =>
	(
		await client.query(`select current_setting('app.workspace_id') as workspace, pg_backend_pid() as pid,
		transaction_timestamp()::text as at`)
	).rows[0]

test('reads: what a scope asks in the same turn shares a snapshot; another scope and another turn do not', async () => {
	const [one, other] = [await makeWorkspace(), await makeWorkspace()]
	const [first, second, theirs] = await Promise.all([read(one, snapshot), read(one, snapshot), read(other, snapshot)])
	expect(second).toEqual(first)
	expect(first.workspace).toBe(one.workspaceId)
	expect(theirs.workspace).toBe(other.workspaceId)
	expect((await read(one, snapshot)).at).not.toBe(first.at)
})

test('reads: a failure among those that share a snapshot is only its own', async () => {
	const scope = await makeWorkspace()
	const notThere = new Error('404')
	const [lost, found] = await Promise.allSettled([
		read(scope, async () => {
			throw notThere
		}),
		read(scope, snapshot),
	])
	expect(lost).toEqual({ status: 'rejected', reason: notThere })
	expect(found).toMatchObject({ value: { workspace: scope.workspaceId } })
})

test('reads: what a write has done is seen by the next read', async () => {
	const scope = await makeWorkspace()
	const rename = (name: string) => write(scope, ({ client }) => client.query('update workspaces set name = $1', [name]))
	for (const name of ['North', 'South', 'East']) {
		await Promise.all([read(scope, snapshot), rename(name)])
		const { rows } = await read(scope, ({ client }) => client.query('select name from workspaces'))
		expect(rows).toEqual([{ name }])
	}
})

test('reads: an expected refusal costs no connection, and no workspace is left behind on one', async () => {
	const scope = await makeWorkspace()
	const before = thePool().totalCount
	for (let i = 0; i < 5; i++) await read(scope, () => Promise.reject(new Error('404'))).catch(() => {})
	await expect(readOnce(scope, { name: 'broken', text: 'select 1 / 0' })).rejects.toThrow('division by zero')
	expect(thePool().totalCount).toBe(before)
	const left = await thePool().query(`select coalesce(current_setting('app.workspace_id', true), '') as left`)
	expect(left.rows).toEqual([{ left: '' }])
})

test('reads: an id that is none never reaches the database', async () => {
	const query = { name: 'one', text: 'select 1' }
	await expect(read(systemScope({ workspaceId: "x'; --" }), snapshot)).rejects.toThrow('not a workspace id')
	await expect(readOnce(systemScope({ workspaceId: "x'; --" }), query)).rejects.toThrow('not a workspace id')
	expect(thePool().idleCount).toBe(thePool().totalCount)
})
