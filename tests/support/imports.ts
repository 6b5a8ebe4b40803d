import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { takeIn } from '#features/imports/writes.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { newKey, type Storage } from '#platform/files/storage.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'

export const customersFile = new URL('./fixtures/customers.csv', import.meta.url)

/** A storage in a folder of its own, and a way to bring a CSV file into it. */
export async function importBench(): Promise<{
	storage: Storage
	bring(scope: CompanyScope, content: string | URL): Promise<string>
	close(): Promise<void>
}> {
	const folder = await mkdtemp(join(tmpdir(), 'imports-'))
	const storage = await openDiskStorage(folder)
	return {
		storage,
		async bring(scope, content) {
			const key = newKey(scope.workspaceId)
			const body = content instanceof URL ? createReadStream(content) : pieces(content)
			const { size } = await storage.put(key, body, { contentType: 'text/csv' })
			return takeIn(scope, { key, name: 'customers.csv', size }, storage)
		},
		async close() {
			storage.close()
			await rm(folder, { recursive: true, force: true })
		},
	}
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
	const bytes = Buffer.from(text)
	for (let at = 0; at < bytes.length; at += 65_536) yield bytes.subarray(at, at + 65_536)
}
