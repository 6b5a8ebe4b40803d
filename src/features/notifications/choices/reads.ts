import { and, eq } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'

/** What decides over a contact's notices: its addresses and what it has chosen. Null for an unknown one. */
export async function noticesOf({ db, scope }: Reader, contactId: string) {
	const [row] = await db
		.select({ email: contacts.email, phone: contacts.phone, noticeChoices: contacts.noticeChoices })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId)))
	return row ?? null
}
