import { and, eq, inArray, sql } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { kindOf } from '../choices/rules.ts'
import { switchOff } from '../choices/writes.ts'
import { logOutcome, tellHistory } from '../log/writes.ts'
import { type Delivery, deliveries } from '../tables.ts'
import { isSoft } from './rules.ts'
import type { MailReport } from './schema.ts'

/**
 * Notes what a mail server said afterwards. An unknown mail and a report that was noted before change nothing. A bounce
 * stands, whatever comes after it; a word of delay changes nothing but the log.
 */
export async function noteReport(scope: SystemScope, deliveryId: string, report: MailReport): Promise<void> {
	await write(scope, async (writer) => {
		const its = and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.id, deliveryId))
		const sent = and(eq(deliveries.channel, 'email'), sql`${deliveries.attempts} > 0`)
		const [delivery] = await writer.db.select().from(deliveries).where(and(its, sent)).for('update')
		if (!delivery) return
		const { event, code, reason } = report
		const status = statusAfter(delivery, report)
		const outcome = event === 'bounced' && isSoft(code) ? 'failed' : event
		const isNew = await logOutcome(writer, delivery, outcome, code, reason, hashToken(report.id))
		if (!isNew) return
		if (event === 'complained') await heed(writer, delivery)
		if (!status) return
		const error = status === 'delivered' ? null : (code ?? status)
		const [row] = await writer.db
			.update(deliveries)
			.set({ status, error, claimedUntil: null, nextAttemptAt: null, updatedAt: now() })
			.where(and(its, inArray(deliveries.status, ['queued', 'sent', 'delivered'])))
			.returning()
		// What the server took counted as delivered already; and trouble that passes is no bounce of the address.
		if (row && status === 'bounced') await tellHistory(writer, row, status, { code, message: reason })
	})
}

function statusAfter({ status }: Delivery, { event, code }: MailReport): 'bounced' | 'failed' | 'delivered' | null {
	if (event === 'bounced') return isSoft(code) ? 'failed' : 'bounced'
	return event === 'delivered' && (status === 'sent' || status === 'queued') ? 'delivered' : null
}

/** Who calls our notice spam gets no more of its kind; what concerns its account still comes. */
async function heed(writer: Writer, { template, contactId }: Delivery): Promise<void> {
	const kind = kindOf(template)
	if (kind && contactId) await switchOff(writer, contactId, kind)
}
