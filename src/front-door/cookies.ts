import type { Cookies, RequestEvent } from '@sveltejs/kit'
import { cookieIsOld, endOfSession } from '#features/access/sessions/rules.ts'
import { now } from '#platform/clock/clock.ts'

/** One browser can be signed in to the portal and to the office at once; each face has its own cookie. */
export const cookieNames = { portal: 'portal_session', office: 'office_session' } as const
export type Face = keyof typeof cookieNames

export function setSessionCookie(cookies: Cookies, face: Face, token: string, expires: Date, secure: boolean): void {
	cookies.set(cookieNames[face], token, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires })
}

export function dropSessionCookie(cookies: Cookies, face: Face): void {
	cookies.delete(cookieNames[face], { path: '/' })
}

/**
 * With the first page of a day the cookie gets the longer life that its session has. By whoever opens the door and
 * not where the session is looked up: an open stream does that too, long after its head is gone.
 */
export function renewSessionCookie({ cookies, isDataRequest, locals, request, url }: RequestEvent, face: Face): void {
	const { scope, usedBefore } = locals
	const page = isDataRequest || request.headers.get('accept')?.includes('text/html')
	const token = cookies.get(cookieNames[face])
	if (!page || !token || !usedBefore || !cookieIsOld(usedBefore, now())) return
	const ends = endOfSession(scope.kind === 'staff' ? 'member' : 'contact', now())
	setSessionCookie(cookies, face, token, ends, url.protocol === 'https:')
}

const preview = 'portal_preview'

/** Beside the portal's own session, which it leaves alone: a member looks at the portal as a contact sees it. */
export function setPreviewCookie(cookies: Cookies, token: string, expires: Date, secure: boolean): void {
	cookies.set(preview, token, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires })
}
export function previewToken(cookies: Cookies): string | undefined {
	return cookies.get(preview)
}
export function dropPreviewCookie(cookies: Cookies): void {
	cookies.delete(preview, { path: '/' })
}
