import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { decrypt } from '#platform/crypto/crypto.ts'
import type { Reader } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { type Address, type CodeRefusal, codeRefusal, secondsToWait } from '../../rules.ts'
import { challenges } from '../../tables.ts'

/** So long a change waits to be confirmed; a new code can be asked for meanwhile. */
const hoursKept = 24

export interface PendingCheck extends Address {
	id: string
	/** Why the code that was sent cannot be typed any more. */
	refusal: CodeRefusal | null
	/** Seconds until another code can be asked for. */
	wait: number
}

/** The new addresses of the contact that wait for their code: of each channel the last that was typed. */
export async function pendingChecks({ db, scope }: Reader<ClientScope>): Promise<PendingCheck[]> {
	const since = new Date(now().getTime() - hoursKept * 3600_000)
	const mine = and(eq(challenges.workspaceId, scope.workspaceId), eq(challenges.contactId, scope.contactId))
	const rows = await db
		.select()
		.from(challenges)
		.where(and(mine, eq(challenges.kind, 'addressCheck'), isNull(challenges.spentAt), gt(challenges.createdAt, since)))
		.orderBy(desc(challenges.createdAt), desc(challenges.id))
		.limit(20)
	return (['email', 'sms'] as const).flatMap((channel) => {
		const row = rows.find((one) => one.channel === channel)
		if (!row?.target) return []
		const refusal = codeRefusal(row, now())
		return [
			{
				id: row.id,
				channel,
				address: decrypt('target', row.target),
				refusal,
				wait: secondsToWait(row.createdAt, now()),
			},
		]
	})
}
