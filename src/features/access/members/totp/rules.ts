import { generateSecret, generateURI, verify } from 'otplib'
import { now } from '#platform/clock/clock.ts'
import { decrypt, encrypt } from '#platform/crypto/crypto.ts'

const purpose = 'totp'

/** A new secret for an authenticator app, sealed for the database. */
export function newTotpSecret(): string {
	return encrypt(purpose, generateSecret())
}

/** What the app scans or is typed into it. */
export function totpSetUp(
	sealed: string,
	account: { company: string; email: string },
): { uri: string; secret: string } {
	const secret = decrypt(purpose, sealed)
	return { secret, uri: generateURI({ issuer: account.company, label: account.email, secret }) }
}

/**
 * The time step (RFC 6238, 30 s) at which the code is right, one step early or late allowed; null for a
 * wrong code, and for one of a step that was used before.
 */
export async function codeIsRight(sealed: string, code: string, lastStep: number | null): Promise<number | null> {
	const token = code.replace(/\s/g, '')
	if (!/^\d{6}$/.test(token)) return null
	const result = await verify({
		secret: decrypt(purpose, sealed),
		token,
		epoch: Math.floor(now().getTime() / 1000),
		epochTolerance: 30,
		...(lastStep === null ? {} : { afterTimeStep: lastStep }),
	})
	return result.valid && 'timeStep' in result ? result.timeStep : null
}
