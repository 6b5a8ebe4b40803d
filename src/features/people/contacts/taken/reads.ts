import { and, eq, isNull, ne, type SQL } from 'drizzle-orm'
import { type Reader, read, sqlState } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { contacts } from '../../tables.ts'

export type Taken =
	/** `contactId`: the person who has the address. */
	| { ok: false; reason: 'email_taken'; path: 'email'; contactId: string }
	| { ok: false; reason: 'external_id_taken'; path: 'externalId'; contactId: string }
/** Whether somebody else has the address or the external id that a contact is to get. */
export async function findTaken(
	{ db, scope }: Reader<CompanyScope>,
	input: { email?: string | null; externalId?: string | null },
	self: string | null,
): Promise<Taken | null> {
	const other = async (condition: SQL) => {
		const [row] = await db
			.select({ id: contacts.id })
			.from(contacts)
			.where(and(eq(contacts.workspaceId, scope.workspaceId), condition, self ? ne(contacts.id, self) : undefined))
		return row?.id
	}
	const living = isNull(contacts.archivedAt)
	const byEmail = input.email ? await other(and(eq(contacts.email, input.email), living)!) : undefined
	if (byEmail) return { ok: false, reason: 'email_taken', path: 'email', contactId: byEmail }
	const byExternalId = input.externalId ? await other(eq(contacts.externalId, input.externalId)) : undefined
	if (byExternalId) return { ok: false, reason: 'external_id_taken', path: 'externalId', contactId: byExternalId }
	return null
}

/** Two that write the same address at once: the index decides, and the loser is told who has it. */
export async function catchTaken<T>(
	scope: CompanyScope,
	input: { email?: string | null; externalId?: string | null },
	self: string | null,
	work: () => Promise<T>,
): Promise<T | Taken> {
	try {
		return await work()
	} catch (error) {
		const constraint = sqlState(error)?.constraint
		if (constraint !== 'contacts_email' && constraint !== 'contacts_external') throw error
		const taken = await read(scope, (reader) => findTaken(reader, input, self))
		if (taken) return taken
		throw error
	}
}
