import { and, eq, lt } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { endOldPreviews } from './previews/writes.ts'
import { challenges, devices, directLinks, previews, sessions } from './tables.ts'

const daysKept = 30
/** As long as a browser keeps the cookie that names it. */
const deviceDays = 400

/** Takes away what lets nobody in any more: old codes and links, sessions and previews that ran out, devices not seen for long. */
export async function sweepAccess(scope: SystemScope): Promise<void> {
	const old = new Date(now().getTime() - daysKept * 86_400_000)
	const forgotten = new Date(now().getTime() - deviceDays * 86_400_000)
	await write(scope, async (writer) => {
		const { db } = writer
		await db.delete(challenges).where(and(eq(challenges.workspaceId, scope.workspaceId), lt(challenges.createdAt, old)))
		await db.delete(devices).where(and(eq(devices.workspaceId, scope.workspaceId), lt(devices.lastSeenAt, forgotten)))
		await db.delete(sessions).where(and(eq(sessions.workspaceId, scope.workspaceId), lt(sessions.expiresAt, now())))
		await endOldPreviews(writer)
		await db.delete(previews).where(and(eq(previews.workspaceId, scope.workspaceId), lt(previews.expiresAt, old)))
		await db
			.delete(directLinks)
			.where(and(eq(directLinks.workspaceId, scope.workspaceId), lt(directLinks.expiresAt, old)))
	})
}
