import type { Cookies } from '@sveltejs/kit'
import { now } from '#platform/clock/clock.ts'
import { decrypt, encrypt } from '#platform/crypto/crypto.ts'

const name = 'office_pending'
const minutes = 10

/** Who has passed the first of two steps; sealed, short-lived, and worth nothing without the second. */
export function setPending(cookies: Cookies, pending: { memberId: string; next: string }, secure: boolean): void {
	const value = encrypt('pending', JSON.stringify({ ...pending, until: now().getTime() + minutes * 60_000 }))
	cookies.set(name, value, { path: '/office', httpOnly: true, sameSite: 'strict', secure, maxAge: minutes * 60 })
}

export function readPending(cookies: Cookies): { memberId: string; next: string } | null {
	const sealed = cookies.get(name)
	if (!sealed) return null
	try {
		const { memberId, next, until } = JSON.parse(decrypt('pending', sealed))
		return until > now().getTime() ? { memberId, next } : null
	} catch {
		return null
	}
}

export function dropPending(cookies: Cookies): void {
	cookies.delete(name, { path: '/office' })
}
