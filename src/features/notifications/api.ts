import { z } from '@hono/zod-openapi'
import { idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { type DeliveryLine, findDelivery, listDeliveries } from './outbox/reads.ts'
import { channels, outcomes, statuses } from './schema.ts'

const fields = {
	id: z.string(),
	event: z.string(),
	template: z.string(),
	channel: z.enum(channels),
	to: z.string(),
	contactId: z.string().nullable(),
	memberId: z.string().nullable(),
	status: z.enum(statuses),
	attempts: z.number().int(),
	error: z.string().nullable(),
	createdAt: z.iso.datetime(),
	sentAt: z.iso.datetime().nullable(),
	nextAttemptAt: z.iso.datetime().nullable(),
}
const delivery = z.object(fields).openapi('Delivery')
const line = z.object({
	at: z.iso.datetime(),
	attempt: z.number().int(),
	outcome: z.enum(outcomes),
	code: z.string().nullable(),
	message: z.string().nullable(),
})
const detail = z.object({ ...fields, log: z.array(line) }).openapi('DeliveryWithLog')

function toJson(row: Omit<DeliveryLine, 'contactName'>): z.output<typeof delivery> {
	const { id, event, template, channel, recipient: to, contactId, memberId, status, attempts, error } = row
	const times = { createdAt: time(row.createdAt), sentAt: time(row.sentAt), nextAttemptAt: time(row.nextAttemptAt) }
	return { id, event, template, channel, to, contactId, memberId, status, attempts, error, ...times }
}

const tags = ['Deliveries']
const filters = z.object({
	...listQuery,
	channel: z.enum(channels, { error: 'channel_unknown' }).optional(),
	status: z.enum(statuses, { error: 'delivery_status_unknown' }).optional(),
	contactId: z.string().max(60).optional(),
	to: z.string().max(254).optional().openapi({ description: 'Address, its beginning, or a phone in any format' }),
})

const list = operation({
	grant: 'deliveries:read',
	method: 'get',
	path: '/deliveries',
	tags,
	summary: 'List the messages that were sent or should be, newest first',
	request: { query: filters },
	responses: { 200: json(listOf(delivery), 'A page of deliveries') },
})
const get = operation({
	grant: 'deliveries:read',
	method: 'get',
	path: '/deliveries/{id}',
	tags,
	summary: 'One message and what happened to it; its contents stay in the office',
	request: { params: idParam },
	responses: { 200: json(detail, 'The delivery') },
})

export const deliveriesApi = newApi()

deliveriesApi.openapi(list, async (c) => {
	const { limit, cursor, to, ...filter } = c.req.valid('query')
	if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
	const wanted = { ...filter, q: to, country: c.get('country') }
	const page = await read(c.get('scope'), (reader) => listDeliveries(reader, wanted, { limit, cursor }))
	return c.json({ data: page.data.map(toJson), nextCursor: page.nextCursor }, 200)
})

deliveriesApi.openapi(get, async (c) => {
	const found = await read(c.get('scope'), (reader) => findDelivery(reader, c.req.valid('param').id))
	if (!found) return notFound()
	const log = found.log.map(({ at, attempt, outcome, code, message }) => ({
		at: time(at),
		attempt,
		outcome,
		code,
		message,
	}))
	return c.json({ ...toJson(found), log }, 200)
})
