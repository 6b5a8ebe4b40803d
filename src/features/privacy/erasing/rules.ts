/** How many of each an erasure dealt with; never what was in them. */
export interface ErasureReport {
	removed: Record<string, number>
	pseudonymised: Record<string, number>
	kept: Record<string, number>
}

/** By what a person can be known in texts. */
export interface Traits {
	/** Where its parts are names in their own right: "Maya", "Reyes". */
	words: string[]
	/** "Maya Reyes", e-mail addresses: found whatever their case. */
	phrases: string[]
	/** In E.164. */
	phones: string[]
}

export type Scrub = (text: string) => string

/**
 * Puts `instead` in the place of everything by which the person can be known. Words count only as they are written
 * and as whole words, so that a name which is a word as well ("Will", "Rose") does not take others with it.
 */
export function scrubber({ words, phrases, phones }: Traits, instead: string): Scrub {
	const patterns = [
		...distinct(phrases)
			.toSorted((a, b) => b.length - a.length)
			.map((phrase) => new RegExp(`${edge.before}${literally(phrase).replace(/\s+/g, '\\s+')}${edge.after}`, 'giu')),
		...distinct(phones).map(phonePattern),
		...distinct(words)
			.filter((word) => word.length > 1)
			.map((word) => new RegExp(`${edge.before}${literally(word)}${edge.after}`, 'gu')),
	]
	return (text) => patterns.reduce((rest, pattern) => rest.replace(pattern, instead), text)
}

const edge = { before: '(?<![\\p{L}\\p{N}])', after: '(?![\\p{L}\\p{N}])' }

function distinct(values: string[]): string[] {
	return [...new Set(values.map((value) => value.trim()).filter(Boolean))]
}

function literally(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}

/** A number as people write it: with signs between its digits, with or without the country. */
function phonePattern(e164: string): RegExp {
	const digits = e164.replace(/\D/g, '')
	const national = digits.slice(-10)
	const country = digits.slice(0, -10)
	const spaced = [...national].join('[\\s().\\-/]*')
	return new RegExp(`(?<!\\d)(?:\\+?${country}[\\s().\\-/]*)?\\(?${spaced}(?!\\d)`, 'g')
}

/** Every text in a JSON value scrubbed; the same value where there was nothing. */
export function scrubJson(value: unknown, scrub: Scrub): unknown {
	if (typeof value === 'string') return scrub(value)
	if (Array.isArray(value)) return value.map((one) => scrubJson(one, scrub))
	if (typeof value !== 'object' || value === null) return value
	return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, scrubJson(one, scrub)]))
}
