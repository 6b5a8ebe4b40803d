import { members } from '#features/access/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { staffScope } from '#platform/scope/make.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { makeWorkspace } from './workspace.ts'

type Row = typeof members.$inferInsert

/** An active member of the company's staff, signed in. */
export async function makeMember(
	overrides: Partial<Row> & { in?: { workspaceId: string } } = {},
): Promise<{ id: string; email: string; name: string; scope: StaffScope }> {
	const { in: given, ...fields } = overrides
	const { workspaceId } = given ?? (await makeWorkspace())
	const id = newId('mem')
	const row: Row = {
		workspaceId,
		id,
		email: `${id}@example.com`,
		name: 'Dev Patel',
		role: 'office',
		status: 'active',
		language: 'en',
		createdAt: now(),
		updatedAt: now(),
		...fields,
	}
	const scope = staffScope({ workspaceId, memberId: row.id, role: row.role, locale: 'en' })
	await write(scope, async ({ db }) => {
		await db.insert(members).values(row)
	})
	return { id: row.id, email: row.email, name: row.name, scope }
}
