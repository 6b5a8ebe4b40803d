import { randomInt } from 'node:crypto'
import { keyedHash } from '#platform/crypto/crypto.ts'

export const codesGiven = 10
/** Without signs that are read for another. */
const alphabet = '23456789abcdefghjkmnpqrstvwxyz'

/** `k7m2q-x9v4t`: 49 bits, for paper. */
export function newRecoveryCode(): string {
	const signs = Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('')
	return `${signs.slice(0, 5)}-${signs.slice(5)}`
}

/** As it is kept, from however it was typed; null for what cannot be one. */
export function recoveryHash(memberId: string, typed: string): string | null {
	const code = typed.toLowerCase().replace(/[^a-z0-9]/g, '')
	return code.length === 10 ? keyedHash('recovery', `${memberId}:${code}`) : null
}
