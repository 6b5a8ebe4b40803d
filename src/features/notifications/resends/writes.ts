import { and, eq, inArray } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { type Reader, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { noticesOf } from '../choices/reads.ts'
import { kindOf } from '../choices/rules.ts'
import { logOutcome } from '../log/writes.ts'
import { openPayload } from '../messages/payload.ts'
import { type Delivery, deliveries } from '../tables.ts'
import { sendDeliveryJob } from '../writes.ts'

export type Resent = { ok: true } | { ok: false; reason: 'notFound' | 'wiped' | 'expired' | 'underWay' | 'switchedOff' }

/** Sends a message again that did not get out, as it was, under the same Message-ID. */
export async function resendDelivery(scope: CompanyScope, id: string): Promise<Resent> {
	return write(scope, async (writer) => {
		const its = and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.id, id))
		const [found] = await writer.db.select().from(deliveries).where(its)
		if (!found) return { ok: false, reason: 'notFound' }
		if (!found.payload) return { ok: false, reason: 'wiped' }
		const { goodUntil } = openPayload(found)
		if (goodUntil && new Date(goodUntil) <= now()) return { ok: false, reason: 'expired' }
		if (await isSwitchedOff(writer, found)) return { ok: false, reason: 'switchedOff' }
		const stopped = inArray(deliveries.status, ['failed', 'bounced', 'skipped'])
		const [row] = await writer.db
			.update(deliveries)
			.set({ status: 'queued', error: null, attempts: 0, claimedUntil: null, providerId: null, updatedAt: now() })
			.where(and(its, stopped))
			.returning()
		if (!row) return { ok: false, reason: 'underWay' }
		await logOutcome(writer, row, 'resent', null, null)
		await writer.enqueue(sendDeliveryJob, { deliveryId: id })
		return { ok: true }
	})
}

/** Its contact has said since, or had said before, that it wants none of these. */
async function isSwitchedOff(reader: Reader, { template, contactId }: Delivery): Promise<boolean> {
	const kind = kindOf(template)
	const contact = kind && contactId ? await noticesOf(reader, contactId) : null
	return kind !== null && contact?.noticeChoices[kind] === 'none'
}
