import type { Locale } from '#i18n'
import { m } from '#messages'
import { csvLine } from '#platform/files/csv.ts'
import type { Problem } from '../drafts/cells/rules.ts'
import type { ImportRow } from '../tables.ts'

export function problemText(problem: Pick<Problem, 'code' | 'detail'>, locale: Locale): string {
	return m.imports_problem({ code: problem.code, detail: problem.detail ?? '' }, { locale })
}

type WholeCode = Parameters<typeof m.imports_whole_problem>[0]['code']

/** Why a file as a whole was refused, by the reader or by the upload. */
export function wholeProblemText(
	{ code, line, limit }: { code: WholeCode; line?: number; limit?: number },
	locale: Locale,
): string {
	const figure = limit === undefined ? '' : limit.toLocaleString(locale)
	return m.imports_whole_problem({ code, line: String(line ?? ''), limit: figure }, { locale })
}

const mark = '\ufeff'

/**
 * The rows somebody has to look at, in the file's own columns with the problem behind, to be corrected and brought
 * again. What a spreadsheet would run as a formula is defused; the import takes the mark off again.
 */
export async function* problemFile(
	headers: string[],
	rows: AsyncIterable<ImportRow>,
	locale: Locale,
): AsyncGenerator<string> {
	yield mark + csvLine([...headers, m.imports_row({}, { locale }), m.imports_problem_column({}, { locale })])
	for await (const row of rows) {
		const told = row.problems.map((problem) =>
			[problem.column, problemText(problem, locale)].filter(Boolean).join(': '),
		)
		const cells = row.cells ?? []
		yield csvLine([...headers.map((_, column) => cells[column] ?? ''), String(row.row), told.join(' ')])
	}
}
