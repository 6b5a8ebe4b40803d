import { randomBytes } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id such as `con_01j9zq3v7k8m2n4p6r8t0v2x4z`: the kind's prefix, 10 characters of time
 * (48 bits of milliseconds) and 16 of randomness (80 bits), in Crockford's base 32.
 * Ids made later sort later, so they serve as the last key of every keyset page.
 */
export function newId(prefix: string, at = Date.now()): string {
	let time = ''
	for (let rest = at, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time
	let random = ''
	for (const byte of randomBytes(16)) random += alphabet[byte & 31]
	return `${prefix}_${time}${random}`
}

/** True for a string of the shape that `newId(prefix)` makes; says nothing of whether such a record exists. */
export function isId(prefix: string, value: string): boolean {
	return (
		value.length === prefix.length + 27 &&
		value.startsWith(`${prefix}_`) &&
		/^[0-9a-hjkmnp-tv-z]+$/.test(value.slice(prefix.length + 1))
	)
}
