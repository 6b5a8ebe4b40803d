import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { sealPayload } from '../messages/payload.ts'
import { mailOf, smsOf } from '../messages/rendering.ts'
import type { TemplateName } from '../messages/templates.ts'
import { attempt, claim } from '../sending/writes.ts'
import type { Delivery } from '../tables.ts'
import type { DeliveryInput } from '../writes.ts'

export const rehearseDeliveryJob = 'delivery.rehearse'

type Message = Pick<Delivery, 'template' | 'channel' | 'language' | 'payload'>

/**
 * Queues a message to nobody, in place of one that would go out if somebody were there. What an answer does not tell,
 * the work after it must not tell either: other requests wait for that, and whoever asks can measure them.
 */
export async function queueRehearsal<T extends TemplateName>(
	writer: Writer,
	{ template, channel, language, values, goodUntil }: Omit<DeliveryInput<T>, 'event' | 'recipient'>,
): Promise<void> {
	await writer.enqueue(rehearseDeliveryJob, { template, channel, language, payload: sealPayload(values, goodUntil) })
}

/** Does for nobody what sending a message takes, up to handing it over; nothing of it is kept. */
export async function rehearseDelivery(scope: SystemScope, message: Message): Promise<void> {
	const nobody: Delivery = {
		...{ workspaceId: scope.workspaceId, id: newId('dlv'), event: '', eventId: null, recipient: 'nobody@localhost' },
		...{ contactId: null, memberId: null, status: 'queued', error: null, providerId: null, attempts: 1 },
		...{ nextAttemptAt: null, claimedUntil: null, sentAt: null, createdAt: now(), updatedAt: now() },
		...message,
	}
	await claim(scope, nobody.id)
	await attempt(scope, nobody, async (_, { workspace }, way) => {
		if (message.channel === 'email') mailOf(nobody, workspace, way)
		else smsOf(nobody, workspace)
		return { ok: true, providerId: nobody.id }
	})
}
