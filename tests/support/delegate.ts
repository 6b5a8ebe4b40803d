import { and, eq } from 'drizzle-orm'
import { delegations } from '#features/access/delegates/tables.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { clientScope, systemScope } from '#platform/scope/make.ts'
import { type AccessArea, accessAreas, type ClientScope } from '#platform/scope/scope.ts'
import { makeContact } from './contact.ts'

/** Somebody whom a contact has let in to all that it sees of its account, and who has come. */
export async function makeDelegate(
	inviter: { scope: ClientScope; accountId: string },
	overrides: Parameters<typeof makeContact>[0] = {},
): Promise<{ id: string; contactId: string; email: string | null; scope: ClientScope }> {
	const { workspaceId, contactId: inviterId } = inviter.scope
	const areas: AccessArea[] = overrides.accessAreas ?? [...accessAreas]
	const made = await makeContact({
		accounts: [{ id: inviter.accountId, workspaceId }],
		firstName: 'Tom',
		lastName: 'Reyes',
		delegateOf: inviterId,
		accessAreas: areas,
		...overrides,
	})
	const id = newId('dlg')
	const person = { firstName: 'Tom', lastName: 'Reyes', email: made.email, address: made.email ?? made.id }
	await write(systemScope({ workspaceId }), async ({ db }) => {
		await db
			.update(contacts)
			.set({ mayInvite: true })
			.where(and(eq(contacts.workspaceId, workspaceId), eq(contacts.id, inviterId)))
		await db.insert(delegations).values({
			workspaceId,
			id,
			inviterId,
			contactId: made.id,
			outcome: 'created',
			...person,
			areas,
			places: [{ accountId: inviter.accountId, siteId: null }],
			createdAt: now(),
			updatedAt: now(),
		})
	})
	return { id, contactId: made.id, email: made.email, scope: clientScope({ ...made.scope, delegateOf: inviterId }) }
}
