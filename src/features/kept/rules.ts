import { keyedHash } from '#platform/crypto/crypto.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'

/** A form as it was sent, without secrets and files. */
export interface KeptForm {
	/** Path and query of ours that it was sent to. */
	action: string
	encoding: 'application/x-www-form-urlencoded' | 'multipart/form-data'
	fields: [name: string, value: string][]
	/** There were files, which have to be chosen again. */
	files: boolean
}

export const limits = { bytes: 64 * 1024, fields: 200 }

/** For how long: less where nothing but the browser tells whose it is. */
export const minutes = { known: 60, unknown: 10 }

/** Who is signed in, as a browser may remember it and nobody can read it. */
export function authorOf(scope: ClientScope | StaffScope): string {
	return authorTrace(scope.workspaceId, scope.kind === 'client' ? scope.contactId : scope.memberId)
}

export function authorTrace(workspaceId: string, personId: string): string {
	return keyedHash('author of a kept form', `${workspaceId} ${personId}`)
}

/** Passwords, codes and the like are asked for again. */
export function mayKeep(name: string): boolean {
	return !/^(code|otp|totp|pin)$|passw|secret|token/i.test(name)
}

const technical = /^(version|clientKey|next|language|channel|place)$/
const notTyped = /^(|on|true|false|[a-z]{3}_[0-9a-z]{26}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** What a person would know again as typed: neither ids nor ticks. */
export function typedValues({ fields }: Pick<KeptForm, 'fields'>): string[] {
	const typed = fields.filter(([name, value]) => !technical.test(name) && !notTyped.test(value.trim()))
	return [...new Set(typed.map(([, value]) => value.trim()))]
}
