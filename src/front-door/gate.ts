/**
 * The gates. Every load, action and endpoint names one as its first line and works with the scope
 * that it gives back; whoever may not pass never reaches the line after it.
 */
import { error, type RequestEvent, redirect } from '@sveltejs/kit'
import type { PortalModule } from '#features/workspaces/schema.ts'
import type { AccessArea, ClientScope, LinkScope, Role, StaffScope, VisitorScope } from '#platform/scope/scope.ts'

type Event = Pick<RequestEvent, 'locals' | 'url'> & { request?: Request; isDataRequest?: boolean }

/** Leads to sign-in and back; what a form carried is kept by whoever opened the door (front-door/kept.ts). */
function turnAway({ locals, url }: Event, signIn: string): never {
	locals.turnedAway = true
	redirect(303, `${signIn}${next(url)}`)
}

const next = (url: URL) => (url.pathname === '/' ? '' : `?next=${encodeURIComponent(url.pathname + url.search)}`)

/**
 * A signed-in contact; where access areas are named, one who has at least one of them. What lies in an area that it
 * does not have, or in a section that the company does without, does not exist. Until it has accepted the company's
 * terms, everything leads to them.
 */
export function client(event: Event, ...areas: AccessArea[]): ClientScope {
	const { scope } = event.locals
	if (scope.kind !== 'client') turnAway(event, '/sign-in')
	if (event.locals.termsDue) redirect(303, `/terms${next(event.url)}`)
	if (areas.length > 0 && !areas.some((area) => scope.areas.includes(area))) error(404)
	return scope
}

/** Everybody but technicians, who have pages of their own. */
export const office: readonly Role[] = ['owner', 'admin', 'office']

/** A signed-in member of these roles. With a module named: what a company does without is not in its office either. */
export function staff(event: Event, roles: readonly Role[] = office, module?: PortalModule): StaffScope {
	const { scope } = event.locals
	if (scope.kind !== 'staff') turnAway(event, '/office/sign-in')
	if (lacksSecondFactor(event)) redirect(303, '/office/two-factor')
	if (!roles.includes(scope.role) || (module && !event.locals.workspace.settings.modules[module])) error(404)
	return scope
}

/** Where the company asks everybody for a second factor, who has none sets it up before anything else. */
function lacksSecondFactor({ locals, url }: Event): boolean {
	const { workspace, person } = locals
	return workspace.settings.members.twoFactorRequired && !person?.twoFactor && url.pathname !== '/office/two-factor'
}

/** Members who run the company's settings. */
export function manager(event: Event): StaffScope {
	return staff(event, ['owner', 'admin'])
}

/** Any signed-in member, technicians too. */
export function member(event: Event): StaffScope {
	return staff(event, ['owner', 'admin', 'office', 'technician'])
}

/** Whoever holds a direct link that works, on the page that it names. */
export function link(event: Event): LinkScope {
	const { scope } = event.locals
	if (scope.kind !== 'link') error(404)
	return scope
}

/** Anybody at all on a public page. */
export function anybody(event: Event): VisitorScope | LinkScope | ClientScope | StaffScope {
	return event.locals.scope
}

/** Other programs: the endpoint proves who asks by key or signature, and never reads a cookie. */
export function program(_event: Event): void {}
