import { and, eq, isNotNull, lt, ne } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { deliveries } from '../tables.ts'

const daysKept = 14

/** Takes the contents out of messages that are two weeks old; who got what kind of message when is kept. */
export async function wipePayloads(scope: SystemScope): Promise<void> {
	const old = new Date(now().getTime() - daysKept * 86_400_000)
	await write(scope, async ({ db }) => {
		const done = and(ne(deliveries.status, 'queued'), isNotNull(deliveries.payload), lt(deliveries.createdAt, old))
		await db
			.update(deliveries)
			.set({ payload: null })
			.where(and(eq(deliveries.workspaceId, scope.workspaceId), done))
	})
}
