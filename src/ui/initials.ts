/** The first letters of the first and the last word of a name, in capitals; `?` when there is no letter. */
export function initials(name: string): string {
	const words = name.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*/gu) ?? []
	const ends = words.length > 1 ? [words[0], words.at(-1)] : words.slice(0, 1)
	return ends.map((word) => (word?.match(/^\P{M}\p{M}*/u)?.[0] ?? '').toLocaleUpperCase()).join('') || '?'
}
