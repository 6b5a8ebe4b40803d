import { Readable } from 'node:stream'
import { and, eq, isNull } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import { read, write } from '#platform/db/db.ts'
import { thumbnail } from '#platform/files/picture.ts'
import { newKey } from '#platform/files/storage.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { findDocument } from '../reads.ts'
import { documents } from '../tables.ts'
import { discardFiles, storagePrefix } from '../uploads/writes.ts'

/** Twice the width at which lists and galleries show it. */
const width = 480

/** Makes the small picture of a document. One that cannot be read stays without; a second run changes nothing. */
export async function makeThumbnail(scope: SystemScope, documentId: string): Promise<void> {
	const document = await read(scope, (reader) => findDocument(reader, documentId))
	if (!document || document.thumbnailKey) return
	const content = await theApp().storage.get(document.storageKey)
	const bytes = content && (await thumbnail(content, { width }))
	if (!bytes) return
	const key = newKey(storagePrefix(scope.workspaceId))
	await theApp().storage.put(key, Readable.from([bytes]), { contentType: 'image/webp' })
	const kept = await write(scope, ({ db }) =>
		db
			.update(documents)
			.set({ thumbnailKey: key })
			.where(
				and(
					eq(documents.workspaceId, scope.workspaceId),
					eq(documents.id, documentId),
					eq(documents.storageKey, document.storageKey),
					isNull(documents.thumbnailKey),
				),
			)
			.returning({ id: documents.id }),
	)
	if (kept.length === 0) await discardFiles([{ key }])
}
