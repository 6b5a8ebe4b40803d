import { type Filter, has } from './filter.ts'

export const shortest = 10
export const longest = 200

export type Weakness = 'password_short' | 'too_long' | 'password_common' | 'password_like_you'

/**
 * Why a password is not good enough; null for a good one. Long beats complicated: no rules about signs. It must be
 * in no list of stolen passwords, not one of their words with a few signs around it, and not made of what everybody
 * knows of its owner (`about`: name, address, company).
 */
export async function weaknessOf(password: string, about: readonly (string | null)[] = []): Promise<Weakness | null> {
	const text = password.normalize('NFKC')
	if (text.length < shortest) return 'password_short'
	if (text.length > longest) return 'too_long'
	if (isLikeOwner(plain(text), about)) return 'password_like_you'
	const filter = await stolen()
	return isPoor(text) || variants(text.toLowerCase()).some((word) => has(filter, word)) ? 'password_common' : null
}

let loaded: Promise<Filter> | null = null

/** 240 kB, read when the first password is chosen. */
function stolen(): Promise<Filter> {
	loaded ??= import('./breached.ts').then(({ bits }) => ({ bits: Buffer.from(bits, 'base64'), each: 10 }))
	return loaded
}

const plain = (text: string) =>
	text
		.normalize('NFKD')
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, '')

/** Fewer than four different signs, or the same few over and over. */
function isPoor(text: string): boolean {
	return new Set(text.toLowerCase()).size < 4 || /^(.{1,5}?)\1+.?$/u.test(text)
}

function isLikeOwner(text: string, about: readonly (string | null)[]): boolean {
	const known = about
		.flatMap((one) => [one ?? '', ...(one ?? '').split(/[\s@.,_-]+/)])
		.map(plain)
		.filter((one) => one.length >= 3)
		.sort((a, b) => b.length - a.length)
	if (known.length === 0) return false
	const rest = known.reduce((left, one) => left.replaceAll(one, ''), text)
	return rest.length < text.length && rest.replace(/\d/g, '').length < 4
}

const disguises: Record<string, string> = {
	'0': 'o',
	'1': 'i',
	'3': 'e',
	'4': 'a',
	'5': 's',
	'7': 't',
	'@': 'a',
	$: 's',
	'!': 'i',
}

/** The password itself, and the word that it was made of by signs before and after, or by signs for letters. */
function variants(text: string): string[] {
	const word = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
	const bases = [word, reveal(word)].filter((one) => one.length >= 5 && one.length >= text.length - 6)
	return [text, reveal(text), ...bases]
}

const reveal = (text: string) => text.replace(/[013457@$!]/g, (sign) => disguises[sign] ?? sign)
