import { and, eq } from 'drizzle-orm'
import type { Reader } from '#platform/db/db.ts'
import { actorOf } from '#platform/scope/scope.ts'
import { uploads } from '../../tables.ts'

export type UploadRow = typeof uploads.$inferSelect

/** An upload of this scope's own; null for somebody else's, as for an unknown one. */
export async function findUpload({ db, scope }: Reader, id: string): Promise<UploadRow | null> {
	const [row] = await db.select().from(uploads).where(uploadIs(scope, id))
	return row ?? null
}

export function uploadIs(scope: Reader['scope'], id: string) {
	const { type, id: ownerId } = actorOf(scope)
	return and(
		eq(uploads.workspaceId, scope.workspaceId),
		eq(uploads.id, id),
		eq(uploads.ownerType, type),
		eq(uploads.ownerId, ownerId ?? ''),
	)
}
