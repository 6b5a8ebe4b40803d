import { z } from '@hono/zod-openapi'
import { idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { accessAreas } from '#platform/scope/scope.ts'
import { type HistoryLine, historyTypes } from '../events.ts'
import { portalHistory } from './reads.ts'

const line = z
	.object({
		at: z.iso.datetime(),
		event: z.string().openapi({ enum: historyTypes.map((type) => type.slice('contact.'.length)) }),
		channel: z.enum(['email', 'sms']).nullable(),
		to: z.string().nullable().openapi({ description: 'Address or number' }),
		by: z.object({ type: z.string(), id: z.string().nullable(), name: z.string() }),
		note: z.string().nullable(),
		why: z
			.object({ code: z.string().nullable(), message: z.string().nullable() })
			.nullable()
			.openapi({ description: "Of `bounced`: the provider's code, and what it said" }),
		title: z
			.string()
			.nullable()
			.openapi({ description: 'Of a direct link: what it opens; of `delegateInvited` and `delegateRemoved`: who' }),
		areas: z
			.object({ added: z.array(z.enum(accessAreas)), removed: z.array(z.enum(accessAreas)) })
			.nullable()
			.openapi({ description: 'Of `accessChanged`: what was given and taken' }),
	})
	.openapi('PortalHistoryLine')

const list = operation({
	grant: 'contacts:read',
	method: 'get',
	path: '/contacts/{id}/portal-history',
	tags: ['Contacts'],
	summary: "All that happened to a contact's access, oldest first",
	request: { params: idParam, query: z.object(listQuery) },
	responses: { 200: json(listOf(line), 'A page of the history') },
})

export const historyApi = newApi()

historyApi.openapi(list, async (c) => {
	const { limit, cursor } = c.req.valid('query')
	if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
	const page = await read(c.get('scope'), (reader) => portalHistory(reader, c.req.valid('param').id, { limit, cursor }))
	if (!page) return notFound()
	return c.json({ data: page.data.map(toJson), nextCursor: page.nextCursor }, 200)
})

function toJson({ at, event, channel, to, by, note, why, title, areas }: HistoryLine): z.output<typeof line> {
	return { at: time(at), event, channel, to, by, note, why, title, areas }
}
