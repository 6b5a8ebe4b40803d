import { cleanFilename, extensionOf } from '#platform/files/filename.ts'

/**
 * Names for files side by side in one archive, in the order given: each is safe to unpack on any system, and of several
 * that are the same but for capitals the later ones are numbered.
 */
export function distinctNames(names: string[]): string[] {
	const taken = new Set<string>()
	return names.map((wish) => {
		const name = cleanFilename(wish)
		const extension = extensionOf(name)
		const stem = extension ? name.slice(0, -extension.length - 1) : name
		let free = name
		for (let number = 2; taken.has(free.toLowerCase()); number++) {
			free = extension ? `${stem} (${number}).${extension}` : `${stem} (${number})`
		}
		taken.add(free.toLowerCase())
		return free
	})
}
