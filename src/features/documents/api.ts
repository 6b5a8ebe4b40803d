import { z } from '@hono/zod-openapi'
import { idParam, json, listOf, listQuery, newApi, operation } from '#platform/api/api.ts'
import { invalid, notFound, problem } from '#platform/api/problem.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { serveFile } from '#platform/files/serve.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import type { KeyScope } from '#platform/scope/scope.ts'
import { keepingApi } from './keeping/api.ts'
import { documentSchema, oneDocument, toApi } from './lists/schema.ts'
import { picturesApi } from './pictures/api.ts'
import { findDocument, listDocuments } from './reads.ts'
import { downloadName, folders } from './rules.ts'
import { folder } from './schema.ts'
import { uploadsApi } from './uploads/api.ts'
import { versionsApi } from './versions/api.ts'

const tags = ['documents']
const query = z.object({
	...listQuery,
	accountId: z.string().optional(),
	siteId: z.string().optional(),
	projectId: z.string().optional(),
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
		grant: 'documents:read',
		method: 'get',
		path: '/documents/{id}',
		tags,
		summary: 'Read a document',
		request: { params: idParam },
		responses: { 200: oneDocument },
	}),
	async (c) => {
		const found = await find(c.get('scope'), c.req.valid('param').id)
		return found ? c.json(toApi(found), 200) : notFound()
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

const find = (scope: KeyScope, id: string) => read(scope, (reader) => findDocument(reader, id))

documentsApi.route('/', uploadsApi)
documentsApi.route('/', keepingApi)
documentsApi.route('/', versionsApi)
documentsApi.route('/', picturesApi)
