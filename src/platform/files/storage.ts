import { randomBytes } from 'node:crypto'
import type { Readable } from 'node:stream'

export type Body = AsyncIterable<Uint8Array>

/** `sha256` is hexadecimal, of the whole content. */
export type Stored = { size: number; sha256: string }

/** Both ends are bytes from 0 and included, as in an HTTP range; without `end`, up to the last byte. */
export type Range = { start: number; end?: number }

/**
 * Where file contents live. A key's content appears whole or not at all: a put that fails, or whose
 * process dies, leaves nothing that `get`, `stat` or `list` would show.
 */
export type Storage = {
	/** Rejects with the body's own error when the body fails. */
	put(key: string, body: Body, options: { contentType: string }): Promise<Stored>
	/** Null when there is nothing under the key. */
	get(key: string, range?: Range): Promise<Readable | null>
	/** Where the content lies as a file of this machine, for libraries that read files; only the disk has it. */
	path?(key: string): string
	stat(key: string): Promise<{ size: number } | null>
	/** Deleting what is not there is no error. */
	delete(key: string): Promise<void>
	list(prefix: string): AsyncIterable<string>
	/** Answers whether contents can be written now; the reason is for the log, not for visitors. */
	ready(): Promise<{ ok: true } | { ok: false; reason: string }>
	close(): void
}

const segment = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/

/** Throws on a key that could mean anything but a place below the root, on any system. */
export function checkKey(key: string): string {
	if (key.length > 500 || !key.split('/').every((part) => segment.test(part))) throw new Error('Invalid storage key')
	return key
}

/** A new key that nobody can guess, spread over 256 folders so that none grows large. */
export function newKey(prefix: string): string {
	const id = randomBytes(16).toString('hex')
	return checkKey(`${prefix}/${id.slice(0, 2)}/${id}`)
}
