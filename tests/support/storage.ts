import { createHash, randomBytes } from 'node:crypto'
import { buffer, text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { newKey, type Storage } from '#platform/files/storage.ts'

async function* chunks(bytes: Uint8Array, size = 60_000) {
	for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function* broken(bytes: Uint8Array) {
	yield* chunks(bytes)
	throw new Error('the client went away')
}

/** The whole content under a key that is there. */
export async function contentOf(storage: Storage, key: string): Promise<Buffer> {
	const content = await storage.get(key)
	if (!content) throw new Error(`Nothing is stored under ${key}`)
	return buffer(content)
}

async function all(keys: AsyncIterable<string>): Promise<string[]> {
	const found: string[] = []
	for await (const key of keys) found.push(key)
	return found
}

/** What every storage must do, whatever keeps the bytes. */
export function storageContract(name: string, storage: () => Storage) {
	const options = { contentType: 'application/pdf' }

	test.each([0, 1, 70_000, 9_000_000])(`DOC-4: ${name} gives back %i bytes as they came`, async (size) => {
		const bytes = randomBytes(size)
		const key = newKey('wsp_1')
		const stored = await storage().put(key, chunks(bytes), options)
		expect(stored).toEqual({ size, sha256: createHash('sha256').update(bytes).digest('hex') })
		expect((await contentOf(storage(), key)).equals(bytes)).toBe(true)
		expect(await storage().stat(key)).toEqual({ size })
	})

	test(`DOC-4: ${name} gives parts of a content`, async () => {
		const key = newKey('wsp_1')
		await storage().put(key, chunks(Buffer.from('0123456789')), options)
		const part = async (range: { start: number; end?: number }) => {
			const content = await storage().get(key, range)
			return content && text(content)
		}
		expect(await part({ start: 2, end: 4 })).toBe('234')
		expect(await part({ start: 7 })).toBe('789')
		expect(await part({ start: 0, end: 0 })).toBe('0')
	})

	test(`DOC-4: ${name} answers null for what is not there, and deletes it without complaint`, async () => {
		const key = newKey('wsp_1')
		expect(await storage().get(key)).toBeNull()
		expect(await storage().stat(key)).toBeNull()
		await storage().delete(key)
		await storage().put(key, chunks(Buffer.from('x')), options)
		await storage().delete(key)
		expect(await storage().stat(key)).toBeNull()
	})

	test.each([10, 9_000_000])(
		`DOC-4: ${name} keeps nothing of a content that broke off after %i bytes`,
		async (size) => {
			const key = newKey('wsp_cut')
			await expect(storage().put(key, broken(randomBytes(size)), options)).rejects.toThrow('the client went away')
			expect(await storage().stat(key)).toBeNull()
			expect(await all(storage().list('wsp_cut/'))).toEqual([])
		},
	)

	test(`DOC-4: ${name} replaces a content as a whole`, async () => {
		const key = newKey('wsp_1')
		await storage().put(key, chunks(Buffer.from('old')), options)
		await expect(storage().put(key, broken(Buffer.from('new')), options)).rejects.toThrow()
		expect(String(await contentOf(storage(), key))).toBe('old')
		await storage().put(key, chunks(Buffer.from('new')), options)
		expect(String(await contentOf(storage(), key))).toBe('new')
	})

	test(`DOC-4: ${name} lists the keys of a prefix and no others`, async () => {
		const keys = [newKey('wsp_2'), newKey('wsp_2'), newKey('wsp_2')].sort()
		for (const key of [...keys, newKey('wsp_22')]) await storage().put(key, chunks(Buffer.from(key)), options)
		expect(await all(storage().list('wsp_2/'))).toEqual(keys)
		expect(await all(storage().list(keys[0] ?? ''))).toEqual([keys[0]])
	})

	test(`DOC-4: ${name} takes no key that leads elsewhere`, async () => {
		for (const key of [
			'../x',
			'a/../../x',
			'/etc/passwd',
			'a//b',
			'',
			'a\\..\\b',
			'.incoming/x',
			'a/.b',
			'C:/x',
			'a\u0000b',
		]) {
			await expect(storage().get(key), key).rejects.toThrow('Invalid storage key')
			await expect(storage().put(key, chunks(Buffer.from('x')), options), key).rejects.toThrow('Invalid storage key')
		}
	})

	test(`DOC-4: ${name} says that it is ready`, async () => {
		expect(await storage().ready()).toEqual({ ok: true })
	})
}
