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
