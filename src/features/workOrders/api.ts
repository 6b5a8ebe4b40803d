import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid, notFound, type ProblemResponse } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { findOrder, listOrders, type WorkOrder } from './reads.ts'
import { workOrderStates } from './rules.ts'
import { workOrderInput, workOrderPatch } from './schema.ts'
import { changeOrder, createOrder, type OrderOutcome } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'wko_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		projectId: z.string(),
		number: z.number().int().openapi({ description: 'Within its project' }),
		title: z.string(),
		state: z.enum(workOrderStates),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		doneAt: z.iso.datetime().nullable(),
	})
	.openapi('WorkOrder')

const toJson = ({ accountId: _account, siteId: _site, ...order }: WorkOrder): z.output<typeof record> => ({
	...order,
	createdAt: time(order.createdAt),
	updatedAt: time(order.updatedAt),
	doneAt: time(order.doneAt),
})

function refused(failure: Exclude<OrderOutcome, { ok: true }>): ProblemResponse {
	return failure.reason === 'not_found' ? notFound() : invalid(failure.path, failure.reason)
}

const tags = ['Work orders']
const module = 'projects'
const [reading, grant] = ['work-orders:read', 'work-orders:write'] as const
const one = { 200: json(record, 'The work order as it is now') }
export const workOrdersApi = newApi()

const list = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/work-orders',
	tags,
	summary: 'List work orders, newest first',
	request: {
		query: z.object({
			...listQuery,
			projectId: z.string().max(60).optional(),
			state: z.enum(workOrderStates, { error: 'work_order_state' }).optional(),
		}),
	},
	responses: { 200: json(listOf(record), 'A page of work orders') },
})
workOrdersApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
	const page = await read(c.get('scope'), (reader) => listOrders(reader, filter, { limit, after: cursor }))
	return c.json({ data: page.rows.map(toJson), nextCursor: page.next }, 200)
})

const create = operation({
	grant,
	module,
	method: 'post',
	path: '/work-orders',
	tags,
	summary: 'Create a work order; it gets the next number of its project',
	request: { body: body(workOrderInput) },
	responses: { 201: json(record, 'The new work order') },
})
workOrdersApi.openapi(create, async (c) => {
	const outcome = await createOrder(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	return c.json(toJson(outcome.order), 201, { location: `/api/v1/work-orders/${outcome.order.id}` })
})

const show = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/work-orders/{id}',
	tags,
	summary: 'One work order',
	request: { params: idParam },
	responses: one,
})
workOrdersApi.openapi(show, async (c) => {
	const order = await read(c.get('scope'), (reader) => findOrder(reader, c.req.valid('param').id))
	return order ? c.json(toJson(order), 200) : notFound()
})

const change = operation({
	grant,
	module,
	method: 'patch',
	path: '/work-orders/{id}',
	tags,
	summary: 'Name a work order anew, close it or open it again',
	request: { params: idParam, body: body(workOrderPatch) },
	responses: one,
})
workOrdersApi.openapi(change, async (c) => {
	const outcome = await changeOrder(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.order), 200) : refused(outcome)
})
