import { and, desc, eq } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { type DataExport, dataExports } from '../tables.ts'

type Asking = Reader<ClientScope | CompanyScope>

/** A client has its own only. */
function visible({ scope }: Asking) {
	return and(
		eq(dataExports.workspaceId, scope.workspaceId),
		scope.kind === 'client' ? eq(dataExports.contactId, scope.contactId) : undefined,
	)
}

/** The last of a person, newest first; one whose time is over counts as expired even before it is swept. */
export async function dataExportsOf(reader: Asking, contactId: string): Promise<DataExport[]> {
	const rows = await reader.db
		.select()
		.from(dataExports)
		.where(and(visible(reader), eq(dataExports.contactId, contactId)))
		.orderBy(desc(dataExports.id))
		.limit(3)
	return rows.map(asOfNow)
}

export async function findDataExport(reader: Asking, id: string): Promise<DataExport | null> {
	const [row] = await reader.db
		.select()
		.from(dataExports)
		.where(and(visible(reader), eq(dataExports.id, id)))
	return row ? asOfNow(row) : null
}

function asOfNow(row: DataExport): DataExport {
	const over = row.status === 'ready' && row.expiresAt !== null && row.expiresAt <= now()
	return over ? { ...row, status: 'expired' } : row
}
