import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid, notFound } from '#platform/api/problem.ts'
import { type Reader, read } from '#platform/db/db.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import type { KeyScope } from '#platform/scope/scope.ts'
import { type ConversationRecord, listConversations } from './reads.ts'
import { changeConversation, startConversation } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'cnv_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		accountId: z.string(),
		contactId: z.string(),
		subject: z.string(),
		status: z.enum(['open', 'done']),
		assignedTo: z.string().nullable().openapi({ description: 'The member who answers' }),
		lastMessageAt: z.iso.datetime().nullable(),
		unread: z.number().int().openapi({ description: 'Messages of the contact that no member has seen, up to 100' }),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
	})
	.openapi('Conversation')

function toJson(found: ConversationRecord): z.output<typeof record> {
	const { id, accountId, contactId, subject, status, assignedTo, unread } = found
	const times = {
		lastMessageAt: time(found.lastMessageAt),
		createdAt: time(found.createdAt),
		updatedAt: time(found.updatedAt),
	}
	return { id, accountId, contactId, subject, status, assignedTo, unread, ...times }
}

async function one(reader: Reader<KeyScope>, id: string): Promise<ConversationRecord | undefined> {
	return (await listConversations(reader, { id }, { limit: 1 }))[0]
}

const tags = ['Conversations']
const id = z.string().max(60)
const filters = z.object({
	...listQuery,
	accountId: id.optional(),
	contactId: id.optional(),
	assignedTo: id.optional(),
	status: z.enum(['open', 'done'], { error: 'kind_unknown' }).optional(),
})
const subject = z.string({ error: 'text_expected' }).trim().max(200, { error: 'too_long' })

export const conversationsApi = newApi()

const list = operation({
	grant: 'conversations:read',
	module: 'messages',
	method: 'get',
	path: '/conversations',
	tags,
	summary: 'List conversations, oldest first',
	request: { query: filters },
	responses: { 200: json(listOf(record), 'A page of conversations') },
})
conversationsApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && !after) return invalid('cursor', 'cursor_invalid')
	const page = { limit: limit + 1, after: after?.[1] }
	const rows = await read(c.get('scope'), (reader) => listConversations(reader, filter, page))
	const { data, nextCursor } = pageOf(rows, limit, (row) => [null, row.id])
	return c.json({ data: data.map(toJson), nextCursor }, 200)
})

const create = operation({
	grant: 'conversations:write',
	module: 'messages',
	method: 'post',
	path: '/conversations',
	tags,
	summary: 'Begin the conversation of an account and one of its contacts, or get the one that is there',
	request: { body: body(z.object({ accountId: id, contactId: id, subject: subject.optional() })) },
	responses: { 201: json(record, 'The conversation') },
})
conversationsApi.openapi(create, async (c) => {
	const { subject: title, ...to } = c.req.valid('json')
	const scope = c.get('scope')
	const started = await startConversation(scope, to)
	if (!started) return invalid('contactId', 'contact_unknown')
	if (title !== undefined) await changeConversation(scope, started, { subject: title })
	const found = await read(scope, (reader) => one(reader, started))
	return found ? c.json(toJson(found), 201, { location: `/api/v1/conversations/${started}` }) : notFound()
})

const show = operation({
	grant: 'conversations:read',
	module: 'messages',
	method: 'get',
	path: '/conversations/{id}',
	tags,
	summary: 'One conversation',
	request: { params: idParam },
	responses: { 200: json(record, 'The conversation') },
})
conversationsApi.openapi(show, async (c) => {
	const found = await read(c.get('scope'), (reader) => one(reader, c.req.valid('param').id))
	return found ? c.json(toJson(found), 200) : notFound()
})

const change = operation({
	grant: 'conversations:write',
	module: 'messages',
	method: 'patch',
	path: '/conversations/{id}',
	tags,
	summary: 'Assign a conversation, put it away as done, take it up again, or give it a subject',
	request: {
		params: idParam,
		body: body(
			z.object({
				subject: subject.optional(),
				status: z.enum(['open', 'done'], { error: 'kind_unknown' }).optional(),
				assignedTo: id.nullable().optional(),
			}),
		),
	},
	responses: { 200: json(record, 'The conversation as it is now') },
})
conversationsApi.openapi(change, async (c) => {
	const scope = c.get('scope')
	const { id: conversationId } = c.req.valid('param')
	const changed = await changeConversation(scope, conversationId, c.req.valid('json'))
	if (!changed.ok) return changed.reason === 'member_unknown' ? invalid('assignedTo', 'member_unknown') : notFound()
	const found = await read(scope, (reader) => one(reader, conversationId))
	return found ? c.json(toJson(found), 200) : notFound()
})
