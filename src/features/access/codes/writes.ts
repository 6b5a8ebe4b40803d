import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { encrypt, newToken, sameHash } from '#platform/crypto/crypto.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { spend } from '#platform/limits/limits.ts'
import type { Scope } from '#platform/scope/scope.ts'
import type { EntryRefusal } from '../arrivals/reads.ts'
import { type Entered, enter } from '../arrivals/writes.ts'
import { countedAs } from '../devices/rules.ts'
import {
	type Address,
	askingLimits,
	type CodeRefusal,
	codeMinutes,
	codeRefusal,
	codeTries,
	networkOf,
	secondsToWait,
	tryingLimit,
} from '../rules.ts'
import type { Device } from '../sessions/writes.ts'
import { challenges } from '../tables.ts'
import { codeHash, identifierHash, newestAsk, newestCode } from './reads.ts'

export const sendCodeJob = 'access.sendCode'

export type Asked =
	| { ok: true; askedAt: Date; fresh: boolean }
	| { ok: false; reason: 'tooMany'; retryAfter: number }
	| { ok: false; reason: 'off' }

/**
 * Notes that somebody at an address wants in. Who that is, and whether anybody is, the job finds out:
 * for a known and an unknown address this does the same, down to the last query. Within the resend
 * gap nothing new is sent, and the code before stays good (`fresh` is false).
 */
export async function askForCode(scope: Scope, address: Address, next: string | null, device: Device): Promise<Asked> {
	const retryAfter = await spendOnAsking(scope, address, device)
	if (retryAfter) return { ok: false, reason: 'tooMany', retryAfter }
	return write(scope, async (writer) => {
		const { signIn } = (await currentWorkspace(writer)).settings
		if (!signIn.code && !signIn.link) return { ok: false, reason: 'off' }
		return noteAsk(writer, address, 'code', sendCodeJob, next)
	})
}

/** Notes an ask and leaves it to a job to find out who asks. `code`: to be let in; `resetAsk`: for a new password. */
export async function noteAsk(
	writer: Writer,
	address: Address,
	kind: 'code' | 'resetAsk',
	job: string,
	next: string | null,
): Promise<Extract<Asked, { ok: true }>> {
	const { scope } = writer
	await oneAtATime(writer, address)
	const before = await newestAsk(writer, address.address, kind)
	if (before && !before.spentAt && secondsToWait(before.createdAt, now()) > 0) {
		return { ok: true, askedAt: before.createdAt, fresh: false }
	}
	const askedAt = now()
	const id = newId('chl')
	await writer.db.insert(challenges).values({
		workspaceId: scope.workspaceId,
		id,
		kind,
		identifierHash: identifierHash(scope.workspaceId, address.address),
		// Nothing hashes to this: until the job has drawn a code for somebody, no code is right.
		secretHash: newToken(),
		channel: address.channel,
		createdAt: askedAt,
		expiresAt: new Date(askedAt.getTime() + codeMinutes * 60_000),
	})
	await writer.enqueue(job, { challengeId: id, sealed: encrypt('ask', JSON.stringify({ ...address, next })) })
	return { ok: true, askedAt, fresh: true }
}

/** Seconds to wait before a message may be asked for; 0 for now. Codes, links and new passwords are counted together. */
export async function spendOnAsking({ workspaceId }: Scope, { address }: Address, device: Device): Promise<number> {
	const key = countedAs(identifierHash(workspaceId, address), device.known)
	const [network, often, day] = await Promise.all([
		spend(askingLimits.network, `${workspaceId}:${networkOf(device.ip)}`),
		spend(askingLimits.address, key),
		spend(askingLimits.addressDay, key),
	])
	const trickle = day.ok ? day : await spend(askingLimits.addressTrickle, key)
	return Math.max(...[network, often, trickle].map((result) => (result.ok ? 0 : result.retryAfter)))
}

/** Two requests at once for one address must not send two codes. */
async function oneAtATime({ client, scope }: Writer, { address }: Address): Promise<void> {
	await client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
		identifierHash(scope.workspaceId, address),
	])
}

export type Tried =
	| { ok: true; entered: Entered }
	| { ok: false; reason: 'wrong'; left: number }
	| { ok: false; reason: CodeRefusal | 'none' }
	| { ok: false; reason: 'off' }
	| { ok: false; reason: 'tooMany'; retryAfter: number }
	/** The code was right, and whoever brought it is not let in. */
	| { ok: false; reason: 'shut'; refusal: EntryRefusal }

/** Tries a code. Of two right ones at the same moment one wins; each try counts, however they race. */
export async function tryCode(scope: Scope, address: Address, code: string, device: Device): Promise<Tried> {
	const spent = await spend(tryingLimit, `${scope.workspaceId}:${networkOf(device.ip)}`)
	if (!spent.ok) return { ok: false, reason: 'tooMany', retryAfter: spent.retryAfter }
	return write(scope, async (writer) => {
		if (!(await currentWorkspace(writer)).settings.signIn.code) return { ok: false, reason: 'off' }
		const newest = await newestCode(writer, address.address)
		if (!newest) return { ok: false, reason: 'none' }
		const tried = await countTry(writer, newest.id)
		if (!tried) return { ok: false, reason: await refusalOf(writer, address) }
		if (!sameHash(tried.secretHash, codeHash(tried.id, code)) || !tried.contactId) return wrong(tried.attempts)
		await writer.db.update(challenges).set({ spentAt: now() }).where(mine(writer, tried.id))
		const through = { channel: address.channel, to: address.address }
		const arrival = await enter(writer, tried.contactId, 'code', through, device)
		if (arrival.ok || arrival.refusal.reason === 'unknown') return arrival.ok ? arrival : wrong(tried.attempts)
		return { ok: false, reason: 'shut', refusal: arrival.refusal }
	})
}

function wrong(attempts: number): Tried {
	return attempts >= codeTries
		? { ok: false, reason: 'locked' }
		: { ok: false, reason: 'wrong', left: codeTries - attempts }
}

const mine = ({ scope }: Writer, id: string) =>
	and(eq(challenges.workspaceId, scope.workspaceId), eq(challenges.id, id))

/** Takes the row's lock with the count, so that racing tries pass one after the other. */
export async function countTry(writer: Writer, id: string) {
	const open = and(isNull(challenges.spentAt), lt(challenges.attempts, codeTries), gt(challenges.expiresAt, now()))
	const [row] = await writer.db
		.update(challenges)
		.set({ attempts: sql`${challenges.attempts} + 1` })
		.where(and(mine(writer, id), open))
		.returning()
	return row
}

async function refusalOf(writer: Writer, { address }: Address): Promise<CodeRefusal> {
	const newest = await newestCode(writer, address)
	return (newest && codeRefusal(newest, now())) ?? 'spent'
}
