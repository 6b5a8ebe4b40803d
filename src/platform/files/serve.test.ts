import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDiskStorage } from './disk.ts'
import { type Served, serveFile } from './serve.ts'
import { newKey, type Storage } from './storage.ts'

let folder: string
let storage: Storage
let file: Served

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'serve-'))
	storage = await openDiskStorage(folder)
	const key = newKey('wsp_1')
	const stored = await storage.put(key, Readable.from([Buffer.from('0123456789')]), { contentType: 'text/plain' })
	file = { key, ...stored, contentType: 'text/plain', filename: 'Plan “A”.txt', inline: false }
})
afterAll(() => rm(folder, { recursive: true }))

async function ask(headers: Record<string, string> = {}, method = 'GET') {
	const response = await serveFile(new Request('http://x/', { method, headers }), storage, file)
	if (!response) throw new Error('nothing was served')
	return { status: response.status, headers: response.headers, text: await response.text() }
}

test.each([
	['bytes=2-4', '234', 'bytes 2-4/10'],
	['bytes=7-', '789', 'bytes 7-9/10'],
	['bytes=-3', '789', 'bytes 7-9/10'],
	['bytes=0-99', '0123456789', 'bytes 0-9/10'],
	['bytes=-99', '0123456789', 'bytes 0-9/10'],
])('DOC-4: %s gives that part', async (range, text, contentRange) => {
	const got = await ask({ range })
	expect(got).toMatchObject({ status: 206, text })
	expect(got.headers.get('content-range')).toBe(contentRange)
	expect(got.headers.get('content-length')).toBe(String(text.length))
})

test.each(['bytes=10-', 'bytes=-0', 'bytes=50-60'])('DOC-4: %s lies outside', async (range) => {
	const got = await ask({ range })
	expect(got).toMatchObject({ status: 416, text: '' })
	expect(got.headers.get('content-range')).toBe('bytes */10')
})

test.each(['bytes=5-2', 'bytes=0-1,3-4', 'lines=1-2', 'bytes=-'])('DOC-4: %s gives the whole', async (range) => {
	expect(await ask({ range })).toMatchObject({ status: 200, text: '0123456789' })
})

test('DOC-4: a part of a content that has changed since is not mixed with the new one', async () => {
	expect(await ask({ range: 'bytes=2-4', 'if-range': '"other"' })).toMatchObject({ status: 200, text: '0123456789' })
	expect(await ask({ range: 'bytes=2-4', 'if-range': `"${file.sha256}"` })).toMatchObject({ status: 206, text: '234' })
})

test('DOC-4: whoever still has the content gets none, but must ask', async () => {
	const first = await ask()
	expect(first.headers.get('cache-control')).toBe('private, no-cache')
	expect(await ask({ 'if-none-match': first.headers.get('etag') ?? '' })).toMatchObject({ status: 304, text: '' })
	expect(await ask({ 'if-none-match': 'W/"x", "y"' })).toMatchObject({ status: 200 })
})

test('DOC-4: HEAD tells the size and reads nothing', async () => {
	const got = await ask({}, 'HEAD')
	expect(got).toMatchObject({ status: 200, text: '' })
	expect(got.headers.get('content-length')).toBe('10')
})

test('DOC-4: what is not safe to show is only downloaded', async () => {
	const got = await serveFile(new Request('http://x/'), storage, { ...file, contentType: 'text/html', inline: true })
	expect(got?.headers.get('content-disposition')).toMatch(
		/^attachment; filename="Plan _A_.txt"; filename\*=UTF-8''Plan%20/,
	)
	expect(got?.headers.get('content-security-policy')).toContain('sandbox')
	await got?.body?.cancel()
})
