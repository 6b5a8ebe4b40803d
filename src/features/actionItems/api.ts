import { z } from '@hono/zod-openapi'
import { textIn } from '#features/flows/rules.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { errorText } from '#platform/api/error-text.ts'
import { invalid, notFound, type ProblemResponse, problem } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import type { KeyScope } from '#platform/scope/scope.ts'
import { answersOf } from './answers/reads.ts'
import { completeItem } from './completing/writes.ts'
import { itemRecord, toJson } from './json/schema.ts'
import { type ActionItem, findItem, listItems } from './reads.ts'
import { fieldName, itemStates } from './rules.ts'
import { itemInput, itemReopening } from './schema.ts'
import { assignItem, type ItemFailure, reopenItem, withdrawItem } from './writes.ts'

/** 409 says how it stands, and who did that when. */
function refused(failure: ItemFailure): ProblemResponse {
	if (failure.reason === 'not_found') return notFound()
	if ('path' in failure) return invalid(failure.path, failure.reason)
	const { item, by, reason } = failure
	const when = item.completedAt ? `, completed${by ? ` by ${by}` : ''} at ${time(item.completedAt)}` : ''
	return problem(409, { code: reason, detail: `${errorText(reason)} It is ${item.state}${when}.` })
}

const tags = ['Action items']
const module = 'projects'
const [reading, grant] = ['action-items:read', 'action-items:write'] as const
const one = { 200: json(itemRecord, 'The item as it is now') }
export const actionItemsApi = newApi()

/** Items with what was answered to them, in the company's language. */
async function shown(scope: KeyScope, items: ActionItem[]) {
	return read(scope, async (reader) => {
		const { language } = await currentWorkspace(reader)
		const { answers } = await answersOf(
			reader,
			items.map((item) => item.id),
		)
		return items.map((item) => toJson(item, answers, (texts) => textIn(texts, language, language)))
	})
}

async function shownOne(scope: KeyScope, item: ActionItem) {
	const [record] = await shown(scope, [item])
	if (!record) throw new Error(`${item.id} is not shown`)
	return record
}

const list = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/action-items',
	tags,
	summary: 'List action items, newest first',
	request: {
		query: z.object({
			...listQuery,
			projectId: z.string().max(60).optional(),
			workOrderId: z.string().max(60).optional(),
			contactId: z.string().max(60).optional(),
			state: z.enum(itemStates, { error: 'item_state_unknown' }).optional(),
		}),
	},
	responses: { 200: json(listOf(itemRecord), 'A page of items') },
})
actionItemsApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
	const page = await read(c.get('scope'), (reader) => listItems(reader, filter, { limit, after: cursor }))
	return c.json({ data: await shown(c.get('scope'), page.rows), nextCursor: page.next }, 200)
})

const create = operation({
	grant,
	module,
	method: 'post',
	path: '/action-items',
	tags,
	summary: 'Give a client something to do in a project, from a template or with all that it says; it is written to',
	request: { body: body(itemInput) },
	responses: { 201: json(itemRecord, 'The new item') },
})
actionItemsApi.openapi(create, async (c) => {
	const outcome = await assignItem(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	const location = `/api/v1/action-items/${outcome.item.id}`
	return c.json(await shownOne(c.get('scope'), outcome.item), 201, { location })
})

const show = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/action-items/{id}',
	tags,
	summary: 'One action item with its answer, and those before it was reopened',
	request: { params: idParam },
	responses: one,
})
actionItemsApi.openapi(show, async (c) => {
	const item = await read(c.get('scope'), (reader) => findItem(reader, c.req.valid('param').id))
	return item ? c.json(await shownOne(c.get('scope'), item), 200) : notFound()
})

const complete = operation({
	grant,
	module,
	method: 'post',
	path: '/action-items/{id}/completion',
	tags,
	summary: 'Complete an item for its client; what has to be signed, and photos and files, come from the portal alone',
	request: {
		params: idParam,
		body: {
			...body(
				z.object({
					answer: z
						.record(z.string().max(60), z.union([z.string().max(4000), z.number()]))
						.default({})
						.openapi({
							description: 'Of a form, by the ids of its fields; of a choice its place among the choices, from 0',
						}),
				}),
			),
			required: false,
		},
	},
	responses: { 201: json(itemRecord, 'The completed item') },
})
actionItemsApi.openapi(complete, async (c) => {
	const { answer = {} } = c.req.valid('json') ?? {}
	const given = Object.entries(answer)
	const values = Object.fromEntries(given.map(([id, value]) => [fieldName(id), String(value)]))
	const outcome = await completeItem(c.get('scope'), c.req.valid('param').id, { values })
	if (outcome.ok) return c.json(await shownOne(c.get('scope'), outcome.item), 201)
	if (outcome.reason !== 'invalid') return refused(outcome)
	const errors = outcome.problems.map(({ path, code }) => ({
		path: path.startsWith('f_') ? `answer.${path.slice(2)}` : path || 'answer',
		code,
		message: errorText(code),
	}))
	return problem(422, { errors })
})

const reopening = operation({
	grant,
	module,
	method: 'post',
	path: '/action-items/{id}/reopening',
	tags,
	summary: 'Have a completed item done again, with a reason; the client is told, the earlier answer is kept',
	request: { params: idParam, body: body(itemReopening) },
	responses: { 201: json(itemRecord, 'The item, open again') },
})
actionItemsApi.openapi(reopening, async (c) => {
	const outcome = await reopenItem(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(await shownOne(c.get('scope'), outcome.item), 201) : refused(outcome)
})

const withdraw = operation({
	grant,
	module,
	method: 'delete',
	path: '/action-items/{id}',
	tags,
	summary: 'Withdraw an open item; it stays, as cancelled',
	request: { params: idParam },
	responses: { 204: { description: 'Withdrawn' } },
})
actionItemsApi.openapi(withdraw, async (c) => {
	const outcome = await withdrawItem(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.body(null, 204) : refused(outcome)
})
