import { workspaces } from '#features/workspaces/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { SystemScope } from '#platform/scope/scope.ts'

/** A company; the scope that comes back may do anything in it. */
export async function makeWorkspace(overrides: Partial<typeof workspaces.$inferInsert> = {}): Promise<SystemScope> {
	const scope = systemScope({ workspaceId: overrides.workspaceId ?? newId('wsp') })
	await write(scope, async ({ db }) => {
		await db.insert(workspaces).values({
			workspaceId: scope.workspaceId,
			slug: `w-${scope.workspaceId.slice(-20)}`,
			name: 'Sunny Solar',
			timeZone: 'America/Denver',
			currency: 'USD',
			language: 'en',
			country: 'US',
			brandColor: '#d2521a',
			settings: {},
			createdAt: now(),
			updatedAt: now(),
			...overrides,
		})
	})
	return scope
}
