import { z } from '@hono/zod-openapi'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { conflict, invalid, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { findVisit, isVisitCursor, listVisits, type Visit } from './reads.ts'
import { visitStatuses } from './rules.ts'
import { departure, visitCancellation, visitInput, visitPatch } from './schema.ts'
import type { VisitFailure } from './standing/writes.ts'
import { arrive, setOut } from './underway/writes.ts'
import { cancelVisit, changeVisit, completeVisit, scheduleVisit, upsertVisit } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'vis_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		externalId: z.string().nullable(),
		workOrderId: z.string().nullable(),
		projectId: z.string().nullable(),
		accountId: z.string(),
		siteId: z.string().nullable(),
		title: z.string(),
		status: z.enum(visitStatuses),
		startsAt: z.iso.datetime().openapi({ description: 'Whoever comes arrives between startsAt and endsAt' }),
		endsAt: z.iso.datetime(),
		technicians: z.array(z.object({ memberId: z.string().nullable(), name: z.string(), phone: z.string().nullable() })),
		note: z.string().openapi({ description: 'What the client should know beforehand' }),
		reason: z.string().nullable().openapi({ description: 'Why it was cancelled' }),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		remindedAt: z.iso.datetime().nullable(),
		expectedAt: z.iso.datetime().nullable().openapi({ description: 'When who is on the way arrives, if they said so' }),
	})
	.openapi('Visit')

function toJson(visit: Visit): z.output<typeof record> {
	const { id, externalId, workOrderId, projectId, accountId, siteId, title, status, technicians, note, reason } = visit
	return {
		id,
		externalId,
		workOrderId,
		projectId,
		accountId,
		siteId,
		title,
		status,
		startsAt: time(visit.startsAt),
		endsAt: time(visit.endsAt),
		technicians,
		note,
		reason,
		createdAt: time(visit.createdAt),
		updatedAt: time(visit.updatedAt),
		remindedAt: time(visit.remindedAt),
		expectedAt: time(visit.expectedAt),
	}
}

/** 409 says how it stands, and who decided that when. */
function refused(failure: VisitFailure): ProblemResponse {
	if (failure.reason === 'not_found') return notFound()
	if ('path' in failure && failure.reason === 'external_id_taken') return conflict(failure.reason, failure.path)
	if ('path' in failure) return invalid(failure.path, failure.reason)
	if (!('visit' in failure)) return notFound()
	const { visit, by, reason } = failure
	const when = visit.decidedAt ? `, decided${by ? ` by ${by}` : ''} at ${time(visit.decidedAt)}` : ''
	return problem(409, { code: reason, detail: `${errorText(reason)} It is ${visit.status}${when}.` })
}

const tags = ['Visits']
const [reading, grant] = ['visits:read', 'visits:write'] as const
const one = { 200: json(record, 'The visit as it is now') }
const place = ({ id }: Visit) => ({ location: `/api/v1/visits/${id}` })
const moment = z.iso.datetime({ offset: true, error: 'time_shape' })
export const visitsApi = newApi()

const list = operation({
	grant: reading,
	method: 'get',
	path: '/visits',
	tags,
	summary: 'List visits by when they begin, the latest first',
	request: {
		query: z.object({
			...listQuery,
			projectId: z.string().max(60).optional(),
			accountId: z.string().max(60).optional(),
			siteId: z.string().max(60).optional(),
			status: z.enum(visitStatuses, { error: 'status_unknown' }).optional(),
			externalId: z.string().max(200).optional(),
			from: moment.optional(),
			until: moment.optional(),
		}),
	},
	responses: { 200: json(listOf(record), 'A page of visits') },
})
visitsApi.openapi(list, async (c) => {
	const { limit, cursor, from, until, ...filter } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && !isVisitCursor(after)) return invalid('cursor', 'cursor_invalid')
	const times = { ...(from && { from: new Date(from) }), ...(until && { until: new Date(until) }) }
	const page = await read(c.get('scope'), (reader) => listVisits(reader, { ...filter, ...times }, { limit, after }))
	return c.json({ data: page.data.map(toJson), nextCursor: page.nextCursor }, 200)
})

const create = operation({
	grant,
	method: 'post',
	path: '/visits',
	tags,
	summary: 'Schedule a visit of a project, or of an account; its client is told unless notify is false',
	request: { body: body(visitInput()) },
	responses: { 201: json(record, 'The new visit') },
})
visitsApi.openapi(create, async (c) => {
	const outcome = await scheduleVisit(c.get('scope'), c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.visit), 201, place(outcome.visit)) : refused(outcome)
})

const show = operation({
	grant: reading,
	method: 'get',
	path: '/visits/{id}',
	tags,
	summary: 'One visit',
	request: { params: idParam },
	responses: one,
})
visitsApi.openapi(show, async (c) => {
	const visit = await read(c.get('scope'), (reader) => findVisit(reader, c.req.valid('param').id))
	return visit ? c.json(toJson(visit), 200) : notFound()
})

const change = operation({
	grant,
	method: 'patch',
	path: '/visits/{id}',
	tags,
	summary: 'Change or move a visit that lies ahead; what is left out stays',
	request: { params: idParam, body: body(visitPatch()) },
	responses: one,
})
visitsApi.openapi(change, async (c) => {
	const outcome = await changeVisit(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.visit), 200) : refused(outcome)
})

const upsert = operation({
	grant,
	method: 'put',
	path: '/visits/external/{externalId}',
	tags,
	summary: 'Create or change the visit with this id of yours; it stays with its account and its project',
	request: { params: externalIdParam, body: body(visitInput()) },
	responses: { 200: json(record, 'The visit as it is now'), 201: json(record, 'The new visit') },
})
visitsApi.openapi(upsert, async (c) => {
	const outcome = await upsertVisit(c.get('scope'), c.req.valid('param').externalId, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	if (!outcome.created) return c.json(toJson(outcome.visit), 200)
	return c.json(toJson(outcome.visit), 201, place(outcome.visit))
})

const cancellation = operation({
	grant,
	method: 'post',
	path: '/visits/{id}/cancellation',
	tags,
	summary: 'Cancel a visit, with the reason that its client reads',
	request: { params: idParam, body: body(visitCancellation) },
	responses: { 201: json(record, 'The cancelled visit') },
})
visitsApi.openapi(cancellation, async (c) => {
	const outcome = await cancelVisit(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.visit), 201) : refused(outcome)
})

const departing = operation({
	grant,
	method: 'post',
	path: '/visits/{id}/departure',
	tags,
	summary:
		'Say that somebody is on the way, and in how many minutes they are there; its client is told unless notify is false',
	request: { params: idParam, body: body(departure) },
	responses: { 201: json(record, 'The visit, on the way') },
})
visitsApi.openapi(departing, async (c) => {
	const outcome = await setOut(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.visit), 201) : refused(outcome)
})

const arrival = operation({
	grant,
	method: 'post',
	path: '/visits/{id}/arrival',
	tags,
	summary: 'Say that somebody has arrived',
	request: { params: idParam },
	responses: { 201: json(record, 'The visit, with somebody there') },
})
visitsApi.openapi(arrival, async (c) => {
	const outcome = await arrive(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.json(toJson(outcome.visit), 201) : refused(outcome)
})

const completion = operation({
	grant,
	method: 'post',
	path: '/visits/{id}/completion',
	tags,
	summary: 'Say that a visit has taken place',
	request: { params: idParam },
	responses: { 201: json(record, 'The completed visit') },
})
visitsApi.openapi(completion, async (c) => {
	const outcome = await completeVisit(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.json(toJson(outcome.visit), 201) : refused(outcome)
})
