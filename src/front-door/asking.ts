import type { Cookies } from '@sveltejs/kit'
import type { Address } from '#features/access/rules.ts'
import { now } from '#platform/clock/clock.ts'
import { decrypt, encrypt } from '#platform/crypto/crypto.ts'

const name = 'sign_in'
const minutes = 30

/** Who asks to be let in, and where to afterwards. */
export interface Asking extends Address {
	next: string | null
	/** When the message was asked for that is on its way (ms); null while none was, and only the address is kept. */
	askedAt: number | null
	/** Whoever asks has not said the address, and is not shown it: it came by a direct link. */
	masked?: boolean
}

/** Carries the address from page to page, sealed, so that it stands in no URL, history or log. */
export function setAsking(cookies: Cookies, asking: Asking, secure: boolean): void {
	const value = encrypt('asking', JSON.stringify({ ...asking, until: now().getTime() + minutes * 60_000 }))
	cookies.set(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: minutes * 60 })
}

export function readAsking(cookies: Cookies): Asking | null {
	const sealed = cookies.get(name)
	if (!sealed) return null
	try {
		const { until, ...asking } = JSON.parse(decrypt('asking', sealed)) as Asking & { until: number }
		return until > now().getTime() ? asking : null
	} catch {
		return null
	}
}

export function dropAsking(cookies: Cookies): void {
	cookies.delete(name, { path: '/' })
}
