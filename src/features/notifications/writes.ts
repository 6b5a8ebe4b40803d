import { and, eq } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { noticesOf } from './choices/reads.ts'
import { kindOf, routeOf } from './choices/rules.ts'
import { logOutcome } from './log/writes.ts'
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

export interface Queued {
	id: string
	channel: Channel
	recipient: string
	/** False where the contact wants no notices of this kind: then it stands in the log as not sent. */
	wanted: boolean
}

/**
 * Queues one message in the caller's transaction: it is sent if and only if what it tells of has happened. A notice
 * goes the way that its contact has chosen for its kind, wherever the caller meant to send it.
 */
export async function queueDelivery<T extends TemplateName>(writer: Writer, input: DeliveryInput<T>): Promise<Queued> {
	const { scope, db } = writer
	const id = newId('dlv')
	const { channel, recipient, wanted } = await chosenWay(writer, input)
	await db.insert(deliveries).values({
		workspaceId: scope.workspaceId,
		id,
		event: input.event,
		eventId: input.eventId ?? null,
		channel,
		recipient,
		contactId: input.contactId ?? null,
		memberId: input.memberId ?? null,
		template: input.template,
		language: input.language,
		payload: sealPayload(input.values, input.goodUntil),
		status: wanted ? 'queued' : 'skipped',
		error: wanted ? null : 'switchedOff',
		createdAt: now(),
		updatedAt: now(),
	})
	if (wanted) await writer.enqueue(sendDeliveryJob, { deliveryId: id })
	else await logOutcome(writer, { id, attempts: 0 }, 'skipped', 'switchedOff', null)
	return { id, channel, recipient, wanted }
}

async function chosenWay(
	writer: Writer,
	{
		template,
		channel,
		recipient,
		contactId,
	}: Pick<DeliveryInput<TemplateName>, 'template' | 'channel' | 'recipient' | 'contactId'>,
): Promise<Omit<Queued, 'id'>> {
	const kind = kindOf(template)
	const contact = kind && contactId ? await noticesOf(writer, contactId) : null
	return (kind && contact && routeOf(contact, kind)) || { channel, recipient, wanted: true }
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
