import type { Limit } from '#platform/limits/limits.ts'
import type { Role } from '#platform/scope/scope.ts'

/** Which roles a member may give, and whose it may change: an owner everybody's, an admin all but owners'. */
export function mayManage(role: Role, other: Role): boolean {
	if (role === 'owner') return true
	return role === 'admin' && other !== 'owner'
}

/** Minutes for which a member's link is good: an invitation or a way in, and a forgotten password. */
export const linkMinutes = { signIn: 45, reset: 60 } as const

/** Signing in to the office and asking for a new password, from one network. */
export const officeNetwork: Limit = { name: 'office-sign-in-ip', points: 30, duration: 600 }
