import { newId } from '#platform/id/id.ts'

/**
 * An id above `last`, whatever the clocks of the processes say: "after this id" then never passes over
 * a message, as ids are made under the conversation's lock in the order of their commits.
 */
export function nextMessageId(last: string | null, at: number): string {
	const id = newId('msg', at)
	return last === null || id > last ? id : newId('msg', timeOf(last) + 1)
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

function timeOf(id: string): number {
	let time = 0
	for (const letter of id.slice(4, 14)) time = time * 32 + alphabet.indexOf(letter)
	return time
}
