/** Files that were sent in parts and wait until their sender says what they are, in which order. */
import { Readable } from 'node:stream'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { read, type Writer } from '#platform/db/db.ts'
import type { UploadedFile } from '#platform/files/upload.ts'
import { actorOf, type ClientScope } from '#platform/scope/scope.ts'
import { uploadCode } from '../../rules.ts'
import { type UploadOutcome, uploads } from '../../tables.ts'
import type { UploadRow } from '../resumable/reads.ts'
import { contentOf } from '../resumable/writes.ts'
import { discardFiles, receiveContent } from '../writes.ts'

const mostAtOnce = 40

export type Taken =
	| { ok: true; files: UploadedFile[]; rows: UploadRow[] }
	/** What became of them already. */
	| { ok: false; answer: UploadOutcome }
	| { ok: false; code: string; filename: string | null }

/** The files of these uploads, in this order, looked at and stored as if they had come whole. */
export async function takeStaged(scope: ClientScope, ids: string[]): Promise<Taken> {
	const wanted = [...new Set(ids)]
	if (wanted.length > mostAtOnce) return { ok: false, code: 'files_too_many', filename: null }
	const rows = await staged(scope, wanted)
	const answer = answerOf(rows)
	if (answer) return { ok: false, answer }
	if (rows.length === 0 || rows.length < wanted.length) return { ok: false, code: 'file_missing', filename: null }
	const files: UploadedFile[] = []
	for (const row of rows) {
		const filename = row.metadata.filename ?? ''
		const upload = row.received < row.size ? null : await receive(scope, row, filename)
		if (upload?.ok) {
			files.push(...upload.files)
			continue
		}
		await discardFiles(files)
		// Who sends the same at the same time may have been faster, and taken away what was being read.
		const answer = answerOf(await staged(scope, wanted))
		if (answer) return { ok: false, answer }
		if (upload && 'error' in upload) throw upload.error
		return { ok: false, code: upload ? uploadCode(upload) : 'upload_cut', filename }
	}
	return { ok: true, files, rows }
}

const receive = (scope: ClientScope, row: UploadRow, filename: string) =>
	receiveContent(scope.workspaceId, filename, Readable.from(contentOf(row))).catch((error: unknown) => ({
		ok: false as const,
		error,
	}))

async function staged(scope: ClientScope, ids: string[]): Promise<UploadRow[]> {
	const found = await read(scope, ({ db }) => db.select().from(uploads).where(mine(scope, ids)))
	return ids.flatMap((id) => found.find((row) => row.id === id) ?? [])
}

const answerOf = (rows: UploadRow[]) => rows.find((row) => row.answer)?.answer

/** Under a lock that others who would take the same wait for; what became of them, if somebody was faster. */
export async function holdStaged(writer: Writer<ClientScope>, rows: UploadRow[]): Promise<UploadOutcome | null> {
	const held = await writer.db
		.select({ answer: uploads.answer })
		.from(uploads)
		.where(mine(writer.scope, idsOf(rows)))
		.orderBy(asc(uploads.id))
		.for('update')
	return held.find((row) => row.answer)?.answer ?? null
}

/** Writes down what became of them, so that a second request is told the same. */
export async function settleStaged({ db, scope }: Writer<ClientScope>, rows: UploadRow[], answer: UploadOutcome) {
	await db
		.update(uploads)
		.set({ answer, parts: [] })
		.where(mine(scope, idsOf(rows)))
}

const idsOf = (rows: UploadRow[]) => rows.map((row) => row.id)

function mine(scope: ClientScope, ids: string[]) {
	const { type, id } = actorOf(scope)
	const owner = and(eq(uploads.ownerType, type), eq(uploads.ownerId, id ?? ''))
	return and(eq(uploads.workspaceId, scope.workspaceId), owner, inArray(uploads.id, ids))
}
