import type { Locale } from '#i18n'

export const accessAreas = [
	'projects',
	'documents',
	'proposals',
	'invoices',
	'inspectionReports',
	'serviceReports',
	'systems',
	'visits',
	'requests',
	'messages',
	'referrals',
] as const
export type AccessArea = (typeof accessAreas)[number]
export const roles = ['owner', 'admin', 'office', 'technician'] as const
export type Role = (typeof roles)[number]

/** Only `scope/make.ts` can produce this mark, and only the front door, the job runner and the CLI may import that file. */
declare const made: unique symbol
type Made = { readonly [made]: true }

/** A member of the company's staff, signed in to the office. */
export type StaffScope = Made & {
	readonly kind: 'staff'
	readonly workspaceId: string
	readonly memberId: string
	readonly role: Role
	readonly locale: Locale
}
/** How far a contact sees. `accountIds` are linked as a whole, `siteIds` and `projectIds` one by one. */
export interface Reach {
	readonly areas: readonly AccessArea[]
	readonly accountIds: readonly string[]
	readonly siteIds: readonly string[]
	readonly projectIds?: readonly string[]
}
/** A contact signed in to the portal, or a member who looks at it as that contact sees it: then nothing can be written. */
export type ClientScope = Made &
	Reach & {
		readonly kind: 'client'
		readonly workspaceId: string
		readonly contactId: string
		/** Let in by this contact, and held to what that one sees. */
		readonly delegateOf?: string | null
		/** May let others in to what it sees. */
		readonly mayInvite?: boolean
		readonly locale: Locale
		readonly preview?: { readonly id: string; readonly memberId: string; readonly locale: Locale }
	}
/** What direct links can open. Which of them the product has is said in `access/directLinks/targets`. */
export const linkTargetTypes = [
	'estimate',
	'invoice',
	'receipt',
	'document',
	'visit',
	'requestForm',
	'reviewPage',
] as const
export type LinkTargetType = (typeof linkTargetTypes)[number]
export interface LinkTarget {
	readonly type: LinkTargetType
	readonly id: string
}
/** Whoever holds a direct link: sees one thing of one contact, as long as that contact itself may, and nothing beside it. */
export type LinkScope = Made &
	Reach & {
		readonly kind: 'link'
		readonly workspaceId: string
		readonly linkId: string
		readonly contactId: string
		readonly target: LinkTarget
		readonly locale: Locale
	}
/** Somebody on the company's public pages who has not signed in. */
export type VisitorScope = Made & { readonly kind: 'visitor'; readonly workspaceId: string; readonly locale: Locale }
/** Another program with an API key. */
export type KeyScope = Made & {
	readonly kind: 'key'
	readonly workspaceId: string
	readonly keyId: string
	readonly grants: readonly string[]
}
/** The product itself at work for one workspace: a job, the command line, the demo seeder. */
export type SystemScope = Made & { readonly kind: 'system'; readonly workspaceId: string }

export type Scope = StaffScope | ClientScope | LinkScope | VisitorScope | KeyScope | SystemScope
/** Those who act for the company and may see all of its records (within role or grant, which the gates check). */
export type CompanyScope = StaffScope | KeyScope | SystemScope

/** Who did it, as events and records keep it. */
export type Actor = { type: 'member' | 'contact' | 'link' | 'key' | 'system' | 'visitor'; id: string | null }

export function actorOf(scope: Scope): Actor {
	switch (scope.kind) {
		case 'staff':
			return { type: 'member', id: scope.memberId }
		case 'client':
			return { type: 'contact', id: scope.contactId }
		case 'link':
			return { type: 'link', id: scope.linkId }
		case 'key':
			return { type: 'key', id: scope.keyId }
		case 'visitor':
			return { type: 'visitor', id: null }
		case 'system':
			return { type: 'system', id: null }
	}
}

export function mayArea(scope: Reach, area: AccessArea): boolean {
	return scope.areas.includes(area)
}
