import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { storageContract } from '#support/storage.ts'
import { openDiskStorage } from './disk.ts'
import type { Storage } from './storage.ts'

let folder: string
let disk: Storage

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'storage-'))
	disk = await openDiskStorage(folder)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

storageContract('the disk', () => disk)

test('DOC-4: the disk keeps no remains of what broke off', async () => {
	expect(await readdir(join(folder, '.incoming'))).toEqual([])
})

test('DOC-4: what a killed process left half-written is swept later, not while another may be writing it', async () => {
	const [old, young] = ['old', 'young'].map((name) => join(folder, '.incoming', name)) as [string, string]
	await writeFile(old, 'half')
	await writeFile(young, 'half')
	await utimes(old, 0, 0)
	await openDiskStorage(folder)
	expect(await readdir(join(folder, '.incoming'))).toEqual(['young'])
	await rm(young)
})

test('DOC-4: the disk says when it cannot write', async () => {
	const lost = await openDiskStorage(join(folder, 'lost'))
	await rm(join(folder, 'lost'), { recursive: true })
	expect(await lost.ready()).toMatchObject({ ok: false })
})
