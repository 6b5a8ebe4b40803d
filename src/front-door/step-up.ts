import { type RequestEvent, redirect } from '@sveltejs/kit'
import { askForCode } from '#features/access/codes/writes.ts'
import { signInAddress } from '#features/access/directLinks/reads.ts'
import { nameOf } from '#features/access/reach/reads.ts'
import { findClientSession } from '#features/access/sessions/reads.ts'
import { endSession } from '#features/access/sessions/writes.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { read } from '#platform/db/db.ts'
import type { LinkScope } from '#platform/scope/scope.ts'
import { setAsking } from './asking.ts'
import { cookieNames, dropSessionCookie } from './cookies.ts'
import { deviceOf, isSecure, tooOften } from './portal-entry.ts'

/**
 * Leads who holds a direct link on to what the link alone does not open: a code goes to the contact's own address,
 * which is not shown, and after it to `next`. Who is that contact in this browser already goes on at once; who is
 * another is asked first, since it is about to be signed out.
 */
export async function stepUp(event: RequestEvent, scope: LinkScope, next: string) {
	const session = await sessionHere(event, scope)
	if (session?.contactId === scope.contactId) redirect(303, next)
	if (session) return { signedInAs: nameOf(session) }
	const led = await lead(event, scope, next)
	return 'to' in led ? redirect(303, led.to) : led
}

/** The same for who wants to be another than it is in this browser. */
export async function stepUpAsAnother(event: RequestEvent, scope: LinkScope, next: string) {
	const session = await sessionHere(event, scope)
	if (session?.contactId === scope.contactId) redirect(303, next)
	const led = await lead(event, scope, next)
	if (!('to' in led)) return led
	if (session) await endSession(scope.workspaceId, session.id, { type: 'contact', id: session.contactId })
	dropSessionCookie(event.cookies, 'portal')
	redirect(303, led.to)
}

async function sessionHere({ cookies }: RequestEvent, { workspaceId }: LinkScope) {
	const token = cookies.get(cookieNames.portal)
	return token ? findClientSession(workspaceId, hashToken(token)) : null
}

async function lead(event: RequestEvent, scope: LinkScope, next: string) {
	const elsewhere = { to: `/sign-in?next=${encodeURIComponent(next)}` }
	const address = await read(scope, signInAddress)
	if (!address) return elsewhere
	const result = await askForCode(scope, address, next, deviceOf(event))
	if (!result.ok) return result.reason === 'off' ? elsewhere : tooOften(event, result.retryAfter, {})
	const asking = { ...address, next, askedAt: result.askedAt.getTime(), masked: true }
	setAsking(event.cookies, asking, isSecure(event))
	return { to: '/sign-in/code' }
}
