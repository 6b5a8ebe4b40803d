import { Readable } from 'node:stream'
import { and, eq, inArray, lt } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import type { Upload } from '#platform/files/upload.ts'
import type { ClientScope, StaffScope, SystemScope } from '#platform/scope/scope.ts'
import { uploadCode } from '../../rules.ts'
import { type UploadFields, uploadFields } from '../../schema.ts'
import { type UploadOutcome, uploads } from '../../tables.ts'
import { fileUpload } from '../../writes.ts'
import { discardFiles, receiveContent } from '../writes.ts'
import { findUpload, type UploadRow, uploadIs } from './reads.ts'
import { daysKept, daysSwept, partsPrefix } from './rules.ts'

/** What the document is sent for, written in the transaction that makes it; told the fields that came with it. */
export type Attach = (writer: Writer, documentId: string, fields: Record<string, string | undefined>) => Promise<void>
type Fixed = Parameters<typeof uploadFields.parse>[0] & object

/**
 * Makes the document of an upload that is all there: looked at, cleaned and stored as one that came whole. Done twice, or by
 * two at once, there is one document and one answer. Null while a part is missing, and for somebody else's upload.
 */
export async function finishUpload(
	scope: ClientScope | StaffScope,
	id: string,
	fixed: Fixed = {},
	attach?: Attach,
): Promise<UploadOutcome | null> {
	const row = await read(scope, (reader) => findUpload(reader, id))
	if (!row || row.answer || row.received < row.size) return row?.answer ?? null
	const fields = uploadFields.safeParse({ ...row.metadata, ...fixed })
	if (!fields.success) return answer(scope, row, { ok: false, code: fields.error.issues[0]?.message ?? 'required' })
	const upload = await receiveContent(scope.workspaceId, row.metadata.filename ?? '', Readable.from(contentOf(row)))
	if (!upload.ok) return answer(scope, row, { ok: false, code: uploadCode(upload) })
	const done = await makeDocument(scope, row, upload, { fields: fields.data, attach })
	if (!done.mine) await discardFiles(upload.files)
	await discardFiles(row.parts.map((key) => ({ key })))
	return done.outcome
}

function makeDocument(
	scope: ClientScope | StaffScope,
	row: UploadRow,
	upload: Upload & { ok: true },
	{ fields, attach }: { fields: UploadFields; attach: Attach | undefined },
) {
	return write(scope, async (writer) => {
		const [current] = await writer.db.select().from(uploads).where(uploadIs(scope, row.id)).for('update')
		if (!current || current.answer) return { mine: false, outcome: current?.answer ?? null }
		const filed = await fileUpload(writer, upload.files, fields)
		if (filed.ok) await attach?.(writer, filed.documents[0]?.id ?? '', row.metadata)
		const outcome: UploadOutcome = filed.ok
			? { ok: true, ids: filed.documents.map((document) => document.id) }
			: { ok: false, code: filed.errors[0]?.code ?? 'required' }
		await writer.db.update(uploads).set({ answer: outcome, parts: [] }).where(uploadIs(scope, row.id))
		return { mine: filed.ok, outcome }
	})
}

async function answer(scope: ClientScope | StaffScope, row: UploadRow, outcome: UploadOutcome): Promise<UploadOutcome> {
	await write(scope, ({ db }) => db.update(uploads).set({ answer: outcome, parts: [] }).where(uploadIs(scope, row.id)))
	await discardFiles(row.parts.map((key) => ({ key })))
	return outcome
}

/** What came of an upload, part by part. */
export async function* contentOf({ parts }: UploadRow): AsyncGenerator<Uint8Array> {
	for (const key of parts) {
		const part = await theApp().storage.get(key)
		if (!part) throw new Error('a part of an upload is lost')
		yield* part
	}
}

/** Whether an upload of this scope's own is all there, for one that waits until more is said of it. */
export async function isThere(scope: ClientScope | StaffScope, id: string): Promise<boolean> {
	const row = await read(scope, (reader) => findUpload(reader, id))
	return row !== null && row.received === row.size
}

/** Forgets uploads that nobody has gone on with, and takes their parts out of storage, those too that none of them names. */
export async function expireUploads(scope: SystemScope): Promise<void> {
	await forgetOld(scope)
	for (let age = daysKept + 1; age <= daysKept + daysSwept; age++) {
		const day = new Date(now().getTime() - age * 86_400_000)
		const keys = await Array.fromAsync(theApp().storage.list(`${partsPrefix(scope.workspaceId, day)}/`))
		await discardFiles(keys.map((key) => ({ key })))
	}
}

async function forgetOld(scope: SystemScope): Promise<void> {
	const over = new Date(now().getTime() - daysKept * 86_400_000)
	const old = and(eq(uploads.workspaceId, scope.workspaceId), lt(uploads.createdAt, over))
	const rows = await read(scope, ({ db }) =>
		db.select({ id: uploads.id, parts: uploads.parts }).from(uploads).where(old).limit(1000),
	)
	await discardFiles(rows.flatMap(({ parts }) => parts.map((key) => ({ key }))))
	const ids = rows.map(({ id }) => id)
	if (ids.length > 0) await write(scope, ({ db }) => db.delete(uploads).where(and(old, inArray(uploads.id, ids))))
}
