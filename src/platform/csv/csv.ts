import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify/sync'

/** A cell that a spreadsheet would run as a formula is shown as text. */
export function defuse(cell: string): string {
	return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

/** Rows as lines of CSV (RFC 4180), every cell defused. */
export function csvLines(rows: readonly (readonly string[])[]): string {
	return stringify(rows.map((row) => row.map(defuse)))
}

/** A whole file, piece by piece: its header, then the rows as they come. */
export async function* csvFile(header: readonly string[], batches: AsyncIterable<string[][]>): AsyncGenerator<string> {
	yield csvLines([header])
	for await (const rows of batches) if (rows.length > 0) yield csvLines(rows)
}

/** As the body of an answer. */
export function csvStream(pieces: AsyncIterable<string>): ReadableStream<Uint8Array> {
	return Readable.toWeb(Readable.from(bytes(pieces))) as ReadableStream<Uint8Array>
}

async function* bytes(pieces: AsyncIterable<string>): AsyncGenerator<Buffer> {
	for await (const piece of pieces) yield Buffer.from(piece)
}
