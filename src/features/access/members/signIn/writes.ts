import { and, eq, gt, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { hashToken, passwordMatches } from '#platform/crypto/crypto.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { clear, spend } from '#platform/limits/limits.ts'
import type { VisitorScope } from '#platform/scope/scope.ts'
import { identifierHash } from '../../codes/reads.ts'
import { countedAs, type KnownDevice, provenFor } from '../../devices/rules.ts'
import { meetDevice } from '../../devices/writes.ts'
import { networkOf } from '../../rules.ts'
import { type Device, openSession } from '../../sessions/writes.ts'
import { challenges, members } from '../../tables.ts'
import { tellOfDevice } from '../../telling/writes.ts'
import { spendRecoveryCode } from '../recovery/writes.ts'
import { officeNetwork } from '../rules.ts'
import { codeIsRight } from '../totp/rules.ts'

const perPerson = { name: 'office-sign-in', points: 10, duration: 900 }
const perSecondFactor = { name: 'office-second-factor', points: 5, duration: 300 }

export type SignedIn = { ok: true; token: string; expiresAt: Date; hasPassword: boolean; device: KnownDevice }
export type SignIn =
	| SignedIn
	| { ok: false; reason: 'wrong' | 'spent' }
	| { ok: false; reason: 'secondFactor'; memberId: string }
	| { ok: false; reason: 'limited'; retryAfter: number }

/** By e-mail and password. An unknown address takes the same time and gives the same answer as a wrong password. */
export async function signInWithPassword(
	scope: VisitorScope,
	input: { email: string; password: string },
	device: Device,
): Promise<SignIn> {
	const person = countedAs(identifierHash(scope.workspaceId, input.email), device.known)
	for (const [limit, key] of [
		[officeNetwork, networkOf(device.ip)],
		[perPerson, person],
	] as const) {
		const counted = await spend(limit, key)
		if (!counted.ok) return { ok: false, reason: 'limited', retryAfter: counted.retryAfter }
	}
	const member = await read(scope, async ({ db }) => {
		const [found] = await db
			.select()
			.from(members)
			.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.email, input.email)))
		return found
	})
	const matches = await passwordMatches(input.password, member?.passwordHash ?? null)
	if (!member || !matches || member.status !== 'active') return { ok: false, reason: 'wrong' }
	await clear(perPerson, person)
	if (member.totpEnabledAt) return { ok: false, reason: 'secondFactor', memberId: member.id }
	return write(scope, (writer) => enterMember(writer, { ...member, method: 'password' }, device))
}

/** The second step, for who has passed the first: a code of the authenticator app or a recovery code, each good once. */
export async function signInWithSecondFactor(
	scope: VisitorScope,
	memberId: string,
	code: string,
	device: Device,
): Promise<SignIn> {
	const counted = await spend(perSecondFactor, `${scope.workspaceId}:${memberId}`)
	if (!counted.ok) return { ok: false, reason: 'limited', retryAfter: counted.retryAfter }
	return write(scope, async (writer) => {
		const one = and(eq(members.workspaceId, scope.workspaceId), eq(members.id, memberId), eq(members.status, 'active'))
		const [member] = await writer.db.select().from(members).where(one).for('update')
		if (!member?.totpSecret) return { ok: false, reason: 'wrong' }
		const left = await spendRecoveryCode(writer, memberId, code)
		if (left !== null) {
			const who = { type: 'member' as const, id: memberId }
			await writer.emit({ type: 'member.recoveryCodeUsed', subject: who, actor: who, data: { left } })
			return enterMember(writer, { ...member, method: 'password+recovery' }, device)
		}
		const step = await codeIsRight(member.totpSecret, code, member.totpLastStep)
		if (step === null) return { ok: false, reason: 'wrong' }
		await writer.db.update(members).set({ totpLastStep: step }).where(one)
		return enterMember(writer, { ...member, method: 'password+totp' }, device)
	})
}

/** True while a member's link is good; opening it (GET) spends nothing. */
export async function linkIsGood(scope: VisitorScope, token: string): Promise<boolean> {
	return read(
		scope,
		async ({ db }) =>
			(await db.select({ id: challenges.id }).from(challenges).where(goodLink(scope, token))).length > 0,
	)
}

/** Spends a member's link. Of two attempts at once one wins. */
export async function signInWithLink(scope: VisitorScope, token: string, device: Device): Promise<SignIn> {
	return write(scope, async (writer) => {
		const [spent] = await writer.db
			.update(challenges)
			.set({ spentAt: now() })
			.where(goodLink(scope, token))
			.returning({ memberId: challenges.memberId })
		if (!spent?.memberId) return { ok: false, reason: 'spent' }
		const one = and(eq(members.workspaceId, scope.workspaceId), eq(members.id, spent.memberId))
		const [member] = await writer.db.select().from(members).where(one)
		if (!member || member.status === 'deactivated') return { ok: false, reason: 'spent' }
		if (member.status === 'invited') await writer.db.update(members).set({ status: 'active' }).where(one)
		if (member.totpEnabledAt) return { ok: false, reason: 'secondFactor', memberId: member.id }
		return enterMember(writer, { ...member, method: 'link', first: member.status === 'invited' }, device)
	})
}

function goodLink(scope: VisitorScope, token: string) {
	return and(
		eq(challenges.workspaceId, scope.workspaceId),
		eq(challenges.kind, 'memberLink'),
		eq(challenges.secretHash, hashToken(token)),
		isNull(challenges.spentAt),
		gt(challenges.expiresAt, now()),
	)
}

/** Lets a member in that has proven itself with all that is asked of it, in the caller's transaction. */
export async function enterMember(
	writer: Writer<VisitorScope>,
	member: { id: string; email: string; method: string; passwordHash: string | null; first?: boolean },
	device: Device,
): Promise<SignedIn> {
	const who = { type: 'member' as const, id: member.id }
	const { token, expiresAt } = await openSession(writer, { ...who, method: member.method }, device)
	await writer.db
		.update(members)
		.set({ lastSeenAt: now() })
		.where(and(eq(members.workspaceId, writer.scope.workspaceId), eq(members.id, member.id)))
	await writer.emit({ type: 'member.signedIn', subject: who, actor: who, data: { method: member.method } })
	const met = await meetDevice(writer, who, device.known)
	if (met.fresh && !member.first) await tellOfDevice(writer, who, member.method, device)
	const trace = identifierHash(writer.scope.workspaceId, member.email)
	const known = provenFor(met.token, device.known?.proven ?? [], [trace])
	return { ok: true, token, expiresAt, hasPassword: member.passwordHash !== null, device: known }
}
