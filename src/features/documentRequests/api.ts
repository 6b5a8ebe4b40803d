import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { invalid, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { type DocumentRequest, findRequest, listRequests } from './reads.ts'
import { requestStates } from './rules.ts'
import { requestInput, requestPatch, requestReturn } from './schema.ts'
import {
	approveRequest,
	askForDocument,
	changeRequest,
	type RequestFailure,
	sendBackRequest,
	withdrawRequest,
} from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'drq_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		projectId: z.string(),
		contactId: z
			.string()
			.nullable()
			.openapi({ description: "Who alone is asked; null for everybody of the project's account or site" }),
		contractId: z
			.string()
			.nullable()
			.openapi({ description: 'The document of the folder contracts of which this is the signed copy' }),
		title: z.string(),
		description: z.string(),
		dueOn: z.iso.date().nullable(),
		state: z.enum(requestStates),
		documentIds: z.array(z.string()),
		reason: z.string().nullable().openapi({ description: 'Why it was sent back' }),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		sentAt: z.iso.datetime().nullable(),
		decidedAt: z.iso.datetime().nullable(),
	})
	.openapi('DocumentRequest')

function toJson(request: DocumentRequest): z.output<typeof record> {
	const { id, projectId, contactId, contractId, title, description, dueOn, state, reason, files } = request
	return {
		id,
		projectId,
		contactId,
		contractId,
		title,
		description,
		dueOn,
		state,
		documentIds: files.map((file) => file.id),
		reason,
		createdAt: time(request.createdAt),
		updatedAt: time(request.updatedAt),
		sentAt: time(request.sentAt),
		decidedAt: time(request.decidedAt),
	}
}

/** 409 says how it stands, and who decided that when. */
function refused(failure: RequestFailure): ProblemResponse {
	if (failure.reason === 'not_found') return notFound()
	if ('path' in failure) return invalid(failure.path, failure.reason)
	const { request, by, reason } = failure
	const when = request.decidedAt ? `, decided${by ? ` by ${by}` : ''} at ${time(request.decidedAt)}` : ''
	return problem(409, { code: reason, detail: `${errorText(reason)} It is ${request.state}${when}.` })
}

const tags = ['Document requests']
const module = 'documents'
const [reading, grant] = ['document-requests:read', 'document-requests:write'] as const
const one = { 200: json(record, 'The request as it is now') }
export const documentRequestsApi = newApi()

const list = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/document-requests',
	tags,
	summary: 'List document requests, newest first',
	request: {
		query: z.object({
			...listQuery,
			projectId: z.string().max(60).optional(),
			contactId: z.string().max(60).optional(),
			contractId: z.string().max(60).optional(),
			state: z.enum(requestStates, { error: 'state_unknown' }).optional(),
		}),
	},
	responses: { 200: json(listOf(record), 'A page of requests') },
})
documentRequestsApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
	const page = await read(c.get('scope'), (reader) => listRequests(reader, filter, { limit, after: cursor }))
	return c.json({ data: page.rows.map(toJson), nextCursor: page.next }, 200)
})

const create = operation({
	grant,
	module,
	method: 'post',
	path: '/document-requests',
	tags,
	summary: 'Ask for documents of a project; those who are asked are written to',
	request: { body: body(requestInput) },
	responses: { 201: json(record, 'The new request') },
})
documentRequestsApi.openapi(create, async (c) => {
	const outcome = await askForDocument(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	return c.json(toJson(outcome.request), 201, { location: `/api/v1/document-requests/${outcome.request.id}` })
})

const show = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/document-requests/{id}',
	tags,
	summary: 'One document request',
	request: { params: idParam },
	responses: one,
})
documentRequestsApi.openapi(show, async (c) => {
	const request = await read(c.get('scope'), (reader) => findRequest(reader, c.req.valid('param').id))
	return request ? c.json(toJson(request), 200) : notFound()
})

const change = operation({
	grant,
	module,
	method: 'patch',
	path: '/document-requests/{id}',
	tags,
	summary: 'Change what is asked; what is left out stays',
	request: { params: idParam, body: body(requestPatch) },
	responses: one,
})
documentRequestsApi.openapi(change, async (c) => {
	const outcome = await changeRequest(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.request), 200) : refused(outcome)
})

const withdraw = operation({
	grant,
	module,
	method: 'delete',
	path: '/document-requests/{id}',
	tags,
	summary: 'Withdraw a request that is not approved; what was sent stays',
	request: { params: idParam },
	responses: { 204: { description: 'Withdrawn' } },
})
documentRequestsApi.openapi(withdraw, async (c) => {
	const outcome = await withdrawRequest(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.body(null, 204) : refused(outcome)
})

const approval = operation({
	grant,
	module,
	method: 'post',
	path: '/document-requests/{id}/approval',
	tags,
	summary: 'Approve what was sent',
	request: { params: idParam },
	responses: { 201: json(record, 'The approved request') },
})
documentRequestsApi.openapi(approval, async (c) => {
	const outcome = await approveRequest(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.json(toJson(outcome.request), 201) : refused(outcome)
})

const sendBack = operation({
	grant,
	module,
	method: 'post',
	path: '/document-requests/{id}/return',
	tags,
	summary: 'Send back what was sent, with a reason; the client is asked again',
	request: { params: idParam, body: body(requestReturn) },
	responses: { 201: json(record, 'The request that was sent back') },
})
documentRequestsApi.openapi(sendBack, async (c) => {
	const outcome = await sendBackRequest(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.request), 201) : refused(outcome)
})
