import { fold } from '#features/people/search/rules.ts'

/** The words by which the inbox finds a text, folded, each once. */
export function wordsOf(text: string): string[] {
	const words = fold(text).match(/[\p{L}\p{N}]+/gu) ?? []
	return [...new Set(words.map((word) => word.slice(0, 40)))].slice(0, 500)
}
