import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Storage } from './storage.ts'

/**
 * Gives a stored content as a file of this machine to `use`: a library that reads a file holds only what it works on, one
 * that is fed a stream holds the whole. Null where there is nothing under the key.
 */
export async function asFile<T>(storage: Storage, key: string, use: (path: string) => Promise<T>): Promise<T | null> {
	if (storage.path) return (await storage.stat(key)) ? use(storage.path(key)) : null
	const content = await storage.get(key)
	if (!content) return null
	const folder = await mkdtemp(join(tmpdir(), 'content-'))
	try {
		const path = join(folder, 'content')
		await pipeline(content, createWriteStream(path))
		return await use(path)
	} finally {
		await rm(folder, { recursive: true, force: true })
	}
}
