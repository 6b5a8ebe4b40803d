import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { defaultLimits, detectDelimiter, type Item, readTable } from './rules.ts'

const customers = new URL('../../../../tests/support/fixtures/customers.csv', import.meta.url)

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function items(text: string | Uint8Array, limits = defaultLimits, size = 7): Promise<Item[]> {
	const bytes = typeof text === 'string' ? Buffer.from(text) : text
	const found: Item[] = []
	for await (const item of readTable(pieces(bytes, size), limits)) found.push(item)
	return found
}

function rows(found: Item[]): string[][] {
	return found.flatMap((item) => (item.type === 'row' ? [item.cells] : []))
}

describe('API-3: reading a CSV file', () => {
	test('the customer list: every row, quoted line ends and quotes as they are', async () => {
		const found: Item[] = []
		for await (const item of readTable(createReadStream(customers))) found.push(item)
		const expected = parse(await import('node:fs').then((fs) => fs.readFileSync(customers)), {
			bom: true,
		}) as string[][]
		expect(found[0]).toMatchObject({ type: 'header', delimiter: ',', cells: expected[0] })
		expect(rows(found)).toEqual(expected.slice(1))
		expect(found.at(-1)).toMatchObject({ type: 'row', row: 633 })
	})

	test('whatever is written as CSV is read again, in pieces of any size, like the reference reader does', async () => {
		const cell = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\n', ' ', '🌞', '=') })
		const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 })
		await fc.assert(
			fc.asyncProperty(
				table,
				fc.constantFrom(',', ';', '\t'),
				fc.integer({ min: 1, max: 50 }),
				async (cells, delimiter, size) => {
					const text = stringify([['h1', 'h2', 'h3'], ...cells], { delimiter, quoted: true, record_delimiter: '\r\n' })
					expect(rows(await items(text, defaultLimits, size))).toEqual(cells)
				},
			),
		)
	})

	test.each([
		['semicolons', 'Name;Mail\nA, B;a@b.co\n', [['A, B', 'a@b.co']]],
		['tabs', 'Name\tMail\nA\tb\n', [['A', 'b']]],
		['a declared separator', 'sep=|\nName|Mail\nA|b', [['A', 'b']]],
		[
			'old Mac line ends',
			'a,b\r1,2\r3,4',
			[
				['1', '2'],
				['3', '4'],
			],
		],
		['blank lines', '\n\na,b\n\n1,2\n\n', [['1', '2']]],
		['an empty row', 'a,b\n,\n', [['', '']]],
		[
			'short and padded rows',
			'a,b,c\n1\n1,2,3,,\n',
			[
				['1', '', ''],
				['1', '2', '3'],
			],
		],
		['an inch sign', 'a,b\n5" pipe,x\n', [['5" pipe', 'x']]],
		['spaces behind a quote', 'a,b\n"1" ,2\n', [['1', '2']]],
	])('%s', async (_, text, expected) => expect(rows(await items(text))).toEqual(expected))

	test.each([
		['an unclosed quote', 'a,b\n1,x\n"Acme, Inc,2\n3,y\n4,"z, z"\n', 'quote_unclosed', 3],
		['a quote closed too early', 'a,b\n1,x\n"Bob "B" Lee",2\n3,y\n4,"z, z"\n', 'quote_broken', 3],
		['an unclosed quote before quoted line ends', 'a,b\n1,x\n2,"oops\n3,y\n4,"z, z"\n', 'quote_unclosed', 3],
		['a quote that closes far below', 'a,b\n1,x\n"oops,2\n3,y\n4,"z, z"\n', 'quote_unclosed', 3],
		['a value too many', 'a,b\n1,x\n1,2,3\n3,y\n4,"z, z"\n', 'too_many_cells', 3],
	])('%s costs that row alone and is told with its line', async (_, text, code, line) => {
		const found = await items(text)
		expect(found.filter((item) => item.type === 'bad')).toEqual([expect.objectContaining({ code, line, row: 2 })])
		expect(rows(found)).toEqual([
			['1', 'x'],
			['3', 'y'],
			['4', 'z, z'],
		])
	})

	test('a quote that never closes, on the last line', async () => {
		const found = await items('a,b\n1,x\n2,"oops\n')
		expect(found.at(-1)).toMatchObject({ type: 'bad', code: 'quote_unclosed', row: 2, line: 3 })
	})

	test('a single broken quote among many rows loses none of them', async () => {
		const lines = Array.from({ length: 5000 }, (_, n) => `${n},"name ${n}"`)
		lines[2500] = '2500,"broken'
		const found = await items(`id,name\n${lines.join('\n')}\n`, defaultLimits, 65_536)
		expect(rows(found)).toHaveLength(4999)
		expect(found.filter((item) => item.type === 'bad')).toHaveLength(1)
	})

	test.each([
		['nothing at all', '', 'file_empty'],
		['only blank lines', '\n \n', 'file_empty'],
		['a header without rows', 'a,b\n', 'header_only'],
		['a spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'file_not_text'],
		['a program', 'a,b\n\0\0\0', 'file_not_text'],
		['no line ends', `a,${'b'.repeat(1_100_000)}`, 'line_too_long'],
		['columns without end', `${'a,'.repeat(600)}\n1`, 'too_many_columns'],
		['too many rows', `a\n${'1\n'.repeat(11)}`, 'too_many_rows'],
		['too many broken quotes', `a,b\n${'"x"y,1\n'.repeat(5)}`, 'too_many_broken'],
	])('%s is refused as a whole', async (_, text, code) => {
		const found = await items(text, { ...defaultLimits, rows: 10, broken: 4 }, 65_536)
		expect(found.at(-1)).toMatchObject({ type: 'stop', code })
	})

	test('a cell longer than a spreadsheet holds costs its row alone', async () => {
		const found = await items(`a,b\n1,${'x'.repeat(33_000)}\n2,y\n`, defaultLimits, 65_536)
		expect(found[1]).toMatchObject({ type: 'bad', code: 'cell_too_long', column: 1, row: 1 })
		expect(rows(found)).toEqual([['2', 'y']])
	})

	test.each([
		['a,b;c,d', ','],
		['a;b;c', ';'],
		['"a,b";c', ';'],
		['a\tb', '\t'],
		['one', ','],
	])('the separator of %s is %s', (header, delimiter) => expect(detectDelimiter(header)).toBe(delimiter))
})
