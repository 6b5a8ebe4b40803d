import { createHash } from 'node:crypto'

/** A Bloom filter: says surely no, or almost surely yes (of 1,000 words that are not in it one is taken for one that is). */
export interface Filter {
	bits: Uint8Array
	/** How many bits stand for one word. */
	each: number
}

export function fill(words: Iterable<string>, count: number): Filter {
	const filter = { bits: new Uint8Array(Math.ceil((count * 14.4) / 8)), each: 10 }
	for (const word of words) {
		for (const place of places(filter, word))
			filter.bits[place >> 3] = (filter.bits[place >> 3] ?? 0) | (1 << (place & 7))
	}
	return filter
}

export function has(filter: Filter, word: string): boolean {
	for (const place of places(filter, word)) if (!((filter.bits[place >> 3] ?? 0) & (1 << (place & 7)))) return false
	return true
}

function* places({ bits, each }: Filter, word: string): Generator<number> {
	const hash = createHash('sha256').update(word).digest()
	const [a, b] = [hash.readUIntBE(0, 6), hash.readUIntBE(6, 6)]
	const size = bits.length * 8
	for (let i = 0; i < each; i++) yield (a + i * b) % size
}
