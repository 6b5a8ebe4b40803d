import { Readable } from 'node:stream'
import { and, eq, isNull } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import { read, write } from '#platform/db/db.ts'
import { asFile } from '#platform/files/local.ts'
import { type Picture, smaller } from '#platform/files/picture.ts'
import { newKey } from '#platform/files/storage.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { findDocument } from '../reads.ts'
import { documents } from '../tables.ts'
import { discardFiles, storagePrefix } from '../uploads/writes.ts'

/** Twice the width at which lists and galleries show it. */
const small = { width: 480, height: 1440 }
/** What fills a screen: nobody has to load a photo of eight megabytes to look at it. */
const large = { width: 1600, height: 1600 }

/**
 * Makes the small picture of a document and the one that fills a screen. One that cannot be read stays without; a second
 * run changes nothing.
 */
export async function makeThumbnail(scope: SystemScope, documentId: string): Promise<void> {
	const document = await read(scope, (reader) => findDocument(reader, documentId))
	if (!document || document.displayKey) return
	const { storage } = theApp()
	const made = await asFile(storage, document.storageKey, async (path) => {
		const display = await smaller(path, large)
		return display && { display, thumbnail: (await smaller(path, small)) ?? display }
	})
	if (!made) return
	const [displayKey, thumbnailKey] = [await put(scope, made.display), await put(scope, made.thumbnail)]
	const { width, height } = made.display
	const kept = await write(scope, ({ db }) =>
		db
			.update(documents)
			.set({ thumbnailKey, displayKey, width, height })
			.where(
				and(
					eq(documents.workspaceId, scope.workspaceId),
					eq(documents.id, documentId),
					eq(documents.storageKey, document.storageKey),
					isNull(documents.displayKey),
				),
			)
			.returning({ id: documents.id }),
	)
	const over = kept.length === 0 ? [displayKey, thumbnailKey] : [document.thumbnailKey]
	await discardFiles(over.flatMap((key) => (key ? [{ key }] : [])))
}

async function put({ workspaceId }: SystemScope, { bytes }: Picture): Promise<string> {
	const key = newKey(storagePrefix(workspaceId))
	await theApp().storage.put(key, Readable.from([bytes]), { contentType: 'image/webp' })
	return key
}
