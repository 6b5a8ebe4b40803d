import type { DocumentRow } from '#features/documents/reads.ts'
import { discardFiles, receiveFiles } from '#features/documents/uploads/writes.ts'
import { addDocuments } from '#features/documents/writes.ts'
import { read, write } from '#platform/db/db.ts'
import type { UploadProblem } from '#platform/files/upload.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { findPlace } from '../conversations/reads.ts'
import { type Place, place } from '../conversations/writes.ts'
import { filesLimit } from '../rules.ts'
import type { AttachmentView } from '../schema.ts'

export type Received =
	| { ok: true; conversationId: string; files: AttachmentView[]; fields: Record<string, string> }
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: UploadProblem; filename: string | null; fields: Record<string, string> }

/** Names of the text fields that may come along with the files of a plain form. */
const textBytes = 2 * 1024 * 1024
const fieldNames = ['text', 'clientKey', 'internal'] as const

/**
 * Takes a form's files for a message of this place that is still being written; the conversation begins
 * with them if need be. They are seen by the writer alone until a message names them. With `optional`
 * a form without files is fine as well.
 */
export async function receiveAttachments(
	scope: ClientScope | StaffScope,
	to: Place,
	request: Request,
	options: { optional?: boolean } = {},
): Promise<Received> {
	if (!(await read(scope, (reader) => findPlace(reader, to)))) return { ok: false, reason: 'not_found' }
	const upload = await receiveFiles(scope.workspaceId, request, {
		fields: fieldNames,
		maxFiles: filesLimit,
		filesOptional: options.optional,
		fieldBytes: textBytes,
	})
	if (!upload.ok) return { ok: false, reason: upload.reason, filename: upload.filename, fields: upload.fields }
	const kept = await write(scope, async (writer) => {
		const conversation = await place(writer, to)
		if (!conversation) return null
		const { id: conversationId, accountId } = conversation
		const folder = 'other'
		const placement = { accountId, siteId: null, folder, sharedWithPortal: false, conversationId } as const
		return { conversationId, rows: await addDocuments(writer, upload.files, placement) }
	})
	if (!kept) {
		await discardFiles(upload.files)
		return { ok: false, reason: 'not_found' }
	}
	return { ok: true, conversationId: kept.conversationId, files: kept.rows.map(toView), fields: upload.fields }
}

function toView({ id, title, contentType, size, thumbnailKey }: DocumentRow): AttachmentView {
	return { id, title, contentType, size, thumbnail: thumbnailKey !== null }
}
