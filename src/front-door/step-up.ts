import { type RequestEvent, redirect } from '@sveltejs/kit'
import { askForCode } from '#features/access/codes/writes.ts'
import { signInAddress } from '#features/access/directLinks/reads.ts'
import { findClientSession } from '#features/access/sessions/reads.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { read } from '#platform/db/db.ts'
import type { LinkScope } from '#platform/scope/scope.ts'
import { setAsking } from './asking.ts'
import { cookieNames } from './cookies.ts'
import { deviceOf, isSecure, tooOften } from './portal-entry.ts'

/**
 * Leads who holds a direct link on to what the link alone does not open: a code goes to the contact's own address,
 * which is not shown, and after it to `next`. Who is that contact in this browser already goes on at once.
 */
export async function stepUp(event: RequestEvent, scope: LinkScope, next: string) {
	const token = event.cookies.get(cookieNames.portal)
	const session = token ? await findClientSession(scope.workspaceId, hashToken(token)) : null
	if (session?.contactId === scope.contactId) redirect(303, next)
	const elsewhere = `/sign-in?next=${encodeURIComponent(next)}`
	const address = await read(scope, signInAddress)
	if (!address) redirect(303, elsewhere)
	const result = await askForCode(scope, address, next, deviceOf(event))
	if (!result.ok && result.reason === 'off') redirect(303, elsewhere)
	if (!result.ok) return tooOften(event, result.retryAfter, {})
	const asking = { ...address, next, askedAt: result.askedAt.getTime(), masked: true }
	setAsking(event.cookies, asking, isSecure(event))
	redirect(303, '/sign-in/code')
}
