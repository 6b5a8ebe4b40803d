import { createReadStream } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { readDraft } from './drafts/rules.ts'
import { collectKeys, Directory } from './matching/rules.ts'
import { guessMapping } from './parsing/columns/rules.ts'
import { readTable } from './parsing/rules.ts'
import type { RowPlan } from './plans/rules.ts'
import { count, noCounts, noRowsSeen, planBatch } from './rules.ts'

const headers = ['Client ID', 'Name', 'Email', 'Phone', 'Address', 'ZIP', 'Notes', 'Other emails']
const customers = new URL('../../../tests/support/fixtures/customers.csv', import.meta.url)
let ids = 0

function plan(table: string[][], directory = new Directory(), names = headers): RowPlan[] {
	const context = { headers: names, mapping: guessMapping(names, table), country: 'US' }
	const drafts = table.map((cells, index) => readDraft(index + 1, cells, context))
	return planBatch(drafts, directory, noRowsSeen(), { newId: (kind) => `${kind}${++ids}`, columnOf: (field) => field })
}

function statuses(plans: RowPlan[]): string[] {
	return plans.map((row) => row.status)
}

const ana = ['C-1', 'Ana Ruiz', 'ana@example.org', '602 823 8666', '1 Main St', '85001', '', '']
const with_ = (changes: Record<number, string>) => ana.map((cell, column) => changes[column] ?? cell)

describe('API-3: what a row does', () => {
	test('the customer list, twice', async () => {
		let names: string[] = []
		const table: string[][] = []
		for await (const item of readTable(createReadStream(customers))) {
			if (item.type === 'header') names = item.cells
			if (item.type === 'row') table.push(item.cells)
		}
		const directory = new Directory()
		const first = plan(table, directory, names)
		expect(count(noCounts(), first)).toEqual({
			rows: 633,
			created: 617,
			updated: 0,
			unchanged: 0,
			duplicates: 15,
			rejected: 1,
			flawed: 43,
		})
		expect(first.flatMap((row) => row.newContacts)).toHaveLength(610)
		expect(first.flatMap((row) => row.problems).filter((problem) => problem.code === 'name_missing')).toHaveLength(12)
		const second = plan(table, directory, names)
		expect(count(noCounts(), second)).toEqual({
			rows: 633,
			created: 0,
			updated: 0,
			unchanged: 617,
			duplicates: 15,
			rejected: 1,
			flawed: 43,
		})
	})

	test('one person under two ids: two accounts, one contact', () => {
		const [, second] = plan([ana, with_({ 0: 'C-1-B', 4: '2 Other Rd' })])
		expect(second).toMatchObject({ status: 'created', newContacts: [], newLinks: [{ accountId: second?.accountId }] })
	})

	test('also by phone and name, where there is no e-mail', () => {
		const [, second, third] = plan([
			with_({ 2: '' }),
			with_({ 0: 'C-2', 2: '' }),
			with_({ 0: 'C-3', 1: 'Tom Ruiz', 2: '' }),
		])
		expect(second?.newContacts).toEqual([])
		expect(third?.newContacts).toHaveLength(1)
	})

	test.each([
		['the same row', with_({}), 'duplicate'],
		['the same row, spaced differently', with_({ 1: ' Ana  Ruiz ' }), 'duplicate'],
		['nothing new about the account', with_({ 4: '1 MAIN ST.' }), 'duplicate'],
		['another address of the account', with_({ 4: '9 Lake Rd' }), 'updated'],
		['another person of the account', with_({ 1: 'Tom Ruiz', 2: 'tom@example.org' }), 'updated'],
		['another e-mail of the same person', with_({ 2: 'other@example.org' }), 'duplicate'],
	])('a later row of one id, %s: %s', (_, row, status) =>
		expect(statuses(plan([ana, row]))).toEqual(['created', status]),
	)

	test('a later row of one id never takes back what the first said, so that a second import changes nothing', () => {
		const table = [ana, with_({ 2: 'other@example.org', 3: '303 207 8093', 1: 'Ana Ruiz' })]
		const directory = new Directory()
		const [, second] = plan(table, directory)
		expect(second?.problems.map((problem) => `${problem.code} ${problem.detail}`)).toEqual([
			'differs_from_row 1',
			'differs_from_row 1',
		])
		expect(statuses(plan(table, directory))).toEqual(['unchanged', 'duplicate'])
	})

	test.each([
		['a new phone', { 3: '303 207 8093' }, 'contacts', { phone: '+13032078093', email: 'ana@example.org' }],
		['a new e-mail', { 2: 'new@example.org' }, 'contacts', { email: 'new@example.org' }],
		['a new name', { 1: 'Ana Hill' }, 'contacts', { firstName: 'Ana', lastName: 'Hill' }],
		['a street written out', { 4: '1 Main Street' }, 'sites', { line1: '1 Main Street' }],
		['a second e-mail', { 7: 'two@example.org' }, 'newContacts', { email: 'two@example.org' }],
		['notes where there were none', { 6: 'Gate 4411' }, 'accounts', { notes: 'Gate 4411' }],
	] as const)('the next import brings %s', (_, changes, list, expected) => {
		const directory = new Directory()
		plan([ana], directory)
		const [row] = plan([with_(changes)], directory)
		expect(row?.status).toBe('updated')
		expect(row?.[list]).toEqual([expect.objectContaining(expected)])
	})

	test("empty cells erase nothing, and staff's notes stay", () => {
		const directory = new Directory()
		plan([with_({ 6: 'Ours' })], directory)
		expect(statuses(plan([with_({ 2: '', 3: '', 6: 'Theirs' })], directory))).toEqual(['unchanged'])
	})

	test('two flats in one house are two places', () => {
		const directory = new Directory()
		plan([with_({ 4: '12 Main St, Apt 4B' })], directory)
		const [row] = plan([with_({ 4: '12 Main St, Apt 5C' })], directory)
		expect(row?.newSites).toHaveLength(1)
	})

	test('an address that somebody signs in with is neither taken away nor given to another', () => {
		const contact = {
			id: 'con',
			firstName: 'Ana',
			lastName: 'Ruiz',
			email: 'ana@example.org',
			phone: '',
			phoneExtension: '',
			portalStatus: 'enrolled' as const,
			accountIds: ['acc'],
		}
		const account = {
			id: 'acc',
			externalId: 'C-1',
			name: 'Ana Ruiz',
			kind: 'household' as const,
			leadSource: '',
			notes: '',
			archived: false,
			sites: [],
			contactIds: ['con'],
		}
		const [kept, taken] = plan(
			[with_({ 2: 'new@example.org' }), with_({ 0: 'C-2', 1: 'Eve Hill' })],
			new Directory([account], [contact]),
		)
		expect(kept?.problems).toEqual([
			expect.objectContaining({ code: 'email_kept', value: 'new@example.org', severity: 'warning' }),
		])
		expect(taken).toMatchObject({
			status: 'created',
			newContacts: [{ firstName: 'Eve', email: '', phone: '+16028238666' }],
		})
		expect(taken?.problems).toEqual([expect.objectContaining({ code: 'email_taken' })])
	})

	test('without an id: by e-mail, by phone and name, by name and address', () => {
		const directory = new Directory()
		plan([ana, ['', 'Bo Kim', '', '', '5 Elm Ct', '85001', '', '']], directory)
		expect(statuses(plan([with_({ 0: '' })], directory))).toEqual(['unchanged'])
		expect(statuses(plan([with_({ 0: '', 2: '' })], directory))).toEqual(['unchanged'])
		expect(statuses(plan([['', 'Bo Kim', '', '', '5 ELM CT.', '85001', '', '']], directory))).toEqual(['unchanged'])
		expect(statuses(plan([['C-9', 'Bo Kim', 'bo@example.org', '', '5 Elm Ct', '85001', '', '']], directory))).toEqual([
			'updated',
		])
		expect(directory.withExternalId('C-9')?.name).toBe('Bo Kim')
	})

	test('a batch asks for each key once', () => {
		const context = { headers, mapping: guessMapping(headers, []), country: 'US' }
		const drafts = [ana, ana, ['', 'Bo', '', '', '5 Elm Ct', '', '', '']].map((cells, row) =>
			readDraft(row, cells, context),
		)
		expect(collectKeys(drafts)).toEqual({
			externalIds: ['C-1'],
			emails: ['ana@example.org'],
			phones: ['+16028238666'],
			streets: ['5 Elm Ct'],
		})
	})
})
