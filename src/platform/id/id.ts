import { randomBytes } from 'node:crypto'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * A new id such as `con_01j9zq3v7k8m2n4p6r8t0v2x4z`: the kind's prefix, 10 characters of time
 * (48 bits of milliseconds) and 16 of randomness (79 bits), in Crockford's base 32.
 * Ids made later sort later, so they serve as the last key of every keyset page.
 */
export function newId(prefix: string, at = Date.now()): string {
	let time = ''
	for (let rest = at, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time
	return `${prefix}_${time}${tail(at)
		.map((digit) => alphabet[digit])
		.join('')}`
}

let last = { at: 0, digits: [] as number[] }

/** Within one millisecond each tail is the one before plus one: what a process makes later sorts later. */
function tail(at: number): number[] {
	const digits =
		last.at === at ? plusOne(last.digits) : [...randomBytes(16)].map((byte, i) => byte & (i === 0 ? 15 : 31))
	last = { at, digits }
	return digits
}

function plusOne(digits: number[]): number[] {
	const next = [...digits]
	for (let i = next.length - 1; i >= 0; i--) {
		next[i] = (next[i]! + 1) & 31
		if (next[i] !== 0) break
	}
	return next
}

/** True for a string of the shape that `newId(prefix)` makes; says nothing of whether such a record exists. */
export function isId(prefix: string, value: string): boolean {
	return (
		value.length === prefix.length + 27 &&
		value.startsWith(`${prefix}_`) &&
		/^[0-9a-hjkmnp-tv-z]+$/.test(value.slice(prefix.length + 1))
	)
}

/** Where the ids of a moment begin: every id made then or later sorts behind it. */
export function idsFrom(prefix: string, at: Date): string {
	return newId(prefix, at.getTime()).slice(0, prefix.length + 11)
}
