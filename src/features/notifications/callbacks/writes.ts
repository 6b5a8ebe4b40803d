import { and, eq, isNull, or, sql } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import type { InboundSms, SmsStatus } from '#vendors/twilio/webhook.ts'
import { logOutcome, tellHistory } from '../log/writes.ts'
import { refusedAddress } from '../sending/rules.ts'
import { deliveries, smsOptOuts } from '../tables.ts'

/** The provider's later word on a text message. Words come in any order and repeated; only the first end counts. */
export async function noteStatus(scope: SystemScope, id: string, told: SmsStatus): Promise<void> {
	const { status: end, errorCode, providerId } = told
	if (end !== 'delivered' && end !== 'failed') return
	await write(scope, async (writer) => {
		const open = and(
			or(eq(deliveries.status, 'sent'), eq(deliveries.status, 'queued')),
			sql`${deliveries.attempts} > 0`,
		)
		const its = or(isNull(deliveries.providerId), eq(deliveries.providerId, providerId))
		const status = end === 'failed' && refusedAddress('sms', errorCode) ? 'bounced' : end
		const [row] = await writer.db
			.update(deliveries)
			.set({ status, error: end === 'failed' ? (errorCode ?? 'failed') : null, providerId, updatedAt: now() })
			.where(
				and(
					eq(deliveries.workspaceId, scope.workspaceId),
					eq(deliveries.id, id),
					eq(deliveries.channel, 'sms'),
					open,
					its,
				),
			)
			.returning()
		if (!row) return
		await logOutcome(writer, row, status, row.error, null)
		await tellHistory(writer, row, status, { code: row.error })
	})
}

/** Mirrors STOP and START, which the provider itself obeys too: what is not allowed is not even tried. */
export async function noteKeyword(scope: SystemScope, sms: Pick<InboundSms, 'from' | 'keyword'>): Promise<void> {
	if (sms.keyword !== 'stop' && sms.keyword !== 'start') return
	await write(scope, async (writer) => {
		if (sms.keyword === 'stop') return noteOptOut(writer, sms.from)
		const its = and(eq(smsOptOuts.workspaceId, scope.workspaceId), eq(smsOptOuts.phone, sms.from))
		await writer.db.delete(smsOptOuts).where(its)
	})
}

export async function noteOptOut({ db, scope }: Writer, phone: string): Promise<void> {
	await db.insert(smsOptOuts).values({ workspaceId: scope.workspaceId, phone, at: now() }).onConflictDoNothing()
}
