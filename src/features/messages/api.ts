import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation } from '#platform/api/api.ts'
import { invalid, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import { findMessage, type MessageOf, messagesPage } from './reads.ts'
import { messageInput } from './schema.ts'
import { sendMessage } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'msg_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		conversationId: z.string(),
		author: z.object({
			type: z.enum(['member', 'contact']).openapi({ description: 'The company, or its client' }),
			id: z.string().nullable().openapi({ description: 'Null where a program wrote for the company' }),
		}),
		body: z.string(),
		attachments: z.array(z.string()).openapi({ description: 'Ids of documents' }),
		internal: z.boolean().openapi({ description: 'A note among the staff; the contact never sees it' }),
		readAt: z.iso.datetime().nullable().openapi({ description: 'When the other side first saw it' }),
		createdAt: z.iso.datetime(),
	})
	.openapi('Message')

function toJson({ message, conversationId }: MessageOf): z.output<typeof record> {
	const { id, author, body: text, internal, readAt, createdAt } = message
	const byPerson = author.type === 'member' || author.type === 'contact'
	return {
		id,
		conversationId,
		author: { type: author.type === 'contact' ? 'contact' : 'member', id: byPerson ? author.id : null },
		body: text,
		attachments: message.attachments.map((file) => file.id),
		internal,
		readAt,
		createdAt,
	}
}

const tags = ['Messages']
const id = z.string().max(60)

export const messagesApi = newApi()

const list = operation({
	grant: 'messages:read',
	module: 'messages',
	method: 'get',
	path: '/messages',
	tags,
	summary: 'List messages, oldest first',
	request: { query: z.object({ ...listQuery, conversationId: id.optional() }) },
	responses: { 200: json(listOf(record), 'A page of messages') },
})
messagesApi.openapi(list, async (c) => {
	const { limit, cursor, conversationId } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && !after) return invalid('cursor', 'cursor_invalid')
	const page = { limit: limit + 1, after: after?.[1] }
	const rows = await read(c.get('scope'), (reader) => messagesPage(reader, { conversationId }, page))
	const { data, nextCursor } = pageOf(rows, limit, (row) => [null, row.message.id])
	return c.json({ data: data.map(toJson), nextCursor }, 200)
})

const newMessage = z.object({
	conversationId: id.optional(),
	accountId: id.optional().openapi({ description: 'With contactId, in place of conversationId: it begins if need be' }),
	contactId: id.optional(),
	body: messageInput.shape.body,
	attachments: messageInput.shape.attachments,
	internal: messageInput.shape.internal,
})

const create = operation({
	grant: 'messages:write',
	module: 'messages',
	method: 'post',
	path: '/messages',
	tags,
	summary: 'Write to a contact for the company, or leave a note',
	request: { body: body(newMessage) },
	responses: { 201: json(record, 'The new message') },
})
messagesApi.openapi(create, async (c) => {
	const { conversationId, accountId = '', contactId, ...message } = c.req.valid('json')
	const to = conversationId ? { conversationId } : { accountId, contactId }
	const scope = c.get('scope')
	const sent = await sendMessage(scope, to, message)
	if (!sent.ok) {
		if (sent.reason === 'not_found')
			return conversationId
				? invalid('conversationId', 'conversation_unknown')
				: invalid('contactId', 'contact_unknown')
		const aboutFiles = sent.reason === 'unknown_attachment' || sent.reason === 'too_many_files'
		return invalid(aboutFiles ? 'attachments' : 'body', sent.reason)
	}
	const found = await read(scope, (reader) => findMessage(reader, sent.messageId))
	return found ? c.json(toJson(found), 201, { location: `/api/v1/messages/${sent.messageId}` }) : notFound()
})

const show = operation({
	grant: 'messages:read',
	module: 'messages',
	method: 'get',
	path: '/messages/{id}',
	tags,
	summary: 'One message',
	request: { params: idParam },
	responses: { 200: json(record, 'The message') },
})
messagesApi.openapi(show, async (c) => {
	const found = await read(c.get('scope'), (reader) => findMessage(reader, c.req.valid('param').id))
	return found ? c.json(toJson(found), 200) : notFound()
})
