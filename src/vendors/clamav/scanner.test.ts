import { Readable } from 'node:stream'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ClamavSimulator, EICAR, startClamav } from '#simulators/clamav.ts'
import { createScanner } from './scanner.ts'

let clamav: ClamavSimulator

beforeAll(async () => {
	clamav = await startClamav()
})
afterAll(() => clamav.close())
beforeEach(() => {
	clamav.faults = {}
})

const scanner = (timeoutMs = 10_000) => createScanner({ url: clamav.url, timeoutMs })
const readable = (...chunks: (string | Buffer)[]) =>
	Readable.from(
		chunks.map((chunk) => Buffer.from(chunk)),
		{ objectMode: false },
	)
const scan = (...chunks: (string | Buffer)[]) => scanner().isClean(readable(...chunks))

test('DOC-4: a scanner tells clean from bad, in pieces of any size', async () => {
	expect(await scan('harmless')).toBe(true)
	expect(await scan(EICAR)).toBe(false)
	expect(await scan(EICAR.slice(0, 30), EICAR.slice(30))).toBe(false)
	expect(await scan(Buffer.alloc(3_000_000), EICAR)).toBe(false)
	expect(await scan()).toBe(true)
})

test('DOC-4: without a verdict nothing passes', async () => {
	clamav.faults = { silent: true }
	await expect(scanner(100).isClean(readable('x'))).rejects.toThrow('does not answer')
	clamav.faults = { closes: true }
	await expect(scan('x')).rejects.toThrow('no verdict')
	clamav.faults = { maxBytes: 1_000 }
	await expect(scan(Buffer.alloc(500_000), Buffer.alloc(500_000))).rejects.toThrow()
	await expect(createScanner({ url: 'tcp://127.0.0.1:1' }).isClean(Readable.from(['x']))).rejects.toThrow()
})
