import { and, desc, eq } from 'drizzle-orm'
import { keyedHash } from '#platform/crypto/crypto.ts'
import type { Reader } from '#platform/db/db.ts'
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
export async function newestCode({ db, scope }: Reader, address: string) {
	const trace = identifierHash(scope.workspaceId, address)
	const its = and(
		eq(challenges.workspaceId, scope.workspaceId),
		eq(challenges.identifierHash, trace),
		eq(challenges.kind, 'code'),
	)
	const [row] = await db
		.select()
		.from(challenges)
		.where(its)
		.orderBy(desc(challenges.createdAt), desc(challenges.id))
		.limit(1)
	return row ?? null
}
