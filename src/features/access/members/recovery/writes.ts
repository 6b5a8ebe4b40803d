import { and, eq, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import type { Reader, Writer } from '#platform/db/db.ts'
import { recoveryCodes } from '../../tables.ts'
import { codesGiven, newRecoveryCode, recoveryHash } from './rules.ts'

const its = ({ scope }: Reader, memberId: string) =>
	and(eq(recoveryCodes.workspaceId, scope.workspaceId), eq(recoveryCodes.memberId, memberId))

/** Ten new codes in place of those before, in the caller's transaction. They are told once: only their hashes are kept. */
export async function giveRecoveryCodes(writer: Writer, memberId: string): Promise<string[]> {
	const codes = Array.from({ length: codesGiven }, newRecoveryCode)
	await dropRecoveryCodes(writer, memberId)
	await writer.db.insert(recoveryCodes).values(
		codes.map((code) => ({
			workspaceId: writer.scope.workspaceId,
			memberId,
			codeHash: recoveryHash(memberId, code) ?? '',
		})),
	)
	return codes
}

export async function dropRecoveryCodes(writer: Writer, memberId: string): Promise<void> {
	await writer.db.delete(recoveryCodes).where(its(writer, memberId))
}

/** Spends one; of two tries with the same code one wins. How many are left, or null for a wrong one. */
export async function spendRecoveryCode(writer: Writer, memberId: string, typed: string): Promise<number | null> {
	const hash = recoveryHash(memberId, typed)
	if (!hash) return null
	const open = and(its(writer, memberId), isNull(recoveryCodes.spentAt))
	const spent = await writer.db
		.update(recoveryCodes)
		.set({ spentAt: now() })
		.where(and(open, eq(recoveryCodes.codeHash, hash)))
		.returning({ id: recoveryCodes.memberId })
	return spent.length > 0 ? writer.db.$count(recoveryCodes, open) : null
}

export function countRecoveryCodes(reader: Reader, memberId: string): Promise<number> {
	return reader.db.$count(recoveryCodes, and(its(reader, memberId), isNull(recoveryCodes.spentAt)))
}
