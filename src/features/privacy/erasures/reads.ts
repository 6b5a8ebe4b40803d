import { and, desc, eq } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { type Erasure, erasures } from '../tables.ts'

/** The last wish of a person to be forgotten, and what came of it; a client sees its own. */
export async function lastErasure(
	{ db, scope }: Reader<ClientScope | CompanyScope>,
	contactId: string,
): Promise<Erasure | null> {
	if (scope.kind === 'client' && contactId !== scope.contactId) return null
	const [row] = await db
		.select()
		.from(erasures)
		.where(and(eq(erasures.workspaceId, scope.workspaceId), eq(erasures.contactId, contactId)))
		.orderBy(desc(erasures.id))
		.limit(1)
	return row ?? null
}

/** Who waits to be forgotten, the oldest wish first. */
export function askedErasures({ db, scope }: Reader<CompanyScope>, limit: number) {
	return db
		.select({
			contactId: erasures.contactId,
			firstName: contacts.firstName,
			lastName: contacts.lastName,
			email: contacts.email,
			phone: contacts.phone,
			createdAt: erasures.createdAt,
		})
		.from(erasures)
		.innerJoin(contacts, and(eq(contacts.workspaceId, erasures.workspaceId), eq(contacts.id, erasures.contactId)))
		.where(and(eq(erasures.workspaceId, scope.workspaceId), eq(erasures.status, 'asked')))
		.orderBy(erasures.id)
		.limit(limit)
}
