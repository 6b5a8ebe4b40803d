import { z } from '@hono/zod-openapi'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { conflict, invalid, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { fits } from '#platform/paging/keyset.ts'
import type { KeyScope } from '#platform/scope/scope.ts'
import { type Flow, findFlow, flowOrder, listFlows } from './reads.ts'
import { holders, requirements, screens } from './rules.ts'
import { flowInput, flowPatch } from './schema.ts'
import { archiveFlow, createFlow, type FlowFailure, publishFlow, updateFlow, upsertFlow } from './writes.ts'

const texts = z.object({ en: z.string().optional(), es: z.string().optional() })
const step = z.object({
	id: z.string().openapi({ description: 'Kept across versions, so that projects can be moved over' }),
	name: z.string(),
	portalName: texts,
	portalDescription: texts,
	visible: z.boolean(),
	holder: z.enum(holders).openapi({ description: 'Whose turn it is' }),
	typicalDays: z.tuple([z.number().int(), z.number().int()]).nullable(),
	screen: z.enum(screens),
	restartable: z.boolean(),
	milestone: z
		.object({ code: z.string(), amount: z.object({ amount: z.number().int(), currency: z.string() }).nullable() })
		.nullable(),
	required: z.array(z.enum(requirements)).openapi({ description: 'What has to be done in this step' }),
	movesOn: z
		.boolean()
		.openapi({ description: 'The project goes to the next step by itself once all of `required` is done' }),
	documents: z
		.array(z.object({ title: texts, description: texts }))
		.openapi({ description: 'Asked for as document requests when a project comes to this step' }),
	actionItems: z
		.array(z.string())
		.openapi({ description: 'Ids of templates of action items, assigned when a project comes to this step' }),
})
const record = z
	.object({
		id: z.string().openapi({ example: 'flw_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		externalId: z.string().nullable(),
		name: z.string(),
		projectType: z.string(),
		version: z.number().int(),
		status: z.enum(['draft', 'published']),
		publishedVersion: z.number().int().nullable().openapi({ description: 'What new projects begin on' }),
		tellsWhenLate: z.boolean(),
		stages: z.array(
			z.object({
				id: z.string(),
				name: z.string(),
				portalName: texts,
				portalDescription: texts,
				steps: z.array(step),
			}),
		),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		publishedAt: z.iso.datetime().nullable(),
		archivedAt: z.iso.datetime().nullable(),
	})
	.openapi('Flow')

function toJson({ stages, ...flow }: Flow, currency: string): z.output<typeof record> {
	return {
		...flow,
		stages: stages.map((stage) => ({
			...stage,
			steps: stage.steps.map((one) => ({ ...one, milestone: milestoneOf(one.milestone, currency) })),
		})),
		createdAt: time(flow.createdAt),
		updatedAt: time(flow.updatedAt),
		publishedAt: time(flow.publishedAt),
		archivedAt: time(flow.archivedAt),
	}
}

function milestoneOf(milestone: { code: string; amount: number | null } | null, currency: string) {
	if (!milestone) return null
	const { code, amount } = milestone
	return { code, amount: amount === null ? null : { amount, currency } }
}

const currencyOf = (scope: KeyScope) => read(scope, async (reader) => (await currentWorkspace(reader)).currency)

function refused(failure: FlowFailure): ProblemResponse {
	if (failure.reason === 'external_id_taken') return conflict(failure.reason, failure.path)
	if (failure.reason === 'changed') return conflict('changed')
	if (failure.reason === 'not_found') return notFound()
	return problem(422, {
		errors: failure.problems.map(({ path, code }) => ({ path, code, message: errorText(code) })),
	})
}

const tags = ['Flows']
export const flowsApi = newApi()

const list = operation({
	grant: 'flows:read',
	module: 'projects',
	method: 'get',
	path: '/flows',
	tags,
	summary: 'List flows in their newest version, oldest first',
	request: {
		query: z.object({
			...listQuery,
			projectType: z.string().max(60).optional(),
			externalId: z.string().max(200).optional(),
			archived: z.stringbool({ error: 'flag_expected' }).default(false),
		}),
	},
	responses: { 200: json(listOf(record), 'A page of flows') },
})
flowsApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && (!after || !fits(flowOrder, after))) return invalid('cursor', 'cursor_invalid')
	const [page, currency] = await read(c.get('scope'), async (reader) => [
		await listFlows(reader, { filter, limit, after }),
		(await currentWorkspace(reader)).currency,
	])
	return c.json({ data: page.rows.map((flow) => toJson(flow, currency)), nextCursor: page.next }, 200)
})

const create = operation({
	grant: 'flows:write',
	module: 'projects',
	method: 'post',
	path: '/flows',
	tags,
	summary: 'Create a flow; it is a draft until it is published',
	request: { body: body(flowInput) },
	responses: { 201: json(record, 'The new flow') },
})
flowsApi.openapi(create, async (c) => {
	const outcome = await createFlow(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	const location = `/api/v1/flows/${outcome.flow.id}`
	return c.json(toJson(outcome.flow, await currencyOf(c.get('scope'))), 201, { location })
})

const show = operation({
	grant: 'flows:read',
	module: 'projects',
	method: 'get',
	path: '/flows/{id}',
	tags,
	summary: 'One flow, in its newest or in the named version',
	request: {
		params: idParam,
		query: z.object({ version: z.coerce.number({ error: 'number_expected' }).int().min(1).max(1e6).optional() }),
	},
	responses: { 200: json(record, 'The flow') },
})
flowsApi.openapi(show, async (c) => {
	const { id } = c.req.valid('param')
	const flow = await read(c.get('scope'), (reader) => findFlow(reader, id, c.req.valid('query').version))
	if (!flow || flow.archivedAt) return notFound()
	return c.json(toJson(flow, await currencyOf(c.get('scope'))), 200)
})

const change = operation({
	grant: 'flows:write',
	module: 'projects',
	method: 'patch',
	path: '/flows/{id}',
	tags,
	summary: 'Change a flow; `stages` are replaced whole and go into a draft, a published version stays as it is',
	request: { params: idParam, body: body(flowPatch) },
	responses: { 200: json(record, 'The flow as it is now') },
})
flowsApi.openapi(change, async (c) => {
	const outcome = await updateFlow(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	return c.json(toJson(outcome.flow, await currencyOf(c.get('scope'))), 200)
})

const upsert = operation({
	grant: 'flows:write',
	module: 'projects',
	method: 'put',
	path: '/flows/external/{externalId}',
	tags,
	summary: 'Create or change the flow with this id of yours',
	request: { params: externalIdParam, body: body(flowInput) },
	responses: { 200: json(record, 'The flow as it is now'), 201: json(record, 'The new flow') },
})
flowsApi.openapi(upsert, async (c) => {
	const outcome = await upsertFlow(c.get('scope'), c.req.valid('param').externalId, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	const answer = toJson(outcome.flow, await currencyOf(c.get('scope')))
	if (!outcome.created) return c.json(answer, 200)
	return c.json(answer, 201, { location: `/api/v1/flows/${outcome.flow.id}` })
})

const publish = operation({
	grant: 'flows:write',
	module: 'projects',
	method: 'post',
	path: '/flows/{id}/publication',
	tags,
	summary: 'Publish the draft: new projects begin on it, those there are stay on theirs',
	request: { params: idParam },
	responses: { 200: json(record, 'It was published before'), 201: json(record, 'The published flow') },
})
flowsApi.openapi(publish, async (c) => {
	const outcome = await publishFlow(c.get('scope'), c.req.valid('param').id)
	if (!outcome.ok) return refused(outcome)
	const answer = toJson(outcome.flow, await currencyOf(c.get('scope')))
	return outcome.again ? c.json(answer, 200) : c.json(answer, 201)
})

const archive = operation({
	grant: 'flows:write',
	module: 'projects',
	method: 'delete',
	path: '/flows/{id}',
	tags,
	summary: 'Archive a flow: no new projects begin on it, those there are go on',
	request: { params: idParam },
	responses: { 204: { description: 'Archived' } },
})
flowsApi.openapi(archive, async (c) => {
	const done = await archiveFlow(c.get('scope'), c.req.valid('param').id)
	return done ? c.body(null, 204) : notFound()
})
