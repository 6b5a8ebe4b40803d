/**
 * The only place where scopes come into being. The import rules let nobody in but the front door,
 * the job runner, the command line and tests: whoever holds a scope has been let in by one of them.
 */
import type { ClientScope, KeyScope, LinkScope, StaffScope, SystemScope, VisitorScope } from './scope.ts'

type Fields<S> = { [K in keyof S as K extends string ? (K extends 'kind' ? never : K) : never]: S[K] }

export function staffScope(fields: Fields<StaffScope>): StaffScope {
	return Object.freeze({ kind: 'staff', ...fields }) as StaffScope
}
export function clientScope(fields: Fields<ClientScope>): ClientScope {
	return Object.freeze({ kind: 'client', ...fields }) as ClientScope
}
export function linkScope(fields: Fields<LinkScope>): LinkScope {
	return Object.freeze({ kind: 'link', ...fields }) as LinkScope
}
export function visitorScope(fields: Fields<VisitorScope>): VisitorScope {
	return Object.freeze({ kind: 'visitor', ...fields }) as VisitorScope
}
export function keyScope(fields: Fields<KeyScope>): KeyScope {
	return Object.freeze({ kind: 'key', ...fields }) as KeyScope
}
export function systemScope(fields: Fields<SystemScope>): SystemScope {
	return Object.freeze({ kind: 'system', ...fields }) as SystemScope
}
