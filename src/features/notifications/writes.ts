import { and, eq } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { sealPayload } from './messages/payload.ts'
import type { TemplateName, ValuesOf } from './messages/templates.ts'
import type { Channel } from './schema.ts'
import { deliveries } from './tables.ts'

export const sendDeliveryJob = 'delivery.send'

export interface DeliveryInput<T extends TemplateName> {
	/** The event that it tells of, such as `contact.invited`. */
	event: string
	eventId?: string
	template: T
	channel: Channel
	/** E-mail address, or number in E.164. */
	recipient: string
	contactId?: string | null
	memberId?: string | null
	language: string
	values: ValuesOf<T>
	/** After this it is of no use and is not sent any more (a code that has run out). */
	goodUntil?: Date
}

/** Queues one message in the caller's transaction: it is sent if and only if what it tells of has happened. Returns its id. */
export async function queueDelivery<T extends TemplateName>(writer: Writer, input: DeliveryInput<T>): Promise<string> {
	const { scope, db } = writer
	const id = newId('dlv')
	await db.insert(deliveries).values({
		workspaceId: scope.workspaceId,
		id,
		event: input.event,
		eventId: input.eventId ?? null,
		channel: input.channel,
		recipient: input.recipient,
		contactId: input.contactId ?? null,
		memberId: input.memberId ?? null,
		template: input.template,
		language: input.language,
		payload: sealPayload(input.values, input.goodUntil),
		status: 'queued',
		createdAt: now(),
		updatedAt: now(),
	})
	await writer.enqueue(sendDeliveryJob, { deliveryId: id })
	return id
}

/** Takes back what a contact has not been sent yet. */
export async function cancelDeliveries(
	{ db, scope }: Writer,
	{ contactId, template }: { contactId: string; template: TemplateName },
): Promise<void> {
	const waiting = and(eq(deliveries.status, 'queued'), eq(deliveries.template, template))
	await db
		.update(deliveries)
		.set({ status: 'skipped', error: 'withdrawn', nextAttemptAt: null, updatedAt: now() })
		.where(and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.contactId, contactId), waiting))
}
