import { type Line, LineReader, LineTooLong, longestLine } from './lines/rules.ts'
import { QuotedRecord } from './quotes/rules.ts'
import { NotText } from './text/rules.ts'

export interface Limits {
	rows: number
	/** Characters of one cell; what a spreadsheet can hold. */
	cell: number
	columns: number
	/** Rows given up because of their quotes before the file is refused as a whole. */
	broken: number
}

export const defaultLimits: Limits = { rows: 200_000, cell: 32_767, columns: 500, broken: 1000 }

export type RowProblem = 'quote_broken' | 'quote_unclosed' | 'cell_too_long' | 'too_many_cells'
export type FileProblem =
	| 'file_empty'
	| 'file_not_text'
	| 'header_only'
	| 'too_many_rows'
	| 'too_many_columns'
	| 'line_too_long'
	| 'too_many_broken'

/** `row` counts data rows from 1, `line` the lines of the file from 1, where the row begins. */
export type Item =
	| { type: 'header'; cells: string[]; delimiter: string }
	| { type: 'row'; row: number; line: number; cells: string[] }
	| { type: 'bad'; row: number; line: number; code: RowProblem; text: string; column?: number }
	| { type: 'stop'; code: FileProblem; line: number; limit?: number }

/** What counts as a data row: cells, or what could not be taken apart. */
export type FileRow = Extract<Item, { type: 'row' | 'bad' }>

const delimiters = [',', ';', '\t', '|']

/**
 * Rows of a CSV file, one at a time. The quotes are read here and not by a library because a row whose quote never
 * closes must cost that row alone: reading takes up again on the very next line.
 */
export async function* readTable(bytes: AsyncIterable<Uint8Array>, limits = defaultLimits): AsyncGenerator<Item> {
	let last = 0
	try {
		const lines = new LineReader(bytes)
		const first = await firstLine(lines)
		if (!first) return yield { type: 'stop', code: 'file_empty', line: 1 }
		yield* readRows(lines, first, limits)
		last = lines.read
	} catch (error) {
		if (error instanceof NotText) yield { type: 'stop', code: 'file_not_text', line: last + 1 }
		else if (error instanceof LineTooLong)
			yield { type: 'stop', code: 'line_too_long', line: error.line, limit: longestLine }
		else throw error
	}
}

async function firstLine(lines: LineReader): Promise<Line | undefined> {
	for (let line = await lines.next(); line; line = await lines.next()) if (line.text.trim()) return line
	return undefined
}

async function* readRows(lines: LineReader, first: Line, limits: Limits): AsyncGenerator<Item> {
	const declared = /^sep=(.)$/.exec(first.text)?.[1]
	const headerLine = declared ? await firstLine(lines) : first
	if (!headerLine) return yield { type: 'stop', code: 'file_empty', line: 1 }
	const delimiter = declared ?? detectDelimiter(headerLine.text)
	const header = await readRecord(lines, headerLine, delimiter, limits, 0)
	const names = 'cells' in header ? header.cells : headerLine.text.split(delimiter)
	if (names.length > limits.columns) {
		return yield { type: 'stop', code: 'too_many_columns', line: headerLine.number, limit: limits.columns }
	}
	yield { type: 'header', cells: names, delimiter }
	let [row, broken] = [0, 0]
	for (let line = await lines.next(); line; line = await lines.next()) {
		if (!line.text.trim() && !line.text.includes(delimiter)) continue
		row++
		if (row > limits.rows) return yield { type: 'stop', code: 'too_many_rows', line: line.number, limit: limits.rows }
		const item = await readRecord(lines, line, delimiter, limits, names.length)
		if ('cells' in item) yield { type: 'row', row, line: line.number, cells: item.cells }
		else {
			yield { type: 'bad', row, line: line.number, text: line.text.slice(0, 2000).toWellFormed(), ...item }
			if (item.code.startsWith('quote') && ++broken >= limits.broken) {
				return yield { type: 'stop', code: 'too_many_broken', line: line.number, limit: limits.broken }
			}
		}
	}
	if (row === 0) yield { type: 'stop', code: 'header_only', line: headerLine.number }
}

type Cells = { cells: string[] } | { code: RowProblem; column?: number }

/** A record may go on over several lines; where its quotes turn out broken, the lines after the first are put back. */
async function readRecord(
	lines: LineReader,
	first: Line,
	delimiter: string,
	limits: Limits,
	width: number,
): Promise<Cells> {
	if (!first.text.includes('"')) return checked(first.text.split(delimiter), limits, width)
	const quotes = new QuotedRecord(delimiter)
	const taken: Line[] = []
	let [size, broken] = [0, false]
	for (let line: Line | undefined = first; line; line = await lines.next()) {
		if (line !== first) taken.push(line)
		size += line.text.length
		const state = quotes.add(line.text)
		if (state === 'closed') {
			const record = checked(quotes.cells, limits, width)
			if ('cells' in record || taken.length === 0) return record
			break
		}
		broken = state === 'broken'
		if (broken || size > limits.cell * 4 || quotes.cell.length > limits.cell) break
	}
	lines.putBack(taken)
	return { code: broken && taken.length === 0 ? 'quote_broken' : 'quote_unclosed', column: quotes.column }
}

function checked(cells: string[], limits: Limits, width: number): Cells {
	const long = cells.findIndex((cell) => cell.length > limits.cell)
	if (long >= 0) return { code: 'cell_too_long', column: long }
	while (width > 0 && cells.length > width && !cells.at(-1)?.trim()) cells.pop()
	if (width > 0 && cells.length > width) return { code: 'too_many_cells' }
	while (cells.length < width) cells.push('')
	return { cells }
}

/** The separator that the header line uses most, outside of quotes. */
export function detectDelimiter(header: string): string {
	const bare = header.replace(/"[^"]*"/g, '')
	const counts = delimiters.map((delimiter) => bare.split(delimiter).length)
	return delimiters[counts.indexOf(Math.max(...counts))] ?? ','
}
