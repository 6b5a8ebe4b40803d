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

/** So many houses are drawn of each kind; neighbours further on have one that was drawn before. */
const houses = 3
const drawn = new Map<string, Promise<Buffer>>()

/** A drawn scene as the photo that a phone would have sent. */
export async function photo(workspaceId: string, name: SceneName, seed: number): Promise<UploadedFile> {
	const house = seed % houses
	const jpeg = drawn.get(`${name} ${house}`) ?? draw(name, house)
	drawn.set(`${name} ${house}`, jpeg)
	return storeBytes(workspaceId, `${name}-${seed}.jpg`, 'image/jpeg', await jpeg)
}

/** At three quarters of its size (54 of 72 dots per inch): drawing takes most of the time that a demo takes. */
function draw(name: SceneName, seed: number): Promise<Buffer> {
	return sharp(Buffer.from(scene(name, seed)), { density: 54 })
		.jpeg({ quality: 74 })
		.toBuffer()
}
