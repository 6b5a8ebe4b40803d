import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { actorOf, type CompanyScope } from '#platform/scope/scope.ts'
import { documentEvent } from '../events.ts'
import { inFolders } from '../policy.ts'
import { discardJob } from '../purging/writes.ts'
import type { DocumentRow } from '../reads.ts'
import { unseenSizes } from '../rules.ts'
import { replacementFields, uploadFieldNames } from '../schema.ts'
import { documents, documentVersions, documentViews } from '../tables.ts'
import { discardFiles, receiveFiles } from '../uploads/writes.ts'
import { queueThumbnails, type Stored, setWords, toProblem } from '../writes.ts'

type Fields = z.infer<typeof replacementFields>
type Content = Pick<DocumentRow, 'filename' | 'contentType' | 'size' | 'sha256' | 'storageKey'>

/**
 * Puts another content in a document's place; the one that counted is kept as a version, and for its clients the document
 * is new again. The same content once more makes no version. Fields that the form leaves out stay.
 */
export async function replaceUpload(scope: CompanyScope, id: string, request: Request): Promise<Stored> {
	const upload = await receiveFiles(scope.workspaceId, request, { fields: uploadFieldNames, maxFiles: 1 })
	if (!upload.ok) return upload
	const fields = replacementFields.safeParse(upload.fields)
	const [content] = upload.files
	const row =
		fields.success && content
			? await change(scope, id, fields.data, async () => ({ ...content, storageKey: content.key }))
			: null
	if (row?.storageKey !== content?.key) await discardFiles(upload.files)
	if (!fields.success)
		return { ok: false, reason: 'invalid', errors: fields.error.issues.map(toProblem), fields: upload.fields }
	return row ? { ok: true, documents: [row] } : { ok: false, reason: 'unknown', fields: upload.fields }
}

/** Makes an earlier content, named by its number, count again as a version of its own; null where there is no such document or version. */
export async function restoreVersion(scope: CompanyScope, id: string, number: string): Promise<DocumentRow | null> {
	if (!/^\d{1,9}$/.test(number)) return null
	return change(scope, id, {}, async ({ db }) => {
		const one = and(
			eq(documentVersions.workspaceId, scope.workspaceId),
			eq(documentVersions.documentId, id),
			eq(documentVersions.version, Number(number)),
		)
		const [found] = await db.select().from(documentVersions).where(one)
		return found ?? null
	})
}

function change(
	scope: CompanyScope,
	id: string,
	fields: Fields,
	next: (writer: Writer) => Promise<Content | null>,
): Promise<DocumentRow | null> {
	return write(scope, async (writer) => {
		const mine = and(inFolders(scope), eq(documents.id, id))
		const [old] = await writer.db.select().from(documents).where(mine).for('update')
		const content = old && (await next(writer))
		if (!old || !content) return null
		const isNew = content.sha256 !== old.sha256
		const [row] = await writer.db
			.update(documents)
			.set({ ...fields, ...(isNew && following(scope, old, content)), updatedAt: now() })
			.where(mine)
			.returning()
		if (!row) return null
		await setWords(writer, row)
		if (isNew) await keep(writer, old, row)
		return row
	})
}

function following(scope: CompanyScope, old: DocumentRow, content: Content) {
	const { filename, contentType, size, sha256, storageKey } = content
	const { type: authorType, id: authorId } = actorOf(scope)
	const file = { filename, contentType, size, sha256, storageKey, ...unseenSizes }
	return { ...file, authorType, authorId, version: old.version + 1, contentAt: now() }
}

async function keep(writer: Writer, old: DocumentRow, row: DocumentRow): Promise<void> {
	const { workspaceId, id: documentId, version, filename, contentType, size, sha256, storageKey } = old
	const { authorType, authorId } = old
	const createdAt = old.contentAt ?? old.createdAt
	await writer.db.insert(documentVersions).values({
		...{ workspaceId, documentId, version, filename, contentType, size, sha256, storageKey },
		...{ authorType, authorId, createdAt },
	})
	const seen = and(eq(documentViews.workspaceId, workspaceId), eq(documentViews.documentId, documentId))
	await writer.db.delete(documentViews).where(seen)
	const sizes = [old.thumbnailKey, old.displayKey].filter((key) => key !== null)
	if (sizes.length > 0) await writer.enqueue(discardJob, { keys: sizes })
	await queueThumbnails(writer, [row])
	const data = { contentType: row.contentType, size: row.size, version: row.version }
	await writer.emit(documentEvent('document.replaced', row, data))
}
