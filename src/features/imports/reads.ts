import { and, asc, desc, eq, gt, lt, type SQL } from 'drizzle-orm'
import { type Reader, read } from '#platform/db/db.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type Import, type ImportRow, importRows, imports } from './tables.ts'
import { type RowStatus, rowStatuses } from './words/rules.ts'

export async function importById({ db, scope }: Reader<CompanyScope>, id: string): Promise<Import | null> {
	const [found] = await db
		.select()
		.from(imports)
		.where(and(eq(imports.workspaceId, scope.workspaceId), eq(imports.id, id)))
	return found ?? null
}

/** The latest imports, newest first. */
export async function latestImports({ db, scope }: Reader<CompanyScope>, limit = 20): Promise<Import[]> {
	return db
		.select()
		.from(imports)
		.where(eq(imports.workspaceId, scope.workspaceId))
		.orderBy(desc(imports.createdAt), desc(imports.id))
		.limit(limit)
}

/** Of a report: all rows, those with something wrong, or those of one status. */
export type RowFilter = 'all' | 'flawed' | RowStatus

export function rowFilter(text: string | null): RowFilter {
	return text === 'flawed' ? text : (rowStatuses.find((status) => status === text) ?? 'all')
}

export interface RowPage {
	rows: ImportRow[]
	next: string | null
	back: string | null
}

/** A page of the row-by-row report, in the file's order; `after` and `before` are cursors of an earlier answer. */
export async function importRowPage(
	{ db, scope }: Reader<CompanyScope>,
	record: Import,
	options: { filter: RowFilter; after?: string | null; before?: string | null; limit?: number },
): Promise<RowPage> {
	const limit = options.limit ?? 50
	const [after, before] = [rowOf(options.after), rowOf(options.before)]
	const place = before === null ? gt(importRows.row, after ?? 0) : lt(importRows.row, before)
	const found = await db
		.select()
		.from(importRows)
		.where(and(...conditions(scope.workspaceId, record, options.filter), place))
		.orderBy(before === null ? asc(importRows.row) : desc(importRows.row))
		.limit(limit + 1)
	const more = found.length > limit
	const rows = found.slice(0, limit)
	if (before !== null) rows.reverse()
	const [first, last] = [rows.at(0), rows.at(-1)]
	const hasNext = before === null ? more : true
	const hasBack = before === null ? after !== null : more
	return { rows, next: hasNext && last ? cursor(last) : null, back: hasBack && first ? cursor(first) : null }
}

/** Rows of an earlier check that the import at work has not reached tell what it would do, not what it did. */
function conditions(here: string, record: Import, filter: RowFilter): SQL[] {
	const ours = [
		eq(importRows.workspaceId, here),
		eq(importRows.importId, record.id),
		lt(importRows.row, record.done + 1),
	]
	if (filter === 'flawed') return [...ours, eq(importRows.flawed, true)]
	return filter === 'all' ? ours : [...ours, eq(importRows.status, filter)]
}

function cursor(row: ImportRow): string {
	return encodeCursor([String(row.row), row.importId])
}

function rowOf(text: string | null | undefined): number | null {
	const row = Number(decodeCursor(text)?.[0])
	return Number.isInteger(row) && row > 0 ? row : null
}

/** What the rows already done by an import were about, for one that goes on after it was cut off. */
export async function doneBefore(
	{ db, scope }: Reader<CompanyScope>,
	record: Import,
): Promise<Pick<ImportRow, 'row' | 'status' | 'accountId'>[]> {
	return db
		.select({ row: importRows.row, status: importRows.status, accountId: importRows.accountId })
		.from(importRows)
		.where(and(...conditions(scope.workspaceId, record, 'all')))
		.orderBy(asc(importRows.row))
}

/** Every row with something to tell, page by page, so that a long report is never whole in memory. */
export async function* flawedRows(scope: CompanyScope, record: Import): AsyncGenerator<ImportRow> {
	let after: string | null = null
	do {
		const page: RowPage = await read(scope, (reader) =>
			importRowPage(reader, record, { filter: 'flawed', after, limit: 500 }),
		)
		yield* page.rows
		after = page.next
	} while (after)
}
