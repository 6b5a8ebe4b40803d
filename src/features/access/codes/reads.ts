import { and, desc, eq, sql } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { keyedHash } from '#platform/crypto/crypto.ts'
import type { Reader } from '#platform/db/db.ts'
import { mayProve } from '../arrivals/reads.ts'
import type { Address } from '../rules.ts'
import { challenges } from '../tables.ts'

/** The trace that an address leaves, known or not. */
export function identifierHash(workspaceId: string, address: string): string {
	return keyedHash('identifier', `${workspaceId}:${address}`)
}

/** What is kept of a code: bound to its challenge, so that equal codes look different. */
export function codeHash(challengeId: string, code: string): string {
	return keyedHash('code', `${challengeId}:${code}`)
}

/** The code that counts for an address: the one asked for last. */
export function newestCode(reader: Reader, address: string) {
	return newestAsk(reader, address, 'code')
}

/** What was asked for last for an address: a way in, or a new password. */
export async function newestAsk({ db, scope }: Reader, address: string, kind: 'code' | 'resetAsk') {
	const trace = identifierHash(scope.workspaceId, address)
	const its = and(
		eq(challenges.workspaceId, scope.workspaceId),
		eq(challenges.identifierHash, trace),
		eq(challenges.kind, kind),
	)
	const [row] = await db
		.select()
		.from(challenges)
		.where(its)
		.orderBy(desc(challenges.createdAt), desc(challenges.id))
		.limit(1)
	return row ?? null
}

export type SignsIn = { id: string; language: string }

/**
 * The contact behind an address. E-mails are unique; of several who share a phone it is the one who
 * is enrolled and was here last, and a suspended one only where there is no other.
 */
export async function whoSignsIn({ db, scope }: Reader, { channel, address }: Address): Promise<SignsIn | null> {
	const by = channel === 'email' ? eq(contacts.email, address) : eq(contacts.phone, address)
	const [row] = await db
		.select({ id: contacts.id, language: contacts.language })
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), by, mayProve))
		.orderBy(
			sql`array_position(array['enrolled', 'invited'], ${contacts.portalStatus})`,
			sql`${contacts.lastSeenAt} desc nulls last`,
			contacts.id,
		)
		.limit(1)
	return row ?? null
}
