import { searchText } from '#features/people/search/rules.ts'
import { contactLinks, contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { clientScope, systemScope } from '#platform/scope/make.ts'
import { accessAreas, type ClientScope } from '#platform/scope/scope.ts'
import { makeAccount } from './account.ts'

type Row = typeof contacts.$inferInsert

/** An enrolled client, linked as a whole to each of the accounts (one is made where none is given), signed in. */
export async function makeContact(
	overrides: Partial<Row> & { accounts?: { id: string; workspaceId: string }[] } = {},
): Promise<{ id: string; email: string | null; scope: ClientScope; accountId: string }> {
	const { accounts: given, ...fields } = overrides
	const linked = given ?? [await makeAccount()]
	const workspaceId = fields.workspaceId ?? linked[0]?.workspaceId ?? ''
	const row: Row = { ...defaults(workspaceId), ...fields }
	await write(systemScope({ workspaceId }), async ({ db }) => {
		await db.insert(contacts).values(row)
		for (const { id: accountId } of linked) {
			await db
				.insert(contactLinks)
				.values({ workspaceId, id: newId('lnk'), contactId: row.id, accountId, createdAt: now() })
		}
	})
	const scope = clientScope({
		workspaceId,
		contactId: row.id,
		areas: row.accessAreas,
		accountIds: linked.map((account) => account.id),
		siteIds: [],
		locale: 'en',
	})
	return { id: row.id, email: row.email ?? null, scope, accountId: linked[0]?.id ?? '' }
}

function defaults(workspaceId: string): Row {
	const id = newId('con')
	return {
		workspaceId,
		id,
		kind: 'client',
		firstName: 'Maya',
		lastName: 'Reyes',
		sortName: 'reyes maya',
		email: `${id}@example.com`,
		accessAreas: [...accessAreas],
		portalStatus: 'enrolled',
		search: searchText({ texts: ['Maya', 'Reyes', `${id}@example.com`] }),
		createdAt: now(),
		updatedAt: now(),
	}
}
