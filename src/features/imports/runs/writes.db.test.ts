import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { read, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { customersFile, importBench } from '#support/imports.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { importById } from '../reads.ts'
import type { Import } from '../tables.ts'
import { cancelImport, resumeImport, startImport } from '../writes.ts'
import { workOff } from './writes.ts'

openDatabase()
let bench: Awaited<ReturnType<typeof importBench>>
let scope: SystemScope

beforeAll(async () => {
	bench = await importBench()
})
afterAll(() => bench.close())
beforeEach(async () => {
	scope = await makeWorkspace()
})

const going = { aborted: false }

async function run(id: string, stop = going): Promise<Import> {
	await startImport(scope, id, { queue: false })
	await workOff(scope, id, bench.storage, stop)
	return current(id)
}

async function current(id: string): Promise<Import> {
	const record = await read(scope, (reader) => importById(reader, id))
	if (!record) throw new Error('no such import')
	return record
}

async function _importText(text: string): Promise<Import> {
	return run(await bench.bring(scope, text))
}

async function totals(): Promise<Record<string, number>> {
	return read(scope, async ({ client }) => {
		const { rows } =
			await client.query(`select (select count(*) from accounts) as accounts, (select count(*) from sites) as sites,
			(select count(*) from contacts) as contacts, (select count(*) from contact_links) as links,
			(select count(*) from events where type in ('account.created', 'contact.created')) as events`)
		return rows[0]
	})
}

function table(rows: number): string {
	const lines = Array.from(
		{ length: rows },
		(_, n) => `G-${n},Ana,Ruiz ${n},ana${n}@example.org,602 ${200 + (n % 700)} ${1000 + n},${n} Main St,85001`,
	)
	return `Client ID,First name,Last name,Email,Phone,Street,ZIP\n${lines.join('\n')}\n`
}

/** Stops like a killed process would: between two transactions, without a word to the import. */
function stopAfter(batches: number): { readonly aborted: boolean } {
	let asked = 0
	return {
		get aborted() {
			return ++asked > batches
		},
	}
}

describe('API-3: an import at work', () => {
	test('a dry run says what the import then does, and writes nothing', async () => {
		const id = await bench.bring(scope, customersFile)
		await write(scope, ({ client }) => client.query(`update imports set status = 'checking' where id = $1`, [id]))
		await workOff(scope, id, bench.storage, going)
		const checked = await current(id)
		expect(checked.status).toBe('checked')
		expect(await totals()).toMatchObject({ accounts: 0, contacts: 0, events: 0 })
		const done = await run(id)
		expect(done.counts).toEqual(checked.counts)
	})

	test('cut off in the middle and taken up again, it loses and doubles nothing', async () => {
		const id = await bench.bring(
			scope,
			`${table(1800)}G-3,Ana,Ruiz 3,ana3@example.org,602 203 1003,3 Main St,85001\nG-4,Ana,Ruiz 4,ana4@example.org,602 204 1004,77 Lake Rd,85001\n`,
		)
		await startImport(scope, id, { queue: false })
		await expect(workOff(scope, id, bench.storage, stopAfter(5))).rejects.toThrow('stopped')
		expect(await current(id)).toMatchObject({ status: 'running', done: 1000 })
		await workOff(scope, id, bench.storage, going)
		expect((await current(id)).counts).toEqual({
			rows: 1802,
			created: 1800,
			updated: 1,
			unchanged: 0,
			duplicates: 1,
			rejected: 0,
			flawed: 0,
		})
		expect(await totals()).toEqual({ accounts: 1800, sites: 1801, contacts: 1800, links: 1800, events: 3600 })
	})

	test('two workers on one import do not do a row twice', async () => {
		const id = await bench.bring(scope, table(1500))
		await startImport(scope, id, { queue: false })
		await Promise.all([workOff(scope, id, bench.storage, going), workOff(scope, id, bench.storage, going)])
		await workOff(scope, id, bench.storage, going)
		expect(await current(id)).toMatchObject({ status: 'done', counts: { rows: 1500, created: 1500 } })
		expect(await totals()).toMatchObject({ accounts: 1500, contacts: 1500, events: 3000 })
	})

	test('cancelled, what is in stays; resumed, the rest follows', async () => {
		const id = await bench.bring(scope, table(1500))
		await startImport(scope, id, { queue: false })
		await expect(workOff(scope, id, bench.storage, stopAfter(2))).rejects.toThrow()
		expect(await cancelImport(scope, id)).toEqual({ ok: true })
		await workOff(scope, id, bench.storage, going)
		expect(await current(id)).toMatchObject({ status: 'cancelled', done: 400 })
		expect(await cancelImport(scope, id)).toEqual({ ok: false, reason: 'not_now' })
		expect(await resumeImport(scope, id, { queue: false })).toEqual({ ok: true })
		await workOff(scope, id, bench.storage, going)
		expect(await current(id)).toMatchObject({ status: 'done', counts: { created: 1500 } })
	})
})
