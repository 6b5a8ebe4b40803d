import { and, eq, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { hashToken, newToken } from '#platform/crypto/crypto.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type CompanyScope } from '#platform/scope/scope.ts'
import { apiKeys } from '../tables.ts'
import { unknownGrants } from './rules.ts'

export type NewKey =
	| { ok: true; id: string; apiKey: string; grants: string[] }
	| { ok: false; reason: 'grants_unknown' | 'grants_missing' | 'name_missing' }

/** Makes a key. The key itself is in the answer and nowhere else. */
export async function createApiKey(
	scope: CompanyScope,
	input: { name: string; grants: readonly string[] },
): Promise<NewKey> {
	const name = input.name.trim().slice(0, 100)
	const grants = [...new Set(input.grants)]
	if (!name) return { ok: false, reason: 'name_missing' }
	if (grants.length === 0) return { ok: false, reason: 'grants_missing' }
	if (unknownGrants(grants).length > 0) return { ok: false, reason: 'grants_unknown' }
	const apiKey = `key_${newToken()}`
	const id = newId('key')
	await write(scope, async ({ db, emit }) => {
		const values = {
			workspaceId: scope.workspaceId,
			id,
			name,
			hint: apiKey.slice(0, 8),
			tokenHash: hashToken(apiKey),
			grants,
		}
		await db.insert(apiKeys).values({ ...values, createdBy: actorOf(scope).id, createdAt: now() })
		await emit({ type: 'apiKey.created', subject: { type: 'apiKey', id }, data: { name, grants } })
	})
	return { ok: true, id, apiKey, grants }
}

/** Ends a key at once. False if there is no such key, or it was ended before. */
export function revokeApiKey(scope: CompanyScope, id: string): Promise<boolean> {
	return write(scope, async ({ db, emit }) => {
		const one = and(eq(apiKeys.workspaceId, scope.workspaceId), eq(apiKeys.id, id), isNull(apiKeys.revokedAt))
		const [key] = await db.update(apiKeys).set({ revokedAt: now() }).where(one).returning({ name: apiKeys.name })
		if (key) await emit({ type: 'apiKey.revoked', subject: { type: 'apiKey', id }, data: { name: key.name } })
		return key !== undefined
	})
}
