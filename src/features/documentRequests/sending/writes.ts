import { joinPages } from '#features/documents/joining/writes.ts'
import type { UploadOutcome } from '#features/documents/tables.ts'
import { holdStaged, settleStaged, takeStaged } from '#features/documents/uploads/staged/writes.ts'
import { discardFiles, receiveFiles } from '#features/documents/uploads/writes.ts'
import { addDocuments, type Stored } from '#features/documents/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { UploadedFile } from '#platform/files/upload.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { requestEvent } from '../events.ts'
import { linksOf } from '../reads.ts'
import { titleOfFile } from '../rules.ts'
import { documentRequestFiles } from '../tables.ts'
import { heldFor, put } from '../writes.ts'

/** Takes what a client sends for a request: documents of its account, and the request is sent; both or neither. Several pictures are the pages of one. */
export async function sendForRequest(
	scope: ClientScope,
	{ id, title }: { id: string; title: string },
	request: Request,
): Promise<Stored> {
	const fields = { request: id }
	const upload = await receiveFiles(scope.workspaceId, request, { fields: [] })
	if (!upload.ok) return { ...upload, fields }
	const files = await joinPages(scope.workspaceId, upload.files, title)
	const sent = await sendFiles(scope, id, files)
	if (sent.ok) return sent
	await discardFiles(files)
	return { ...sent, fields }
}

/** The same with files that were sent in parts, in the order of their ids. Done twice, or by two at once, it is sent once. */
export async function sendStaged(
	scope: ClientScope,
	{ id, title }: { id: string; title: string },
	uploadIds: string[],
): Promise<UploadOutcome & { filename?: string | null }> {
	const taken = await takeStaged(scope, uploadIds)
	if (!taken.ok) return 'answer' in taken ? taken.answer : taken
	const files = await joinPages(scope.workspaceId, taken.files, title)
	const { mine, outcome } = await write(scope, async (writer) => {
		const earlier = await holdStaged(writer, taken.rows)
		if (earlier) return { mine: false, outcome: earlier }
		const sent = await sendHeld(writer, id, files)
		if (!sent.ok) return { mine: false, outcome: { ok: false as const, code: codeOf(sent) } }
		const outcome: UploadOutcome = { ok: true, ids: sent.documents.map((document) => document.id) }
		await settleStaged(writer, taken.rows, outcome)
		return { mine: true, outcome }
	})
	await discardFiles(mine ? taken.rows.flatMap(({ parts }) => parts.map((key) => ({ key }))) : files)
	return outcome
}

const codeOf = (sent: Extract<Sent, { ok: false }>) =>
	sent.reason === 'invalid' ? (sent.errors[0]?.code ?? 'required') : 'document_unknown'

type Sent =
	| (Stored & { ok: true })
	| { ok: false; reason: 'unknown' }
	| { ok: false; reason: 'invalid'; errors: Problem[] }
type Problem = { path: string; code: string }

/** The same with files that lie in the storage. Several of one request are told apart by a number. */
export function sendFiles(scope: ClientScope, id: string, files: UploadedFile[]): Promise<Sent> {
	return write(scope, (writer) => sendHeld(writer, id, files))
}

async function sendHeld(writer: Writer<ClientScope>, id: string, files: UploadedFile[]): Promise<Sent> {
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
			workspaceId: writer.scope.workspaceId,
			requestId: id,
			documentId: document.id,
		})),
	)
	await put(writer, request, { state: held.state, sentAt: now() })
	if (request.state !== 'sent')
		await writer.emit(requestEvent('documentRequest.sent', request, { count: files.length }))
	return { ok: true, documents }
}
