import { and, eq, isNull, lt, or, sql } from 'drizzle-orm'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import type { SendOutcome } from '#vendors/outcome.ts'
import { theTransports } from '#vendors/transports.ts'
import { noteOptOut } from '../callbacks/writes.ts'
import { logOutcome, tellHistory } from '../log/writes.ts'
import { openPayload } from '../messages/payload.ts'
import { mailOf, smsOf } from '../messages/rendering.ts'
import { currentSender } from '../senders/reads.ts'
import { type WayOut, wayOut } from '../senders/rules.ts'
import type { MailSender } from '../senders/tables.ts'
import { type Delivery, deliveries, smsOptOuts } from '../tables.ts'
import { sendDeliveryJob } from '../writes.ts'
import { handOverMail } from './mail/writes.ts'
import { afterAttempt, type Verdict } from './rules.ts'

/** Longer than any provider is waited for: after it, whoever held the delivery is dead. */
const claimSeconds = 90

/**
 * Sends one delivery, unless that is done or another process is at it. Between the two transactions
 * nothing is open while the provider is waited for. Throws when another holds it, to look again later.
 */
export async function sendDelivery(scope: SystemScope, id: string): Promise<void> {
	const claimed = await claim(scope, id)
	if (!claimed) return
	await attempt(scope, claimed, handOver)
}

/** One attempt at what was claimed; `hand` writes the message out and takes it where it goes. */
export async function attempt(scope: SystemScope, delivery: Delivery, hand: typeof handOver): Promise<void> {
	const from = await read(scope, async (reader) => ({
		workspace: await currentWorkspace(reader),
		sender: await currentSender(reader),
	}))
	const way = wayOut(from.workspace, from.sender, theApp().config.mailFrom)
	const obstacle = await obstacleTo(scope, delivery, way)
	if (obstacle) return settle(scope, delivery, obstacle, null)
	const outcome = await hand(delivery, from, way)
	await settle(scope, delivery, afterAttempt(delivery.channel, delivery.attempts, outcome), outcome)
}

/** Takes a delivery that waits, for as long as an attempt lasts; null where there is none. */
export async function claim(scope: SystemScope, id: string): Promise<Delivery | null> {
	return write(scope, async ({ db }) => {
		const mine = and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.id, id))
		const free = or(isNull(deliveries.claimedUntil), lt(deliveries.claimedUntil, now()))
		const [row] = await db
			.update(deliveries)
			.set({ claimedUntil: new Date(now().getTime() + claimSeconds * 1000), attempts: sql`${deliveries.attempts} + 1` })
			.where(and(mine, eq(deliveries.status, 'queued'), free))
			.returning()
		if (row) return row
		const [held] = await db.select({ status: deliveries.status }).from(deliveries).where(mine)
		if (held?.status === 'queued') throw new Error('the delivery is being sent by another process')
		return null
	})
}

/** What forbids to send at all: no way out, a recipient who wants nothing, a code that has run out. */
async function obstacleTo(scope: SystemScope, delivery: Delivery, way: WayOut): Promise<Verdict | null> {
	const { goodUntil } = openPayload(delivery)
	if (goodUntil && new Date(goodUntil) <= now()) return { status: 'failed', error: 'expired' }
	const { mailer, texter } = theTransports()
	if (delivery.channel === 'email') return mailer || way.own ? null : { status: 'skipped', error: 'notConfigured' }
	if (await optedOut(scope, delivery.recipient)) return { status: 'skipped', error: 'optedOut' }
	return texter ? null : { status: 'skipped', error: 'notConfigured' }
}

async function optedOut(scope: SystemScope, phone: string): Promise<boolean> {
	return read(scope, async ({ db }) => {
		const its = and(eq(smsOptOuts.workspaceId, scope.workspaceId), eq(smsOptOuts.phone, phone))
		return (await db.select({ at: smsOptOuts.at }).from(smsOptOuts).where(its)).length > 0
	})
}

/** Writes down how an attempt went; a callback of the provider may have been faster, and then stands. */
async function settle(
	scope: SystemScope,
	delivery: Delivery,
	verdict: Verdict,
	outcome: SendOutcome | null,
): Promise<void> {
	await write(scope, async (writer) => {
		const retryAt = verdict.retryInSeconds ? new Date(now().getTime() + verdict.retryInSeconds * 1000) : null
		const sent = outcome?.ok ? { providerId: outcome.providerId, sentAt: now() } : null
		const mine = and(eq(deliveries.workspaceId, scope.workspaceId), eq(deliveries.id, delivery.id))
		const rows = await writer.db
			.update(deliveries)
			.set({
				status: verdict.status,
				error: verdict.error,
				claimedUntil: null,
				nextAttemptAt: retryAt,
				updatedAt: now(),
				...sent,
			})
			.where(and(mine, eq(deliveries.status, 'queued')))
			.returning({ id: deliveries.id })
		if (rows.length === 0) {
			const unsent = and(mine, isNull(deliveries.sentAt))
			if (sent) await writer.db.update(deliveries).set(sent).where(unsent)
			return
		}
		const words = outcome && !outcome.ok ? outcome.message : null
		await logOutcome(writer, delivery, retryAt ? 'retry' : verdict.status, verdict.error, words)
		if (verdict.error === 'optedOut' && outcome) await noteOptOut(writer, delivery.recipient)
		if (retryAt) await writer.enqueue(sendDeliveryJob, { deliveryId: delivery.id }, { startAfter: retryAt })
		else await tellHistory(writer, delivery, verdict.status, { code: verdict.error, message: words })
	})
}

async function handOver(
	delivery: Delivery,
	{ workspace, sender }: { workspace: Workspace; sender: MailSender | null },
	way: WayOut,
): Promise<SendOutcome> {
	if (delivery.channel === 'email') return handOverMail(mailOf(delivery, workspace, way), sender, way)
	const { texter } = theTransports()
	if (texter) return texter.send(smsOf(delivery, workspace))
	throw new Error('the way out went away while a message was being sent')
}
