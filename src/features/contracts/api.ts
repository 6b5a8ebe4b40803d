import { z } from '@hono/zod-openapi'
import { requestsOfProject } from '#features/documentRequests/reads.ts'
import { requestStates } from '#features/documentRequests/rules.ts'
import { findProject } from '#features/projects/reads.ts'
import { idParam, json, newApi, operation } from '#platform/api/api.ts'
import { notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { contractsOfProject } from './reads.ts'

const record = z
	.object({
		id: z.string().openapi({ description: 'Of the document' }),
		title: z.string(),
		version: z.number(),
		sha256: z.string(),
		state: z.enum(requestStates).openapi({ description: 'Of its signed copy; approved when staff have confirmed it' }),
		documentRequestId: z
			.string()
			.nullable()
			.openapi({ description: 'By which the copy is approved or returned; null until something was sent' }),
		signedDocumentIds: z.array(z.string()),
		reason: z.string().nullable(),
	})
	.openapi('ProjectContract')

export const contractsApi = newApi()

const list = operation({
	grant: 'documents:read',
	module: 'documents',
	method: 'get',
	path: '/projects/{id}/contracts',
	tags: ['Contracts'],
	summary: 'The contracts of a project: its documents of the folder contracts that are shared with the portal',
	request: { params: idParam },
	responses: { 200: json(z.object({ data: z.array(record) }), 'The contracts, newest first') },
})
contractsApi.openapi(list, async (c) => {
	const found = await read(c.get('scope'), async (reader) => {
		const project = await findProject(reader, c.req.valid('param').id)
		if (!project || project.archivedAt) return null
		return contractsOfProject(reader, project.id, await requestsOfProject(reader, project.id))
	})
	if (!found) return notFound()
	const data = found.map(({ document, state, request }) => ({
		id: document.id,
		title: document.title,
		version: document.version,
		sha256: document.sha256,
		state,
		documentRequestId: request?.id ?? null,
		signedDocumentIds: request?.files.map((file) => file.id) ?? [],
		reason: request?.reason ?? null,
	}))
	return c.json({ data }, 200)
})
