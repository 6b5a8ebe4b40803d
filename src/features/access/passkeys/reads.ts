import { and, asc, eq, isNotNull } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { passkeys } from '../tables.ts'

export type Face = 'contact' | 'member'

/** The passkey that a browser shows, if it is one of the portal's clients, or of the office's members. */
export async function findPasskey({ db, scope }: Reader, credentialId: string, face: Face) {
	const owned = isNotNull(face === 'contact' ? passkeys.contactId : passkeys.memberId)
	const [row] = await db
		.select()
		.from(passkeys)
		.where(and(eq(passkeys.workspaceId, scope.workspaceId), eq(passkeys.credentialId, credentialId), owned))
	return row ?? null
}
export type Passkey = NonNullable<Awaited<ReturnType<typeof findPasskey>>>

/** Whose passkeys they are. */
export function ownPasskeys(scope: ClientScope | StaffScope) {
	const owner =
		scope.kind === 'client' ? eq(passkeys.contactId, scope.contactId) : eq(passkeys.memberId, scope.memberId)
	return and(eq(passkeys.workspaceId, scope.workspaceId), owner)
}

/** The passkeys of whoever is signed in, the oldest first. */
export function listPasskeys({ db, scope }: Reader<ClientScope | StaffScope>) {
	return db
		.select({
			id: passkeys.id,
			name: passkeys.name,
			host: passkeys.host,
			createdAt: passkeys.createdAt,
			lastUsedAt: passkeys.lastUsedAt,
		})
		.from(passkeys)
		.where(ownPasskeys(scope))
		.orderBy(asc(passkeys.createdAt), asc(passkeys.id))
		.limit(100)
}
