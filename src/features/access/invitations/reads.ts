import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'

const columns = {
	id: contacts.id,
	firstName: contacts.firstName,
	email: contacts.email,
	phone: contacts.phone,
	language: contacts.language,
	portalStatus: contacts.portalStatus,
	archivedAt: contacts.archivedAt,
}

/** Who lets a delegate in, by name. */
const inviterName = sql<string | null>`(select trim(i.first_name || ' ' || i.last_name) from contacts i
	where i.workspace_id = contacts.workspace_id and i.id = contacts.delegate_of)`

/** What inviting looks at, of one contact; null for an unknown one. */
export async function invitee({ db, scope }: Reader, contactId: string) {
	const [row] = await db
		.select({ ...columns, inviter: inviterName })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId)))
	return row ?? null
}

/** The same of several, or of all that are not archived. */
export async function invitees({ db, scope }: Reader<CompanyScope>, contactIds: string[] | 'all') {
	const which = contactIds === 'all' ? isNull(contacts.archivedAt) : inArray(contacts.id, contactIds)
	return db
		.select(columns)
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), which))
		.orderBy(contacts.id)
}
