import { and, eq, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { members } from '../../tables.ts'
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

/** Switches two-factor sign-in on with a first right code. */
export function confirmTotp(scope: StaffScope, code: string): Promise<boolean> {
	return write(scope, async ({ db, emit }) => {
		const [member] = await db
			.select()
			.from(members)
			.where(and(self(scope), isNull(members.totpEnabledAt)))
			.for('update')
		const step = member?.totpSecret ? await codeIsRight(member.totpSecret, code, null) : null
		if (step === null) return false
		await db.update(members).set({ totpEnabledAt: now(), totpLastStep: step, updatedAt: now() }).where(self(scope))
		await emit({ type: 'member.twoFactorOn', subject: { type: 'member', id: scope.memberId } })
		return true
	})
}

/** Switches it off, with a last right code. */
export function removeTotp(scope: StaffScope, code: string): Promise<boolean> {
	return write(scope, async ({ db, emit }) => {
		const [member] = await db.select().from(members).where(self(scope)).for('update')
		const step = member?.totpSecret ? await codeIsRight(member.totpSecret, code, member.totpLastStep) : null
		if (step === null) return false
		await db
			.update(members)
			.set({ totpSecret: null, totpEnabledAt: null, totpLastStep: null, updatedAt: now() })
			.where(self(scope))
		await emit({ type: 'member.twoFactorOff', subject: { type: 'member', id: scope.memberId } })
		return true
	})
}
