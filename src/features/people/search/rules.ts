import { normaliseEmail } from '../channels/rules.ts'

/** Letters that Unicode does not take apart into a base and an accent. */
const plainLetters: Record<string, string> = {
	ø: 'o',
	ł: 'l',
	đ: 'd',
	ð: 'd',
	ß: 'ss',
	æ: 'ae',
	œ: 'oe',
	þ: 'th',
	ı: 'i',
}
const mostTokens = 8

export interface Search {
	/** Folded words, each of which has to occur. */
	tokens: string[]
	/** Digits to look for within a kept phone's digits, when the whole query could be a phone. */
	phone: string | null
	email: string | null
}

/** Lower-case without accents, so that `Östergård` is found by `ostergard`. */
export function fold(text: string): string {
	return text
		.normalize('NFKD')
		.replace(/\p{M}/gu, '')
		.toLowerCase()
		.replace(/[øłđðßæœþı]/g, (letter) => plainLetters[letter] ?? letter)
		.replace(/\s+/gu, ' ')
		.trim()
}

/** What a record is found by: every text folded, every phone as bare digits. */
export function searchText(record: {
	texts: (string | null | undefined)[]
	phones?: (string | null | undefined)[]
}): string {
	const texts = record.texts.map((text) => fold(text ?? ''))
	const phones = (record.phones ?? []).map((phone) => digitsOf(phone ?? ''))
	return [...texts, ...phones].filter(Boolean).join(' ')
}

export function parseSearch(query: string): Search {
	const text = fold(query.slice(0, 200))
	const tokens = text.split(' ').filter(Boolean).slice(0, mostTokens)
	return { tokens, phone: phoneIn(text), email: normaliseEmail(query) }
}

/** `+49 221 85`, `0049 221…` and `(0221) 85…` all occur in the kept `4922185…` once prefix and trunk zero are gone. */
function phoneIn(text: string): string | null {
	const number = text.replace(/\s*(x|ext\.?|#)\s*\d{1,6}$/, '')
	if (!/^[+(]?[\d\s().+/-]+$/.test(number)) return null
	const digits = digitsOf(number.replace(/\(0\)/, '')).replace(/^0+/, '')
	return digits.length >= 4 && digits.length <= 15 ? digits : null
}

function digitsOf(text: string): string {
	return text.replace(/\D/g, '')
}
