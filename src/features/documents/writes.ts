import { and, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { accounts, sites } from '#features/people/tables.ts'
import { findProject } from '#features/projects/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { type Reader, sqlState, type Writer, write } from '#platform/db/db.ts'
import type { TypeRefusal } from '#platform/files/sniff.ts'
import type { UploadedFile, UploadProblem } from '#platform/files/upload.ts'
import { newId } from '#platform/id/id.ts'
import { actorOf, type ClientScope, type CompanyScope } from '#platform/scope/scope.ts'
import { documentEvent } from './events.ts'
import { mayAdd } from './policy.ts'
import type { DocumentRow } from './reads.ts'
import { type Folder, longestTitle, titleOf, unseenSizes } from './rules.ts'
import { type UploadFields, uploadFieldNames, uploadFields } from './schema.ts'
import { wordsOf } from './search/rules.ts'
import { documents, documentWords } from './tables.ts'
import { discardFiles, receiveFiles } from './uploads/writes.ts'

/** Where a document goes and how it stands there. */
export interface Placement {
	accountId: string
	siteId: string | null
	projectId?: string | null
	milestone?: string | null
	folder: Folder
	sharedWithPortal: boolean
	/** Without one, the file's own name. */
	title?: string
	externalId?: string
	/** For a file that hangs on a message of this conversation instead of lying in a folder. */
	conversationId?: string
}

export interface FieldProblem {
	path: string
	code: string
}
export type Stored =
	| { ok: true; documents: DocumentRow[] }
	| { ok: false; reason: 'invalid'; errors: FieldProblem[]; fields: Typed }
	| { ok: false; reason: UploadProblem; filename: string | null; type: TypeRefusal | null; fields: Typed }
	| { ok: false; reason: 'unknown'; fields: Typed }
/** What was typed beside the files, as far as it came. */
type Typed = Record<string, string>
type Filed = { ok: true; documents: DocumentRow[] } | { ok: false; reason: 'invalid'; errors: FieldProblem[] }

/**
 * Takes a multipart form (one or more files, and the fields of `uploadFields`) and makes documents of it:
 * first the files are stored, then their rows written. What is refused leaves nothing behind.
 */
export async function storeUpload(
	scope: CompanyScope | ClientScope,
	request: Request,
	options: { maxFiles?: number; fixed?: Partial<z.input<typeof uploadFields>>; conversationId?: string } = {},
): Promise<Stored> {
	const upload = await receiveFiles(scope.workspaceId, request, { fields: uploadFieldNames, ...options })
	if (!upload.ok) return upload
	const fields = uploadFields.safeParse({ ...upload.fields, ...options.fixed })
	const stored = fields.success
		? await file(scope, upload.files, fields.data, options.conversationId)
		: { ok: false as const, reason: 'invalid' as const, errors: fields.error.issues.map(toProblem) }
	if (stored.ok) return stored
	await discardFiles(upload.files)
	return { ...stored, fields: upload.fields }
}

/** What zod found, as a form's field problem. */
export function toProblem(issue: { path: PropertyKey[]; message: string }): FieldProblem {
	return { path: issue.path.join('.'), code: issue.message }
}

async function file(
	scope: CompanyScope | ClientScope,
	files: UploadedFile[],
	fields: UploadFields,
	conversationId: string | undefined,
): Promise<Filed> {
	try {
		return await write(scope, (writer) => fileUpload(writer, files, fields, conversationId))
	} catch (error) {
		if (sqlState(error)?.code === '23505') return refuse('externalId', 'external_id_taken')
		throw error
	}
}

/** A step of another write: documents of files that were stored, where the form's fields say and the scope may. */
export async function fileUpload(
	writer: Writer,
	files: UploadedFile[],
	fields: UploadFields,
	conversationId?: string,
): Promise<Filed> {
	const [accountId, siteId] = fields.place ? fields.place.split('/') : [fields.accountId, fields.siteId]
	const project = fields.projectId ? await projectOf(writer, fields.projectId) : null
	if (fields.projectId && !project) return refuse('projectId', 'project_unknown')
	if (fields.milestone && !project) return refuse('milestone', 'project_missing')
	const wanted = { accountId: accountId ?? project?.accountId, siteId: siteId ?? project?.siteId ?? undefined }
	if (project && wanted.accountId !== project.accountId) return refuse('projectId', 'project_unknown')
	const place = await findPlace(writer, wanted)
	if (!place.ok) return refuse(place.path, place.code)
	const placement = { ...fields, accountId: place.accountId, siteId: place.siteId, conversationId }
	return { ok: true, documents: await addDocuments(writer, files, placement) }
}

/** The project that a document is to belong to, as far as this scope may add to it. */
export async function projectOf(reader: Reader, id: string) {
	const project = await findProject(reader, id)
	return project && mayAdd(reader.scope, project) ? project : null
}

function refuse(path: string, code: string): Filed & { ok: false } {
	return { ok: false, reason: 'invalid', errors: [{ path, code }] }
}

type FoundPlace = { ok: true; accountId: string; siteId: string | null } | ({ ok: false } & FieldProblem)

/** The account and site of a form, as this scope may use them; a site alone says its account too. */
export async function findPlace(
	{ scope, db }: Reader,
	fields: { accountId?: string; siteId?: string },
): Promise<FoundPlace> {
	const [site] = fields.siteId
		? await db
				.select({ accountId: sites.accountId, siteId: sites.id })
				.from(sites)
				.where(and(eq(sites.workspaceId, scope.workspaceId), eq(sites.id, fields.siteId)))
		: []
	const accountId = fields.accountId ?? site?.accountId
	if (fields.siteId && site?.accountId !== accountId) return { ok: false, path: 'siteId', code: 'site_unknown' }
	if (!accountId) return { ok: false, path: 'accountId', code: 'account_missing' }
	const [account] = await db
		.select({ id: accounts.id })
		.from(accounts)
		.where(and(eq(accounts.workspaceId, scope.workspaceId), eq(accounts.id, accountId)))
	const place = { accountId, siteId: site?.siteId ?? null }
	if (!account || !mayAdd(scope, place)) return { ok: false, path: 'accountId', code: 'account_unknown' }
	return { ok: true, ...place }
}

/** A step of another write: documents of files that `receiveFiles` stored, at a place that was checked. */
export async function addDocuments(
	writer: Writer,
	files: UploadedFile[],
	placement: Placement,
): Promise<DocumentRow[]> {
	const many = files.length > 1
	const rows = files.map((one, index) => newRow(writer, one, many ? numbered(placement, index) : placement))
	if (rows.length === 0) return []
	await writer.db.insert(documents).values(rows)
	await addWords(writer, rows)
	await queueThumbnails(writer, rows)
	if (!placement.conversationId) await writer.emit(...rows.flatMap((row) => arrivals(writer, row)))
	return rows
}

/** Several files under one title are told apart by a number. */
function numbered(placement: Placement, index: number): Placement {
	return { ...placement, title: placement.title && `${placement.title.slice(0, longestTitle - 5)} (${index + 1})` }
}

function newRow({ scope }: Writer, file: UploadedFile, placement: Placement): DocumentRow {
	const at = now()
	const author = actorOf(scope)
	return {
		workspaceId: scope.workspaceId,
		id: newId('doc', at.getTime()),
		externalId: placement.externalId ?? null,
		accountId: placement.accountId,
		siteId: placement.siteId,
		projectId: placement.projectId ?? null,
		milestone: placement.milestone ?? null,
		title: placement.title ?? titleOf(file.filename),
		caption: '',
		filename: file.filename,
		folder: placement.folder,
		sharedWithPortal: placement.sharedWithPortal,
		contentType: file.contentType,
		size: file.size,
		sha256: file.sha256,
		storageKey: file.key,
		...unseenSizes,
		attachment: placement.conversationId !== undefined,
		conversationId: placement.conversationId ?? null,
		version: 1,
		contentAt: null,
		authorType: author.type,
		authorId: author.id,
		createdAt: at,
		updatedAt: at,
		removedAt: null,
	}
}

function arrivals({ scope }: Writer, row: DocumentRow) {
	const data = { contentType: row.contentType, size: row.size, sharedWithPortal: row.sharedWithPortal }
	const uploaded = documentEvent('document.uploaded', row, data)
	const tellClients = row.sharedWithPortal && scope.kind !== 'client'
	return tellClients ? [uploaded, documentEvent('document.shared', row)] : [uploaded]
}

async function addWords({ db, scope }: Writer, rows: { id: string; title: string }[]): Promise<void> {
	const words = rows.flatMap(({ id, title }) =>
		wordsOf(title).map((word) => ({ workspaceId: scope.workspaceId, documentId: id, word })),
	)
	if (words.length > 0) await db.insert(documentWords).values(words)
}

/** Makes a document be found by the title that it has now. */
export async function setWords(writer: Writer, row: { id: string; title: string }): Promise<void> {
	const mine = and(eq(documentWords.workspaceId, writer.scope.workspaceId), eq(documentWords.documentId, row.id))
	await writer.db.delete(documentWords).where(mine)
	await addWords(writer, [row])
}

/** Pictures get a small one to be shown in lists. */
export async function queueThumbnails(writer: Writer, rows: DocumentRow[]): Promise<void> {
	for (const row of rows) {
		if (row.contentType.startsWith('image/')) await writer.enqueue('document-thumbnail', { documentId: row.id })
	}
}
