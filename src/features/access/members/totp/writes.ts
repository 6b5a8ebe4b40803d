import { and, eq, isNull } from 'drizzle-orm'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope, StaffScope, SystemScope } from '#platform/scope/scope.ts'
import { endSessions } from '../../sessions/writes.ts'
import { members } from '../../tables.ts'
import { dropRecoveryCodes, giveRecoveryCodes } from '../recovery/writes.ts'
import { mayManage } from '../rules.ts'
import { makeLink } from '../writes.ts'
import { codeIsRight, newTotpSecret } from './rules.ts'

const self = (scope: StaffScope) => and(eq(members.workspaceId, scope.workspaceId), eq(members.id, scope.memberId))

/** Prepares two-factor sign-in; it counts only once a code was confirmed. Returns the sealed secret. */
export function prepareTotp(scope: StaffScope): Promise<string | null> {
	return write(scope, async ({ db }) => {
		const [member] = await db
			.select({ secret: members.totpSecret, on: members.totpEnabledAt })
			.from(members)
			.where(self(scope))
			.for('update')
		if (!member || member.on) return null
		if (member.secret) return member.secret
		const totpSecret = newTotpSecret()
		await db.update(members).set({ totpSecret }).where(self(scope))
		return totpSecret
	})
}

/** Switches two-factor sign-in on with a first right code. Returns the recovery codes, which are told only now. */
export function confirmTotp(scope: StaffScope, code: string): Promise<string[] | null> {
	return write(scope, async (writer) => {
		const { db, emit } = writer
		const [member] = await db
			.select()
			.from(members)
			.where(and(self(scope), isNull(members.totpEnabledAt)))
			.for('update')
		const step = member?.totpSecret ? await codeIsRight(member.totpSecret, code, null) : null
		if (step === null) return null
		await db.update(members).set({ totpEnabledAt: now(), totpLastStep: step, updatedAt: now() }).where(self(scope))
		await emit({ type: 'member.twoFactorOn', subject: { type: 'member', id: scope.memberId } })
		return giveRecoveryCodes(writer, scope.memberId)
	})
}

/** Ten new recovery codes, with a right code of the app; the ones before stop working. */
export function renewRecoveryCodes(scope: StaffScope, code: string): Promise<string[] | null> {
	return write(scope, async (writer) => {
		if (!(await proven(writer, code))) return null
		await writer.emit({ type: 'member.recoveryCodesRenewed', subject: { type: 'member', id: scope.memberId } })
		return giveRecoveryCodes(writer, scope.memberId)
	})
}

/** Takes a code of the app, so that it is not good again. */
async function proven({ db, scope }: Writer<StaffScope>, code: string): Promise<boolean> {
	const [member] = await db.select().from(members).where(self(scope)).for('update')
	if (!member?.totpSecret || !member.totpEnabledAt) return false
	const step = await codeIsRight(member.totpSecret, code, member.totpLastStep)
	if (step !== null) await db.update(members).set({ totpLastStep: step }).where(self(scope))
	return step !== null
}

/** Switches it off, with a last right code; not where the company asks everybody for it. */
export function removeTotp(scope: StaffScope, code: string): Promise<'removed' | 'wrong' | 'required'> {
	return write(scope, async (writer) => {
		if ((await currentWorkspace(writer)).settings.members.twoFactorRequired) return 'required'
		if (!(await proven(writer, code))) return 'wrong'
		await writer.db
			.update(members)
			.set({ totpSecret: null, totpEnabledAt: null, totpLastStep: null, updatedAt: now() })
			.where(self(scope))
		await dropRecoveryCodes(writer, scope.memberId)
		await writer.emit({ type: 'member.twoFactorOff', subject: { type: 'member', id: scope.memberId } })
		return 'removed'
	})
}

export type TwoFactorReset = { ok: true } | { ok: false; reason: 'unknown' | 'role_not_yours' | 'two_factor_off' }

/** Takes two-factor sign-in away from a member who lost app and codes; all its sessions end. */
export function resetTwoFactor(scope: CompanyScope, memberId: string): Promise<TwoFactorReset> {
	return write(scope, async (writer): Promise<TwoFactorReset> => {
		const one = and(eq(members.workspaceId, scope.workspaceId), eq(members.id, memberId))
		const [member] = await writer.db.select().from(members).where(one).for('update')
		if (!member) return { ok: false, reason: 'unknown' }
		if (scope.kind === 'staff' && !mayManage(scope.role, member.role)) return { ok: false, reason: 'role_not_yours' }
		if (!member.totpEnabledAt) return { ok: false, reason: 'two_factor_off' }
		await takeAway(writer, memberId)
		return { ok: true }
	})
}

/** For who runs the installation: a member without its second factor, and a link that signs it in. Null for an unknown one. */
export function recoverMember(scope: SystemScope, email: string): Promise<{ email: string; signInUrl: string } | null> {
	return write(scope, async (writer) => {
		const [member] = await writer.db
			.select({ id: members.id, status: members.status })
			.from(members)
			.where(and(eq(members.workspaceId, scope.workspaceId), eq(members.email, email)))
		if (!member || member.status === 'deactivated') return null
		await takeAway(writer, member.id)
		return { email, signInUrl: await makeLink(writer, member.id, 'signIn') }
	})
}

async function takeAway(writer: Writer, memberId: string): Promise<void> {
	const one = and(eq(members.workspaceId, writer.scope.workspaceId), eq(members.id, memberId))
	await writer.db
		.update(members)
		.set({ totpSecret: null, totpEnabledAt: null, totpLastStep: null, updatedAt: now() })
		.where(one)
	await dropRecoveryCodes(writer, memberId)
	await endSessions(writer, { type: 'member', id: memberId })
	await writer.emit({ type: 'member.twoFactorReset', subject: { type: 'member', id: memberId } })
}
