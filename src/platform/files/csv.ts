import { stringify } from 'csv-stringify/sync'

/** One line of a file for spreadsheets; what one would run as a formula is defused. */
export function csvLine(cells: string[]): string {
	return stringify([cells], { escape_formulas: true, record_delimiter: 'windows' })
}
