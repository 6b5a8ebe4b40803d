import type { Cookies } from '@sveltejs/kit'

/** One browser can be signed in to the portal and to the office at once; each face has its own cookie. */
export const cookieNames = { portal: 'portal_session', office: 'office_session' } as const
export type Face = keyof typeof cookieNames

export function setSessionCookie(cookies: Cookies, face: Face, token: string, expires: Date, secure: boolean): void {
	cookies.set(cookieNames[face], token, { path: '/', httpOnly: true, sameSite: 'lax', secure, expires })
}

export function dropSessionCookie(cookies: Cookies, face: Face): void {
	cookies.delete(cookieNames[face], { path: '/' })
}
