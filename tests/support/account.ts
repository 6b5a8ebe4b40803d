import { searchText } from '#features/people/search/rules.ts'
import { accounts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeWorkspace } from './workspace.ts'

type Row = typeof accounts.$inferInsert

/** A customer of the company. */
export async function makeAccount(
	overrides: Partial<Row> & { in?: { workspaceId: string } } = {},
): Promise<{ id: string; name: string; workspaceId: string }> {
	const { in: given, ...fields } = overrides
	const { workspaceId } = given ?? (await makeWorkspace())
	const name = fields.name ?? 'Reyes family'
	const row: Row = {
		workspaceId,
		id: newId('acc'),
		name,
		kind: 'household',
		search: searchText({ texts: [name] }),
		createdAt: now(),
		updatedAt: now(),
		...fields,
	}
	await write(systemScope({ workspaceId }), async ({ db }) => {
		await db.insert(accounts).values(row)
	})
	return { id: row.id, name: row.name, workspaceId }
}
