import { and, eq, inArray, isNull } from 'drizzle-orm'
import { cancelDeliveries } from '#features/notifications/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { contactSubject } from '../../events.ts'
import { challenges } from '../../tables.ts'

export type Withdrawn = { ok: true } | { ok: false; reason: 'notFound' | 'notInvited' }

/** Takes an invitation back before it was used: its links lead nowhere, and what is not sent yet is not sent. */
export async function withdrawInvitation(scope: CompanyScope, contactId: string): Promise<Withdrawn> {
	return write(scope, async (writer) => {
		const { db } = writer
		const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId))
		const rows = await db
			.update(contacts)
			.set({ portalStatus: 'notEnrolled', invitedAt: null, invitationBounced: false, updatedAt: now() })
			.where(and(its, eq(contacts.portalStatus, 'invited')))
			.returning({ id: contacts.id })
		if (rows.length === 0) {
			const found = await db.select({ id: contacts.id }).from(contacts).where(its)
			return { ok: false, reason: found.length > 0 ? 'notInvited' : 'notFound' }
		}
		await voidInvitation(writer, contactId)
		await writer.emit({ type: 'contact.withdrawn', ...contactSubject(contactId) })
		return { ok: true }
	})
}

/** What was sent to let a contact in lets nobody in any more, as a step of a larger operation. */
export async function voidInvitation(writer: Writer, contactId: string): Promise<void> {
	await writer.db
		.update(challenges)
		.set({ spentAt: now() })
		.where(
			and(
				eq(challenges.workspaceId, writer.scope.workspaceId),
				eq(challenges.contactId, contactId),
				inArray(challenges.kind, ['invitation', 'link', 'code', 'reset']),
				isNull(challenges.spentAt),
			),
		)
	await cancelDeliveries(writer, { contactId, template: 'invitation' })
}
