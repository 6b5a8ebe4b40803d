import { and, eq, isNull } from 'drizzle-orm'
import { deleteDocuments } from '#features/documents/purging/writes.ts'
import { discardFiles, receiveFiles } from '#features/documents/uploads/writes.ts'
import type { Stored } from '#features/documents/writes.ts'
import { asProduct, write } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { addFiles, type Completed, completeItem } from '../completing/writes.ts'
import type { ActionItem } from '../reads.ts'
import { fieldName } from '../rules.ts'
import { actionItemFiles } from '../tables.ts'
import { heldItem, put } from '../writes.ts'

type Refused = Exclude<Awaited<ReturnType<typeof receiveFiles>>, { ok: true }>

/** The whole form of an item as a browser without scripts sends it: what was typed, with the files. */
export async function completeByForm(
	scope: ClientScope,
	item: ActionItem,
	request: Request,
	from: { ip: string; userAgent: string },
): Promise<Completed | { ok: false; reason: 'refused'; upload: Refused }> {
	const fields = ['name', 'drawing', ...item.fields.map(({ id }) => fieldName(id))]
	const upload = await receiveFiles(scope.workspaceId, request, { fields, filesOptional: true })
	if (!upload.ok) return { ok: false, reason: 'refused', upload }
	const done = await completeItem(scope, item.id, { values: upload.fields, files: upload.files, from })
	if (!done.ok && done.reason !== 'invalid') await discardFiles(upload.files)
	return done
}

/** A file sent before the rest of the form; it lies ready for the answer. */
export async function sendFile(scope: ClientScope, { id }: ActionItem, request: Request): Promise<Stored> {
	const upload = await receiveFiles(scope.workspaceId, request, { fields: ['field'] })
	if (!upload.ok) return upload
	const field = upload.fields.field ?? 'file'
	const files = upload.files.map((file) => ({ ...file, field }))
	const documents = await write(scope, async (writer) => {
		const held = await heldItem(writer, id, 'open')
		return held.ok ? addFiles(writer, held.item, files) : null
	})
	if (documents) return { ok: true, documents }
	await discardFiles(files)
	return { ok: false, reason: 'invalid', errors: [{ path: '', code: 'item_done' }], fields: {} }
}

/** Takes a file back that has not been handed in yet; it is gone for good. What was typed beside it is kept. Null for an unknown item. */
export function dropFile(
	scope: ClientScope,
	id: string,
	{ drop: documentId = '', ...values }: Record<string, string>,
): Promise<boolean | null> {
	return write(scope, async (writer) => {
		const held = await heldItem(writer, id, 'open')
		if (!held.ok) return held.reason === 'not_found' ? null : false
		await put(writer, held.item, { draft: { by: scope.contactId, values } })
		const [row] = await writer.db
			.delete(actionItemFiles)
			.where(
				and(
					eq(actionItemFiles.workspaceId, scope.workspaceId),
					eq(actionItemFiles.itemId, id),
					eq(actionItemFiles.documentId, documentId),
					isNull(actionItemFiles.answerId),
				),
			)
			.returning({ id: actionItemFiles.documentId })
		if (row) await deleteDocuments(asProduct(writer), 'workspace_id = $1 and id = $2', [row.id])
		return row !== undefined
	})
}
