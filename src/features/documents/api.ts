import { z } from '@hono/zod-openapi'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { conflict, invalid, invalidInput, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { serveFile } from '#platform/files/serve.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import type { KeyScope } from '#platform/scope/scope.ts'
import { type Changed, changeDocument, removeDocuments, shareDocuments } from './keeping/writes.ts'
import { type DocumentRow, findByExternalId, findDocument, listDocuments } from './reads.ts'
import { downloadName, folders, uploadCode } from './rules.ts'
import { documentChange, folder } from './schema.ts'
import { replaceUpload, type Stored, storeUpload } from './writes.ts'

const documentSchema = z
	.object({
		id: z.string(),
		externalId: z.string().nullable(),
		accountId: z.string(),
		siteId: z.string().nullable(),
		projectId: z.string().nullable(),
		title: z.string(),
		folder: z.enum(folders),
		sharedWithPortal: z.boolean(),
		filename: z.string(),
		contentType: z.string(),
		size: z.number().int().openapi({ description: 'Bytes' }),
		sha256: z.string().openapi({ description: 'Of the content, hexadecimal' }),
		conversationId: z.string().nullable().openapi({ description: 'Of a file that hangs on a message' }),
		createdAt: z.string(),
		updatedAt: z.string(),
	})
	.openapi('Document')

export function toApi(row: DocumentRow): z.infer<typeof documentSchema> {
	const { id, externalId, accountId, siteId, title, sharedWithPortal, contentType, size, sha256, conversationId } = row
	return {
		id,
		externalId,
		accountId,
		siteId,
		projectId: null,
		title,
		folder: row.folder,
		sharedWithPortal,
		filename: downloadName(row),
		contentType,
		size,
		sha256,
		conversationId,
		createdAt: time(row.createdAt),
		updatedAt: time(row.updatedAt),
	}
}

/** As a plain schema: a checked one would have the frame read the whole upload into memory. */
const uploadBody = {
	required: true,
	content: {
		'multipart/form-data': {
			schema: {
				type: 'object' as const,
				required: ['file'],
				properties: {
					file: { type: 'string' as const, format: 'binary', description: 'At most 50 MB' },
					accountId: { type: 'string' as const },
					siteId: { type: 'string' as const, description: 'Without accountId, its account' },
					title: { type: 'string' as const, description: "Without it, the file's name" },
					folder: { type: 'string' as const, enum: [...folders], default: 'other' },
					sharedWithPortal: { type: 'boolean' as const, default: false },
					externalId: { type: 'string' as const },
				},
			},
		},
	},
}

const tags = ['documents']
const one = json(documentSchema, 'The document')
const tooLarge = { 413: { description: 'Larger than 50 MB' } }
const query = z.object({
	...listQuery,
	accountId: z.string().optional(),
	siteId: z.string().optional(),
	folder: folder.optional().openapi({ type: 'string', enum: [...folders] }),
	sharedWithPortal: z.enum(['true', 'false'], { error: 'flag_expected' }).optional(),
	externalId: z.string().optional(),
	q: z
		.string()
		.max(200, { error: 'too_long' })
		.optional()
		.openapi({ description: 'Words of the title, or their beginnings' }),
})

export const documentsApi = newApi()

documentsApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/documents',
		tags,
		summary: 'List documents, newest first',
		request: { query },
		responses: { 200: json(listOf(documentSchema), 'One page') },
	}),
	async (c) => {
		const { limit, cursor, q, sharedWithPortal, ...filter } = c.req.valid('query')
		if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
		const shared = sharedWithPortal === undefined ? undefined : sharedWithPortal === 'true'
		const page = await read(c.get('scope'), (reader) =>
			listDocuments(reader, { ...filter, sharedWithPortal: shared, query: q }, { after: cursor, limit }),
		)
		return c.json({ data: page.rows.map(toApi), nextCursor: page.next }, 200)
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'post',
		path: '/documents',
		tags,
		summary: 'Upload a document',
		request: { body: uploadBody },
		responses: { 201: one, ...tooLarge },
	}),
	async (c) => {
		const stored = await storeUpload(c.get('scope'), c.req.raw, { maxFiles: 1 })
		const document = firstOf(stored)
		return document ? c.json(toApi(document), 201, placeOf(document, c.get('origin'))) : failed(stored)
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'put',
		path: '/documents/external/{externalId}',
		tags,
		summary: 'Create or change the document with this external id; with a file, its content too',
		request: {
			params: externalIdParam,
			body: { content: { ...uploadBody.content, 'application/json': { schema: { type: 'object' as const } } } },
		},
		responses: { 200: one, 201: one, ...tooLarge },
	}),
	async (c) => {
		const { externalId } = c.req.valid('param')
		const scope = c.get('scope')
		const known = await read(scope, (reader) => findByExternalId(reader, externalId))
		if (c.req.header('content-type')?.startsWith('multipart/')) {
			const fresh = { maxFiles: 1, fixed: { externalId } }
			const stored = known
				? await replaceUpload(scope, known.id, c.req.raw)
				: await storeUpload(scope, c.req.raw, fresh)
			const document = firstOf(stored)
			if (!document) return failed(stored)
			return known ? c.json(toApi(document), 200) : c.json(toApi(document), 201, placeOf(document, c.get('origin')))
		}
		if (!known) return invalid('file', 'file_missing')
		const change = documentChange.safeParse(await c.req.json())
		if (!change.success) return invalidInput(change.error)
		const result = await changeDocument(scope, known.id, { ...change.data, externalId })
		return result.ok ? c.json(toApi(result.document), 200) : unchanged(result)
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/documents/{id}',
		tags,
		summary: 'Read a document',
		request: { params: idParam },
		responses: { 200: one },
	}),
	async (c) => {
		const found = await find(c.get('scope'), c.req.valid('param').id)
		return found ? c.json(toApi(found), 200) : notFound()
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'patch',
		path: '/documents/{id}',
		tags,
		summary: 'Change title, folder, site, external id or sharing',
		request: { params: idParam, body: body(documentChange) },
		responses: { 200: one },
	}),
	async (c) => {
		const result = await changeDocument(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
		return result.ok ? c.json(toApi(result.document), 200) : unchanged(result)
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'delete',
		path: '/documents/{id}',
		tags,
		summary: 'Remove a document',
		request: { params: idParam },
		responses: { 204: { description: 'Removed' } },
	}),
	async (c) => {
		const removed = await removeDocuments(c.get('scope'), [c.req.valid('param').id])
		return removed.length > 0 ? c.body(null, 204) : notFound()
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/documents/{id}/content',
		tags,
		summary: 'Download the content, whole or a range of it',
		request: { params: idParam },
		responses: { 200: { description: 'The content, in its own type' }, 206: { description: 'The range' } },
	}),
	async (c) => {
		const found = await find(c.get('scope'), c.req.valid('param').id)
		if (!found) return notFound()
		const file = { ...found, key: found.storageKey, filename: downloadName(found), inline: false }
		return (await serveFile(c.req.raw, theApp().storage, file)) ?? problem(503, { detail: 'The content is not there.' })
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'post',
		path: '/documents/{id}/share',
		tags,
		summary: 'Share with the portal',
		request: { params: idParam },
		responses: { 201: one },
	}),
	async (c) => {
		const document = await share(c.get('scope'), c.req.valid('param').id, true)
		return document ? c.json(toApi(document), 201) : notFound()
	},
)

documentsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'delete',
		path: '/documents/{id}/share',
		tags,
		summary: 'Hide from the portal again',
		request: { params: idParam },
		responses: { 204: { description: 'Hidden' } },
	}),
	async (c) => {
		const document = await share(c.get('scope'), c.req.valid('param').id, false)
		return document ? c.body(null, 204) : notFound()
	},
)

/** What hangs on a message is in no folder, and so is not shared. */
async function share(scope: KeyScope, id: string, shared: boolean): Promise<DocumentRow | null> {
	await shareDocuments(scope, [id], shared)
	const found = await find(scope, id)
	return found?.attachment ? null : found
}

const find = (scope: KeyScope, id: string) => read(scope, (reader) => findDocument(reader, id))

function firstOf(stored: Stored): DocumentRow | undefined {
	return stored.ok ? stored.documents[0] : undefined
}

function placeOf({ id }: DocumentRow, origin: string): { location: string } {
	return { location: `${origin}/api/v1/documents/${id}` }
}

function failed(stored: Stored): ProblemResponse {
	if (stored.ok) return invalid('file', 'file_missing')
	if (stored.reason === 'unknown') return notFound()
	if (stored.reason === 'invalid') return refused(stored.errors)
	const code = uploadCode(stored)
	if (stored.reason === 'cut' || stored.reason === 'malformed') {
		return problem(400, { code, detail: 'Send multipart/form-data with a part named "file".' })
	}
	if (stored.reason === 'tooLarge') return problem(413, { code, detail: errorText(code) })
	return invalid('file', code)
}

function unchanged(result: Exclude<Changed, { ok: true }>): ProblemResponse {
	return result.reason === 'unknown' ? notFound() : refused([result])
}

function refused(errors: { path: string; code: string }[]): ProblemResponse {
	const taken = errors.find(({ code }) => code === 'external_id_taken')
	if (taken) return conflict(taken.code, taken.path)
	return problem(422, { errors: errors.map(({ path, code }) => ({ path, code, message: errorText(code) })) })
}
