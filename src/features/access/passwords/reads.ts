import { and, eq } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { whoSignsIn } from '../codes/reads.ts'
import type { Address } from '../rules.ts'
import { contactPasswords } from '../tables.ts'

/** The contact behind an address, with what its password is compared to. The same queries whoever it is. */
export async function whoHasPassword(reader: Reader, address: Address): Promise<{ id: string; hash: string } | null> {
	const who = await whoSignsIn(reader, address)
	const hash = await passwordHashOf(reader, who?.id ?? '')
	return who && hash ? { id: who.id, hash } : null
}

export async function passwordHashOf({ db, scope }: Reader, contactId: string): Promise<string | null> {
	const [row] = await db
		.select({ hash: contactPasswords.hash })
		.from(contactPasswords)
		.where(and(eq(contactPasswords.workspaceId, scope.workspaceId), eq(contactPasswords.contactId, contactId)))
	return row?.hash ?? null
}

/** When the contact set its password; null while it has none. */
export async function passwordSetAt({ db, scope }: Reader<ClientScope>): Promise<Date | null> {
	const [row] = await db
		.select({ setAt: contactPasswords.setAt })
		.from(contactPasswords)
		.where(and(eq(contactPasswords.workspaceId, scope.workspaceId), eq(contactPasswords.contactId, scope.contactId)))
	return row?.setAt ?? null
}

/** What everybody knows of a contact, of which its password must not be made. */
export async function knownOf(reader: Reader, contactId: string): Promise<(string | null)[]> {
	const [row] = await reader.db
		.select({ first: contacts.firstName, last: contacts.lastName, email: contacts.email, phone: contacts.phone })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, reader.scope.workspaceId), eq(contacts.id, contactId)))
	const { name } = await currentWorkspace(reader)
	return row ? [row.first, row.last, row.email, row.phone, name] : [name]
}
