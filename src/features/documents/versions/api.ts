import { z } from '@hono/zod-openapi'
import { idParam, json, newApi, operation, time } from '#platform/api/api.ts'
import { notFound, problem } from '#platform/api/problem.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { serveFile } from '#platform/files/serve.ts'
import type { KeyScope } from '#platform/scope/scope.ts'
import { oneDocument, toApi } from '../lists/schema.ts'
import { findDocument } from '../reads.ts'
import { downloadName } from '../rules.ts'
import { failed, firstOf, tooLarge } from '../uploads/api.ts'
import { versionsOf } from './reads.ts'
import { replaceUpload, restoreVersion } from './writes.ts'

const tags = ['documents']
const versionParam = idParam.extend({ version: z.string() })
const versionSchema = z
	.object({
		version: z.number().int(),
		filename: z.string(),
		contentType: z.string(),
		size: z.number().int().openapi({ description: 'Bytes' }),
		sha256: z.string(),
		createdAt: z.string(),
	})
	.openapi('DocumentVersion')
const fileBody = {
	required: true,
	content: {
		'multipart/form-data': {
			schema: {
				type: 'object' as const,
				required: ['file'],
				properties: { file: { type: 'string' as const, format: 'binary', description: 'At most 50 MB' } },
			},
		},
	},
}

export const versionsApi = newApi()

versionsApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/documents/{id}/versions',
		tags,
		summary: 'List the contents of a document, newest first; the first one counts',
		request: { params: idParam },
		responses: { 200: json(z.object({ data: z.array(versionSchema) }), 'All of them') },
	}),
	async (c) => {
		const versions = await find(c.get('scope'), c.req.valid('param').id)
		if (versions.length === 0) return notFound()
		const data = versions.map(({ version, filename, contentType, size, sha256, createdAt }) => {
			return { version, filename, contentType, size, sha256, createdAt: time(createdAt) }
		})
		return c.json({ data }, 200)
	},
)

versionsApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/documents/{id}/versions/{version}/content',
		tags,
		summary: 'Download a content, whole or a range of it',
		request: { params: versionParam },
		responses: { 200: { description: 'The content, in its own type' }, 206: { description: 'The range' } },
	}),
	async (c) => {
		const { id, version } = c.req.valid('param')
		const found = (await find(c.get('scope'), id)).find((one) => String(one.version) === version)
		if (!found) return notFound()
		const file = { ...found, key: found.storageKey, filename: downloadName(found), inline: false }
		return (await serveFile(c.req.raw, theApp().storage, file)) ?? problem(503, { detail: 'The content is not there.' })
	},
)

versionsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'post',
		path: '/documents/{id}/versions',
		tags,
		summary: 'Upload another content; the same content once more makes no version',
		request: { params: idParam, body: fileBody },
		responses: { 201: oneDocument, ...tooLarge },
	}),
	async (c) => {
		const { id } = c.req.valid('param')
		const stored = await replaceUpload(c.get('scope'), id, c.req.raw)
		const document = firstOf(stored)
		const location = `/api/v1/documents/${id}/versions/${document?.version}/content`
		return document ? c.json(toApi(document), 201, { location }) : failed(stored)
	},
)

versionsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'post',
		path: '/documents/{id}/versions/{version}/restoration',
		tags,
		summary: 'Make an earlier content count again',
		request: { params: versionParam },
		responses: { 201: oneDocument },
	}),
	async (c) => {
		const { id, version } = c.req.valid('param')
		const row = await restoreVersion(c.get('scope'), id, version)
		return row ? c.json(toApi(row), 201) : notFound()
	},
)

/** All contents of a document in a folder, under the name that it would be saved by; none where there is no such document. */
async function find(scope: KeyScope, id: string) {
	return read(scope, async (reader) => {
		const document = await findDocument(reader, id)
		if (!document || document.attachment) return []
		return (await versionsOf(reader, document)).map((version) => ({ ...version, title: document.title }))
	})
}
