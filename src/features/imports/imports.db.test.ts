import { eq, isNull } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { findRun } from '#features/access/invitations/runs/reads.ts'
import { inviteRunJob } from '#features/access/invitations/runs/writes.ts'
import { mergeAccounts } from '#features/people/accounts/merging/writes.ts'
import { accounts, contactLinks, contacts, sites } from '#features/people/tables.ts'
import { read, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { customersFile, importBench } from '#support/imports.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { importById, importRowPage } from './reads.ts'
import { workOff } from './runs/writes.ts'
import type { Import } from './tables.ts'
import { cancelImport, startImport } from './writes.ts'

openDatabase({ jobs: [inviteRunJob] })
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

async function importText(text: string): Promise<Import> {
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
function _stopAfter(batches: number): { readonly aborted: boolean } {
	let asked = 0
	return {
		get aborted() {
			return ++asked > batches
		},
	}
}

describe('API-3: an import on the database', () => {
	test('the customer list, twice: no good row lost, nothing doubled', async () => {
		const first = await run(await bench.bring(scope, customersFile))
		expect(first).toMatchObject({ status: 'done', total: 633, done: 633 })
		expect(first.counts).toEqual({
			rows: 633,
			created: 617,
			updated: 0,
			unchanged: 0,
			duplicates: 15,
			rejected: 1,
			flawed: 43,
		})
		const after = await totals()
		expect(after).toEqual({ accounts: 617, sites: 617, contacts: 610, links: 626, events: 1227 })
		const second = await run(await bench.bring(scope, customersFile))
		expect(second.counts).toEqual({
			rows: 633,
			created: 0,
			updated: 0,
			unchanged: 617,
			duplicates: 15,
			rejected: 1,
			flawed: 43,
		})
		expect(await totals()).toEqual(after)
	})

	test("every bad row is told with its row, column and value, in the file's order", async () => {
		const record = await run(await bench.bring(scope, customersFile))
		const page = await read(scope, (reader) => importRowPage(reader, record, { filter: 'flawed', limit: 100 }))
		expect(page.rows).toHaveLength(43)
		expect(page.rows[2]?.problems).toEqual([
			expect.objectContaining({
				row: 19,
				column: 'Main phone #',
				value: '12',
				code: 'phone_invalid',
				severity: 'warning',
			}),
		])
		const rejected = await read(scope, (reader) => importRowPage(reader, record, { filter: 'rejected' }))
		expect(rejected.rows.map((row) => [row.row, row.problems[0]?.code])).toEqual([[317, 'row_empty']])
	})

	test('what comes in is whole: names, phones, addresses, notes, and found by search', async () => {
		await run(await bench.bring(scope, customersFile))
		const [found] = await read(scope, ({ db }) =>
			db
				.select()
				.from(accounts)
				.innerJoin(sites, eq(sites.accountId, accounts.id))
				.where(eq(accounts.externalId, 'C-00159')),
		)
		expect(found).toMatchObject({
			accounts: {
				name: 'Priya Moore',
				kind: 'household',
				leadSource: null,
				notes: 'Gate code 4411#\nDog "Rex" is friendly; ring twice, please',
			},
			sites: { line1: '1894 Oak Ave', city: 'Köln', postalCode: '50667', country: 'DE' },
		})
		expect(found?.accounts.search).toContain('koln')
		const [contact] = await read(scope, ({ db }) =>
			db.select().from(contacts).where(eq(contacts.email, 'beth.okafor22@example.com')),
		)
		expect(contact).toMatchObject({
			phone: '+13039559621',
			phoneExtension: '67',
			portalStatus: 'notEnrolled',
			sortName: 'okafor beth',
			language: 'en',
		})
		expect(contact?.search).toContain('13039559621')
	})

	test('one person under two ids is one contact of two accounts', async () => {
		await importText(
			'Client ID,Name,Email,Street\nA,Ana Ruiz,ana@example.org,1 Main St\nA-B,Ana Ruiz,ana@example.org,9 Lake Rd\n',
		)
		const links = await read(scope, ({ db }) => db.select().from(contactLinks))
		expect(new Set(links.map((link) => link.contactId)).size).toBe(1)
		expect(links).toHaveLength(2)
	})

	test('a changed file changes what it says, and an archived customer stays archived', async () => {
		await importText('Client ID,Name,Email,Phone\nA,Ana Ruiz,ana@example.org,602 823 8666\nB,Bo Kim,bo@example.org,\n')
		await write(scope, ({ db }) =>
			db.update(accounts).set({ archivedAt: new Date() }).where(eq(accounts.externalId, 'B')),
		)
		const record = await importText(
			'Client ID,Name,Email,Phone\nA,Ana Ruiz,ana@example.org,303 207 8093\nB,Bo Kim,bo@example.org,\n',
		)
		expect(record.counts).toMatchObject({ updated: 1, unchanged: 1 })
		const [ana] = await read(scope, ({ db }) => db.select().from(contacts).where(eq(contacts.email, 'ana@example.org')))
		expect(ana?.phone).toBe('+13032078093')
		const page = await read(scope, (reader) => importRowPage(reader, record, { filter: 'flawed' }))
		expect(page.rows.map((row) => row.problems.map((problem) => problem.code))).toEqual([['archived']])
	})

	test('a customer that was merged into another is that one, whichever of both ids a file has', async () => {
		const record = await importText('Client ID,Name,Email\nA,Ana Ruiz,ana@example.org\nB,A. Ruiz,ruiz@example.org\n')
		expect(record.counts).toMatchObject({ created: 2 })
		const known = await read(scope, ({ db }) => db.select().from(accounts))
		const [keep, gone] = ['A', 'B'].map((id) => known.find(({ externalId }) => externalId === id)?.id ?? '')
		await mergeAccounts(scope, keep ?? '', gone ?? '')
		const again = await importText('Client ID,Name,Email,Phone\nB,A. Ruiz,ruiz@example.org,602 823 8666\n')
		expect(again.counts).toMatchObject({ updated: 1 })
		const living = await read(scope, ({ db }) => db.select().from(accounts).where(isNull(accounts.archivedAt)))
		expect(living).toMatchObject([{ id: keep, externalId: 'A', name: 'A. Ruiz' }])
		expect(await totals()).toMatchObject({ accounts: 2, contacts: 2, links: 2 })
	})

	test('a broken quote costs its row alone', async () => {
		const record = await importText(
			'Client ID,Name,Email\nA,Ana,a@example.org\nB,"Bo,b@example.org\nC,Cy,c@example.org\n',
		)
		expect(record.counts).toMatchObject({ rows: 3, created: 2, rejected: 1 })
		const page = await read(scope, (reader) => importRowPage(reader, record, { filter: 'rejected' }))
		expect(page.rows[0]).toMatchObject({
			row: 2,
			problems: [{ code: 'quote_unclosed', detail: '3' }],
			cells: ['B,"Bo,b@example.org'],
		})
	})

	test.each([
		['', 'file_empty'],
		['Name,Email\n', 'header_only'],
		['PK\u0003\u0004 a spreadsheet', 'file_not_text'],
	])('a file that is none (%j) is kept with the reason', async (text, code) => {
		const record = await current(await bench.bring(scope, text))
		expect(record).toMatchObject({ status: 'failed', problem: { code } })
		expect(await startImport(scope, record.id)).toEqual({ ok: false, reason: 'not_now' })
	})

	test('names with emoji and right-to-left letters come in as they are', async () => {
		await importText('Name,Email\n👩‍🔧 دانا حداد,d@example.org\n')
		const [account] = await read(scope, ({ db }) => db.select().from(accounts))
		expect(account?.name).toBe('👩‍🔧 دانا حداد')
	})

	test("another workspace's import does not exist, and the same list lives in both", async () => {
		const other = await makeMember()
		const id = await bench.bring(scope, table(3))
		await run(id)
		expect(await read(other.scope, (reader) => importById(reader, id))).toBeNull()
		expect(await cancelImport(other.scope, id)).toEqual({ ok: false, reason: 'not_now' })
		scope = await makeWorkspace()
		expect((await importText(table(3))).counts).toMatchObject({ created: 3 })
	})
})

test('ACC-1: those whom an import creates are invited once it is through, if that was asked for, and those it knew are not', async () => {
	const text = (names: string[]) =>
		`First name,Last name,Email\n${names.map((name) => `${name},Ruiz,${name}@example.org`).join('\n')}\n`
	await importText(text(['ana', 'tom']))
	const id = await bench.bring(scope, text(['ana', 'tom', 'eva', 'leo']))
	await startImport(scope, id, { queue: false, invite: true })
	await workOff(scope, id, bench.storage, going)
	const { invitationRunId } = await current(id)
	expect(await read(scope, (reader) => findRun(reader, invitationRunId ?? ''))).toMatchObject({ total: 2, waiting: 2 })
	const { rows } = await read(scope, ({ client }) =>
		client.query(
			`select c.email from invitation_run_contacts i join contacts c on c.id = i.contact_id where i.run_id = $1 order by 1`,
			[invitationRunId],
		),
	)
	expect(rows.map(({ email }) => email)).toEqual(['eva@example.org', 'leo@example.org'])
})
