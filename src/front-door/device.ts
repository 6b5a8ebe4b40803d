import type { Cookies } from '@sveltejs/kit'
import type { KnownDevice } from '#features/access/devices/rules.ts'
import { decrypt, encrypt } from '#platform/crypto/crypto.ts'

const name = 'device'
/** Browsers keep no cookie longer. */
const days = 400

/** What a browser knows of having been in before; sealed, so that nobody can make it up. */
export function readDevice(cookies: Cookies): KnownDevice | null {
	const sealed = cookies.get(name)
	if (!sealed) return null
	try {
		return JSON.parse(decrypt('device', sealed)) as KnownDevice
	} catch {
		return null
	}
}

export function setDevice(cookies: Cookies, device: KnownDevice, secure: boolean): void {
	const value = encrypt('device', JSON.stringify(device))
	cookies.set(name, value, { path: '/', httpOnly: true, sameSite: 'lax', secure, maxAge: days * 86_400 })
}
