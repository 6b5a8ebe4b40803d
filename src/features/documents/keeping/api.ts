import { body, idParam, newApi, operation } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { conflict, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import type { KeyScope } from '#platform/scope/scope.ts'
import { oneDocument, toApi } from '../lists/schema.ts'
import { type DocumentRow, findDocument } from '../reads.ts'
import { documentChange } from '../schema.ts'
import { type Changed, changeDocument, removeDocuments, shareDocuments } from './writes.ts'

const tags = ['documents']

export const keepingApi = newApi()

keepingApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'patch',
		path: '/documents/{id}',
		tags,
		summary: 'Change title, caption, folder, site, external id or sharing',
		request: { params: idParam, body: body(documentChange) },
		responses: { 200: oneDocument },
	}),
	async (c) => {
		const result = await changeDocument(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
		return result.ok ? c.json(toApi(result.document), 200) : unchanged(result)
	},
)

keepingApi.openapi(
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

keepingApi.openapi(
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

keepingApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'post',
		path: '/documents/{id}/share',
		tags,
		summary: 'Share with the portal',
		request: { params: idParam },
		responses: { 201: oneDocument },
	}),
	async (c) => {
		const document = await share(c.get('scope'), c.req.valid('param').id, true)
		return document ? c.json(toApi(document), 201, { location: `/api/v1/documents/${document.id}` }) : notFound()
	},
)

/** What hangs on a message is in no folder, and so is not shared. */
async function share(scope: KeyScope, id: string, shared: boolean): Promise<DocumentRow | null> {
	await shareDocuments(scope, [id], shared)
	const found = await read(scope, (reader) => findDocument(reader, id))
	return found?.attachment ? null : found
}

export function unchanged(result: Exclude<Changed, { ok: true }>): ProblemResponse {
	return result.reason === 'unknown' ? notFound() : refused([result])
}

export function refused(errors: { path: string; code: string }[]): ProblemResponse {
	const taken = errors.find(({ code }) => code === 'external_id_taken')
	if (taken) return conflict(taken.code, taken.path)
	return problem(422, { errors: errors.map(({ path, code }) => ({ path, code, message: errorText(code) })) })
}
