import { and, eq } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { Outcome } from '../schema.ts'
import { type Delivery, deliveryLog } from '../tables.ts'

type Logged = Pick<Delivery, 'id' | 'attempts'>

/** What the provider said of it: its code or one of ours, and its words where it used any. */
export interface Why {
	code?: string | null
	message?: string | null
}

/**
 * One line of the delivery's log: an attempt, or a word of the provider. `report` names a word that may be said again:
 * false where it was noted before.
 */
export async function logOutcome(
	{ db, scope }: Writer,
	{ id, attempts }: Logged,
	outcome: Delivery['status'] | Outcome,
	code: string | null,
	message: string | null,
	report: string | null = null,
): Promise<boolean> {
	if (outcome === 'queued') return true
	const line = { deliveryId: id, id: newId('dvl'), at: now(), attempt: attempts, outcome, code, message, report }
	const noted = await db
		.insert(deliveryLog)
		.values({ workspaceId: scope.workspaceId, ...line })
		.onConflictDoNothing()
		.returning({ id: deliveryLog.id })
	return noted.length > 0
}

/**
 * An invitation's fate belongs to the contact's history. A mail counts as delivered when the mail
 * server took it, since no news follows; a text message only when the provider says so. What did not arrive says why.
 */
export async function tellHistory(
	writer: Writer,
	delivery: Delivery,
	status: Delivery['status'],
	{ code = null, message = null }: Why = {},
): Promise<void> {
	const { contactId, template, channel, recipient } = delivery
	if (template !== 'invitation' || !contactId) return
	const arrived = status === 'delivered' || (status === 'sent' && channel === 'email')
	const lost = status === 'bounced' || status === 'failed'
	if (!arrived && !lost) return
	if (lost) {
		const its = and(eq(contacts.workspaceId, writer.scope.workspaceId), eq(contacts.id, contactId))
		await writer.db.update(contacts).set({ invitationBounced: true }).where(its)
	}
	await writer.emit({
		type: arrived ? 'contact.delivered' : 'contact.bounced',
		subject: { type: 'contact', id: contactId },
		contactId,
		data: { channel, to: recipient, deliveryId: delivery.id, ...(lost && { code, message }) },
	})
}
