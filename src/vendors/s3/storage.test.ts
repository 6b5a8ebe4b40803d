import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newKey, type Storage } from '#platform/files/storage.ts'
import { type S3Simulator, startS3 } from '#simulators/s3.ts'
import { contentOf, storageContract } from '#support/storage.ts'
import { createS3Storage } from './storage.ts'

let s3: S3Simulator
let storage: Storage

beforeAll(async () => {
	s3 = await startS3()
	storage = open()
})
afterAll(async () => {
	storage.close()
	await s3.close()
})
beforeEach(() => {
	for (const fault of Object.keys(s3.faults) as (keyof typeof s3.faults)[]) delete s3.faults[fault]
	s3.requests.splice(0)
})

const open = (change: Partial<Parameters<typeof createS3Storage>[0]> = {}) =>
	createS3Storage({
		endpoint: s3.url,
		bucket: s3.bucket,
		region: s3.region,
		credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
		...change,
	})

async function* bytes(size: number) {
	for (let left = size; left > 0; left -= 65_536) yield Buffer.alloc(Math.min(left, 65_536), 7)
}

storageContract('S3', () => storage)

test('DOC-4: a large content goes in parts, a broken one leaves no parts behind', async () => {
	await storage.put(newKey('wsp_1'), bytes(20_000_000), { contentType: 'image/jpeg' })
	expect(s3.requests.filter((request) => request.includes('partNumber='))).toHaveLength(3)
	expect(s3.uploads.size).toBe(0)
})

test('DOC-4: the content type is kept', async () => {
	const key = newKey('wsp_1')
	await storage.put(key, bytes(10), { contentType: 'image/png' })
	expect(s3.objects.get(key)?.contentType).toBe('image/png')
})

test('DOC-4: a store that is slow or broken for a moment is tried again', async () => {
	s3.faults.slowDown = 1
	s3.faults.broken = 1
	expect(await storage.put(newKey('wsp_1'), bytes(10), { contentType: 'image/png' })).toMatchObject({ size: 10 })
	expect(s3.requests).toHaveLength(3)
})

test('DOC-4: a content that breaks off while being read is an error, not a short file', async () => {
	const key = newKey('wsp_1')
	await storage.put(key, bytes(200_000), { contentType: 'image/png' })
	s3.faults.cutReads = 1
	await expect(contentOf(storage, key)).rejects.toThrow()
})

test('DOC-4: a wrong secret or bucket is told by the readiness check', async () => {
	const wrong = open({ credentials: { accessKeyId: s3.accessKeyId, secretAccessKey: 'no' } })
	expect(await wrong.ready()).toMatchObject({ ok: false })
	await expect(wrong.put(newKey('w'), bytes(1), { contentType: 'image/png' })).rejects.toThrow()
	wrong.close()
	const elsewhere = open({ bucket: 'other' })
	expect(await elsewhere.ready()).toMatchObject({ ok: false })
	elsewhere.close()
	s3.faults.denied = true
	expect(await storage.ready()).toMatchObject({ ok: false })
})
