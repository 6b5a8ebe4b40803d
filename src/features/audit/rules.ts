import { stringify } from 'csv-stringify/sync'
import type { EventRow } from './reads.ts'

/** A cell that a spreadsheet would run as a formula is shown as text. */
export function defuse(cell: string): string {
	return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
}

/** Events as CSV (RFC 4180, UTF-8), one row each, `data` as JSON. */
export function eventsCsv(rows: EventRow[]): string {
	const header = [
		'id',
		'at',
		'type',
		'actorType',
		'actorId',
		'subjectType',
		'subjectId',
		'accountId',
		'contactId',
		'data',
	]
	const lines = rows.map((row) =>
		[
			row.id,
			row.at.toISOString(),
			row.type,
			row.actorType,
			row.actorId ?? '',
			row.subjectType,
			row.subjectId,
			row.accountId ?? '',
			row.contactId ?? '',
			JSON.stringify(row.data),
		].map(defuse),
	)
	return stringify([header, ...lines])
}
