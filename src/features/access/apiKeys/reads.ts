import { and, desc, eq, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { type Reader, read, write } from '#platform/db/db.ts'
import { log } from '#platform/log/log.ts'
import { keyScope, systemScope } from '#platform/scope/make.ts'
import type { CompanyScope, KeyScope } from '#platform/scope/scope.ts'
import { apiKeys } from '../tables.ts'

/** The scope of a key of this workspace; null for one that is unknown, revoked or another workspace's. */
export async function authenticate(workspaceId: string, token: string): Promise<KeyScope | null> {
	const row = await read(systemScope({ workspaceId }), async ({ db }) => {
		const found = and(
			eq(apiKeys.workspaceId, workspaceId),
			eq(apiKeys.tokenHash, hashToken(token)),
			isNull(apiKeys.revokedAt),
		)
		const [key] = await db.select({ id: apiKeys.id, grants: apiKeys.grants }).from(apiKeys).where(found)
		return key
	})
	return row ? keyScope({ workspaceId, keyId: row.id, grants: row.grants }) : null
}

const touched = new Map<string, number>()

/** Notes, at most once a minute, that a key is in use. */
export function touchKey({ workspaceId, keyId }: KeyScope): void {
	if (Date.now() - (touched.get(keyId) ?? 0) < 60_000) return
	touched.set(keyId, Date.now())
	write(systemScope({ workspaceId }), async ({ db }) => {
		await db
			.update(apiKeys)
			.set({ lastUsedAt: now() })
			.where(and(eq(apiKeys.workspaceId, workspaceId), eq(apiKeys.id, keyId)))
	}).catch((error) => log.warn({ err: error.message }, 'the use of an API key could not be noted'))
}

/** Keys of the workspace, newest first, revoked ones too. A workspace has few. */
export function listApiKeys({ db, scope }: Reader<CompanyScope>) {
	return db
		.select({
			id: apiKeys.id,
			name: apiKeys.name,
			hint: apiKeys.hint,
			grants: apiKeys.grants,
			createdAt: apiKeys.createdAt,
			lastUsedAt: apiKeys.lastUsedAt,
			revokedAt: apiKeys.revokedAt,
		})
		.from(apiKeys)
		.where(eq(apiKeys.workspaceId, scope.workspaceId))
		.orderBy(desc(apiKeys.id))
		.limit(200)
}
