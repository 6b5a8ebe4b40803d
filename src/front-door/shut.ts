import type { Cookies } from '@sveltejs/kit'
import type { EntryRefusal } from '#features/access/arrivals/reads.ts'
import { decrypt, encrypt } from '#platform/crypto/crypto.ts'

const name = 'shut'
const seconds = 60

/** Carries to the sign-in page why somebody who has proven who it is does not come in; read once. */
export function setShut(cookies: Cookies, refusal: EntryRefusal, secure: boolean): void {
	const value = encrypt('shut', JSON.stringify(refusal))
	cookies.set(name, value, { path: '/sign-in', httpOnly: true, sameSite: 'lax', secure, maxAge: seconds })
}

export function takeShut(cookies: Cookies): EntryRefusal | null {
	const sealed = cookies.get(name)
	if (!sealed) return null
	cookies.delete(name, { path: '/sign-in' })
	try {
		return JSON.parse(decrypt('shut', sealed)) as EntryRefusal
	} catch {
		return null
	}
}
