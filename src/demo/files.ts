import { Readable } from 'node:stream'
import sharp from 'sharp'
import { storagePrefix } from '#features/documents/uploads/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { newKey } from '#platform/files/storage.ts'
import type { UploadedFile } from '#platform/files/upload.ts'
import { type SceneName, scene } from './pictures/rules.ts'

/** Puts bytes into the storage as an upload would, and describes them as one. */
export async function storeBytes(
	workspaceId: string,
	filename: string,
	contentType: string,
	bytes: Uint8Array,
): Promise<UploadedFile> {
	const key = newKey(storagePrefix(workspaceId))
	const { size, sha256 } = await theApp().storage.put(key, Readable.from([bytes]), { contentType })
	return { field: 'file', key, filename, contentType, size, sha256 }
}

/** A drawn scene as the photo that a phone would have sent. */
export async function photo(workspaceId: string, name: SceneName, seed: number): Promise<UploadedFile> {
	const jpeg = await sharp(Buffer.from(scene(name, seed)))
		.resize(1200)
		.jpeg({ quality: 74 })
		.toBuffer()
	return storeBytes(workspaceId, `${name}-${seed}.jpg`, 'image/jpeg', jpeg)
}
