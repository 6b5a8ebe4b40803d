import { and, asc, eq, gt } from 'drizzle-orm'
import { allEvents } from '#features/audit/reads.ts'
import { eventCells, eventColumns } from '#features/audit/rules.ts'
import { contactsById } from '#features/people/contacts/reads.ts'
import { accounts, contacts, sites } from '#features/people/tables.ts'
import { csvFile } from '#platform/csv/csv.ts'
import { read } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { projectColumns, projectRows, requestColumns, requestRows } from './projects/reads.ts'
import { accountCells, accountColumns, contactCells, contactColumns, siteCells, siteColumns } from './rules.ts'
import type { ExportKind } from './schema.ts'

const batch = 500

/** Everything of a kind as CSV, oldest first, archived records too; read piece by piece, as it is written. */
export function exportOf(scope: CompanyScope, kind: ExportKind): AsyncGenerator<string> {
	switch (kind) {
		case 'accounts':
			return csvFile(
				accountColumns,
				records(scope, accounts, (rows) => rows.map(accountCells)),
			)
		case 'sites':
			return csvFile(
				siteColumns,
				records(scope, sites, (rows) => rows.map(siteCells)),
			)
		case 'contacts':
			return csvFile(contactColumns, people(scope))
		case 'projects':
			return csvFile(projectColumns, projectRows(scope))
		case 'document-requests':
			return csvFile(requestColumns, requestRows(scope))
		case 'events':
			return csvFile(eventColumns, log(scope))
	}
}

async function* records<T extends typeof accounts | typeof sites>(
	scope: CompanyScope,
	table: T,
	cells: (rows: T['$inferSelect'][]) => string[][],
): AsyncGenerator<string[][]> {
	for (let after = ''; ; ) {
		const rows: T['$inferSelect'][] = await read(scope, ({ db }) =>
			db
				.select()
				.from(table as typeof accounts)
				.where(and(eq(table.workspaceId, scope.workspaceId), gt(table.id, after)))
				.orderBy(asc(table.id))
				.limit(batch),
		)
		yield cells(rows)
		const last = rows.at(-1)
		if (!last || rows.length < batch) return
		after = last.id
	}
}

async function* people(scope: CompanyScope): AsyncGenerator<string[][]> {
	for (let after = ''; ; ) {
		const found = await read(scope, async (reader) => {
			const ids = await reader.db
				.select({ id: contacts.id })
				.from(contacts)
				.where(and(eq(contacts.workspaceId, scope.workspaceId), gt(contacts.id, after)))
				.orderBy(asc(contacts.id))
				.limit(batch)
			return contactsById(
				reader,
				ids.map(({ id }) => id),
			)
		})
		const rows = found.toSorted((a, b) => (a.id < b.id ? -1 : 1))
		yield rows.map(contactCells)
		const last = rows.at(-1)
		if (!last || rows.length < batch) return
		after = last.id
	}
}

async function* log(scope: CompanyScope): AsyncGenerator<string[][]> {
	for await (const rows of allEvents(scope, { after: '' })) yield rows.map(eventCells)
}
