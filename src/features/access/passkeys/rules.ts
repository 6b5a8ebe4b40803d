import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/server'
import { newToken } from '#platform/crypto/crypto.ts'

/** The host that passkeys are bound to, as pages are asked for there. */
export interface Site {
	/** Without port: what WebAuthn calls the RP ID. */
	host: string
	origin: string
	/** The company, as the browser shows it. */
	name: string
}

export const passkeyMinutes = 5
export const mostPasskeys = 20

export const newChallenge = newToken

/**
 * What a browser needs to offer the passkeys that it has for this host. Nobody is named: it knows itself whose they
 * are. (Written by hand, since the library is large and this is on every sign-in page.)
 */
export function signInOptions({ host }: Pick<Site, 'host'>, challenge: string): PublicKeyCredentialRequestOptionsJSON {
	return {
		challenge,
		rpId: host,
		timeout: passkeyMinutes * 60_000,
		userVerification: 'required',
		allowCredentials: [],
	}
}
