import { sql } from 'drizzle-orm'
import { setLinks } from '#features/people/links/writes.ts'
import { displayName } from '#features/people/rules.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { contactSubject } from '../../events.ts'
import { voidInvitation } from '../../invitations/withdrawal/writes.ts'
import { endSessions } from '../../sessions/writes.ts'
import { delegateOfMine, its, lockOwn, tell } from '../rows/writes.ts'
import { delegations } from '../tables.ts'

export type DelegateRemoved = { ok: true } | { ok: false; reason: 'not_found' }

/** Shuts somebody out who was let in: its sessions end with the same commit. Done twice it is done once. */
export async function removeDelegate(scope: ClientScope, id: string): Promise<DelegateRemoved> {
	return write(scope, async (writer): Promise<DelegateRemoved> => {
		const row = await lockOwn(writer, id)
		if (!row) return { ok: false, reason: 'not_found' }
		await writer.db.update(delegations).set({ removedAt: now(), updatedAt: now() }).where(its(writer, id))
		if (row.outcome === 'created' && row.contactId) await shutOut(writer, row.contactId)
		await tell(writer, 'contact.delegateRemoved', row)
		return { ok: true }
	})
}

async function shutOut(writer: Writer<ClientScope>, contactId: string): Promise<void> {
	const mine = delegateOfMine(writer, contactId)
	const [contact] = await writer.db
		.update(contacts)
		.set({
			// One whom the company suspended stays so.
			portalStatus: sql`case when ${contacts.portalStatus} = 'suspended' then 'suspended' else 'notEnrolled' end`,
			statusBeforeSuspension: null,
			invitedAt: null,
			invitationBounced: false,
			updatedAt: now(),
		})
		.where(mine)
		.returning()
	if (!contact) return
	await setLinks(writer, contact, [])
	await voidInvitation(writer, contactId)
	await endSessions(writer, { type: 'contact', id: contactId })
	const data = { person: displayName(contact) }
	await writer.emit({ type: 'contact.delegateRemoved', ...contactSubject(contactId), data })
}
