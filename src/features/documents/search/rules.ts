import { fold } from '#features/people/search/rules.ts'
import { type Folder, folders } from '../rules.ts'

/** A folder's code from what another program calls it: `Client documents`, `client_documents`, `warranty`. */
export function folderOf(text: string): Folder | null {
	const wanted = letters(text)
	return folders.find((folder) => forms(letters(folder)).includes(wanted)) ?? null
}

function letters(text: string): string {
	return fold(text).replace(/[^a-z]/g, '')
}

function forms(plural: string): string[] {
	return [plural, plural.replace(/ies$/, 'y'), plural.replace(/s$/, '')]
}

const mostWords = 40

/** The words by whose beginnings a title is found. */
export function wordsOf(text: string): string[] {
	const words = fold(text)
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean)
		.map((word) => word.slice(0, 60))
	return [...new Set(words)].slice(0, mostWords)
}
