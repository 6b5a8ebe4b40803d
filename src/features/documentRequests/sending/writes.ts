import { discardFiles, receiveFiles } from '#features/documents/uploads/writes.ts'
import { addDocuments, type Stored } from '#features/documents/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { UploadedFile } from '#platform/files/upload.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { requestEvent } from '../events.ts'
import { linksOf } from '../reads.ts'
import { titleOfFile } from '../rules.ts'
import { documentRequestFiles } from '../tables.ts'
import { heldFor, put } from '../writes.ts'

/** Takes what a client sends for a request: documents of its account, and the request is sent; both or neither. */
export async function sendForRequest(scope: ClientScope, id: string, request: Request): Promise<Stored> {
	const fields = { request: id }
	const upload = await receiveFiles(scope.workspaceId, request, { fields: [] })
	if (!upload.ok) return { ...upload, fields }
	const sent = await sendFiles(scope, id, upload.files)
	if (sent.ok) return sent
	await discardFiles(upload.files)
	return { ...sent, fields }
}

type Sent =
	| (Stored & { ok: true })
	| { ok: false; reason: 'unknown' }
	| { ok: false; reason: 'invalid'; errors: Problem[] }
type Problem = { path: string; code: string }

/** The same with files that lie in the storage. Several of one request are told apart by a number. */
export function sendFiles(scope: ClientScope, id: string, files: UploadedFile[]): Promise<Sent> {
	return write(scope, async (writer): Promise<Sent> => {
		const held = await heldFor(writer, id, 'send')
		if (!held.ok && held.reason === 'not_found') return { ok: false, reason: 'unknown' }
		if (!held.ok) return { ok: false, reason: 'invalid', errors: [{ path: '', code: held.reason }] }
		const { request } = held
		const { accountId, siteId, projectId } = request
		const earlier = (await linksOf(writer, [id])).length
		const place = { accountId, siteId, projectId, folder: 'clientDocuments' as const, sharedWithPortal: true }
		const documents = []
		for (const [index, file] of files.entries()) {
			const title = titleOfFile(request.title, earlier + index + 1)
			documents.push(...(await addDocuments(writer, [file], { ...place, title })))
		}
		await writer.db.insert(documentRequestFiles).values(
			documents.map((document) => ({
				workspaceId: scope.workspaceId,
				requestId: id,
				documentId: document.id,
			})),
		)
		await put(writer, request, { state: held.state, sentAt: now() })
		if (request.state !== 'sent')
			await writer.emit(requestEvent('documentRequest.sent', request, { count: files.length }))
		return { ok: true, documents }
	})
}
