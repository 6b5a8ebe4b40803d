import { and, eq, isNull } from 'drizzle-orm'
import { displayName } from '#features/people/rules.ts'
import { contacts } from '#features/people/tables.ts'
import type { Writer } from '#platform/db/db.ts'
import { isId } from '#platform/id/id.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { contactSubject } from '../../events.ts'
import { delegations } from '../tables.ts'

/** The contact itself, as long as it may let others in. Its key stays free to be referred to by those who are made of it. */
export async function lockInviter({ db, scope }: Writer<ClientScope>) {
	const [row] = await db
		.select({ email: contacts.email, phone: contacts.phone })
		.from(contacts)
		.where(
			and(
				eq(contacts.workspaceId, scope.workspaceId),
				eq(contacts.id, scope.contactId),
				eq(contacts.mayInvite, true),
				isNull(contacts.delegateOf),
				eq(contacts.portalStatus, 'enrolled'),
				isNull(contacts.archivedAt),
			),
		)
		.for('no key update')
	return row ?? null
}

/** An entry of the contact's own that still stands; nobody else's is one. */
export async function lockOwn(writer: Writer<ClientScope>, id: string) {
	if (!isId('dlg', id)) return null
	const [row] = await writer.db.select().from(delegations).where(its(writer, id)).for('update')
	return row ?? null
}

export const ofMine = ({ scope }: Writer<ClientScope>) =>
	and(
		eq(delegations.workspaceId, scope.workspaceId),
		eq(delegations.inviterId, scope.contactId),
		isNull(delegations.removedAt),
	)
export const its = (writer: Writer<ClientScope>, id: string) => and(ofMine(writer), eq(delegations.id, id))
/** The person made of an entry, as long as it is this contact's. */
export const delegateOfMine = ({ scope }: Writer<ClientScope>, id: string) =>
	and(
		eq(contacts.workspaceId, scope.workspaceId),
		eq(contacts.id, id),
		eq(contacts.delegateOf, scope.contactId),
		isNull(contacts.archivedAt),
	)

/** In the inviter's own history; which of its accounts it is about, where it is about one, it belongs to as well. */
export async function tell(
	writer: Writer<ClientScope>,
	type: 'contact.delegateInvited' | 'contact.delegateRemoved',
	row: typeof delegations.$inferSelect,
): Promise<void> {
	const data = { person: displayName(row), delegationId: row.id }
	const accountId = row.places[0]?.accountId ?? null
	await writer.emit({ type, ...contactSubject(writer.scope.contactId), accountId, data })
}
