import { and, eq } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { hashToken, newToken } from '#platform/crypto/crypto.ts'
import type { Writer } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { devices } from '../tables.ts'
import type { KnownDevice } from './rules.ts'

export type Person = { type: 'contact' | 'member'; id: string }

/** Notes that somebody came in with a device. `fresh`: never before with this one. The token goes to its cookie. */
export async function meetDevice(
	{ db, scope }: Writer,
	who: Person,
	known: KnownDevice | null | undefined,
): Promise<{ token: string; fresh: boolean }> {
	const token = known?.token ?? newToken()
	const its = who.type === 'contact' ? { contactId: who.id } : { memberId: who.id }
	const owner = who.type === 'contact' ? eq(devices.contactId, who.id) : eq(devices.memberId, who.id)
	const at = now()
	const met = await db
		.update(devices)
		.set({ lastSeenAt: at })
		.where(and(eq(devices.workspaceId, scope.workspaceId), owner, eq(devices.tokenHash, hashToken(token))))
		.returning({ id: devices.id })
	if (met.length > 0) return { token, fresh: false }
	const row = { workspaceId: scope.workspaceId, id: newId('dev'), ...its, tokenHash: hashToken(token) }
	const added = await db
		.insert(devices)
		.values({ ...row, firstSeenAt: at, lastSeenAt: at })
		.onConflictDoNothing()
		.returning({ id: devices.id })
	return { token, fresh: added.length > 0 }
}
