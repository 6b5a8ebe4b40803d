import { externalIdParam, newApi, operation } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { invalid, invalidInput, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { refused, unchanged } from '../keeping/api.ts'
import { changeDocument } from '../keeping/writes.ts'
import { oneDocument, toApi } from '../lists/schema.ts'
import { type DocumentRow, findByExternalId } from '../reads.ts'
import { folders, uploadCode } from '../rules.ts'
import { documentChange } from '../schema.ts'
import { replaceUpload } from '../versions/writes.ts'
import { type Stored, storeUpload } from '../writes.ts'

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
					projectId: { type: 'string' as const, description: 'Without accountId, its account' },
					milestone: {
						type: 'string' as const,
						description: 'Code of the milestone that it proves; its lenders see it once it is shared',
					},
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
/** For an operation that takes a file. */
export const tooLarge = { 413: { description: 'Larger than 50 MB' } }

export const uploadsApi = newApi()

uploadsApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'post',
		path: '/documents',
		tags,
		summary: 'Upload a document',
		request: { body: uploadBody },
		responses: { 201: oneDocument, ...tooLarge },
	}),
	async (c) => {
		const stored = await storeUpload(c.get('scope'), c.req.raw, { maxFiles: 1 })
		const document = firstOf(stored)
		return document ? c.json(toApi(document), 201, placeOf(document)) : failed(stored)
	},
)

uploadsApi.openapi(
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
		responses: { 200: oneDocument, 201: oneDocument, ...tooLarge },
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
			return known ? c.json(toApi(document), 200) : c.json(toApi(document), 201, placeOf(document))
		}
		if (!known) return invalid('file', 'file_missing')
		const change = documentChange.safeParse(await c.req.json())
		if (!change.success) return invalidInput(change.error)
		const result = await changeDocument(scope, known.id, { ...change.data, externalId })
		return result.ok ? c.json(toApi(result.document), 200) : unchanged(result)
	},
)

export function firstOf(stored: Stored): DocumentRow | undefined {
	return stored.ok ? stored.documents[0] : undefined
}

function placeOf({ id }: DocumentRow): { location: string } {
	return { location: `/api/v1/documents/${id}` }
}

/** Why an upload came to nothing, as programs are told. */
export function failed(stored: Stored): ProblemResponse {
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
