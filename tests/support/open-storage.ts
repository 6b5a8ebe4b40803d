import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { useApp } from '#platform/app/app.ts'
import { loadConfig } from '#platform/config/config.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import type { Storage } from '#platform/files/storage.ts'

/** A test file's own storage, on disk in a temporary data folder unless another is given; `theApp()` has both. */
export function openStorage(open?: () => Promise<Storage>): void {
	let folder: string
	let storage: Storage
	beforeAll(async () => {
		folder = await mkdtemp(join(tmpdir(), 'storage-'))
		storage = open ? await open() : await openDiskStorage(join(folder, 'files'))
		const config = loadConfig({ DATA_DIR: folder, BASE_URL: 'http://localhost:3000' })
		useApp({ config, baseHost: 'localhost:3000', storage, stopping: new AbortController().signal })
	})
	afterAll(async () => {
		storage.close()
		await rm(folder, { recursive: true, force: true })
	})
}
