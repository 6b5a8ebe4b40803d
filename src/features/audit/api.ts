import { z } from '@hono/zod-openapi'
import { idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid, notFound } from '#platform/api/problem.ts'
import { csvFile, csvStream } from '#platform/csv/csv.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { allEvents, type EventFilter, type EventRow, findEvent, listEvents } from './reads.ts'
import { eventCells, eventColumns } from './rules.ts'

const event = z
	.object({
		id: z.string(),
		type: z.string(),
		at: z.iso.datetime(),
		actor: z.object({ type: z.string(), id: z.string().nullable() }),
		subject: z.object({ type: z.string(), id: z.string() }),
		accountId: z.string().nullable(),
		contactId: z.string().nullable(),
		data: z.record(z.string(), z.unknown()),
	})
	.openapi('Event')

function shown(row: EventRow): z.output<typeof event> {
	return {
		id: row.id,
		type: row.type,
		at: time(row.at),
		actor: { type: row.actorType, id: row.actorId },
		subject: { type: row.subjectType, id: row.subjectId },
		accountId: row.accountId,
		contactId: row.contactId,
		data: row.data,
	}
}

const filters = {
	type: z.string().optional(),
	after: z.string().optional().openapi({ description: 'Id of an event: only later ones, oldest first' }),
	subjectId: z.string().optional(),
	accountId: z.string().optional(),
	contactId: z.string().optional(),
	format: z
		.enum(['json', 'csv'])
		.default('json')
		.openapi({ description: '`csv`: everything that the filters find, not only a page of it' }),
}

const list = operation({
	method: 'get',
	path: '/events',
	grant: 'events:read',
	tags: ['events'],
	summary: 'List what happened',
	request: { query: z.object({ ...listQuery, ...filters }) },
	responses: {
		200: {
			description: 'Events',
			content: { 'application/json': { schema: listOf(event) }, 'text/csv': { schema: z.string() } },
		},
	},
})

const one = operation({
	method: 'get',
	path: '/events/{id}',
	grant: 'events:read',
	tags: ['events'],
	summary: 'Read one event',
	request: { params: idParam },
	responses: { 200: json(event, 'The event') },
})

async function* rowsOf(scope: CompanyScope, filter: EventFilter): AsyncGenerator<string[][]> {
	for await (const rows of allEvents(scope, filter)) yield rows.map(eventCells)
}

export const eventsApi = newApi()
	.openapi(list, async (c) => {
		const { limit, cursor, format, ...filter } = c.req.valid('query')
		const place = cursor ? decodeCursor(cursor) : null
		if (cursor && !place) return invalid('cursor', 'cursor_invalid')
		const from = place ? (filter.after === undefined ? { before: place[1] } : { after: place[1] }) : {}
		if (format === 'csv') {
			const file = csvFile(eventColumns, rowsOf(c.get('scope'), { ...filter, ...from }))
			return c.body(csvStream(file), 200, { 'content-type': 'text/csv; charset=utf-8' })
		}
		const rows = await read(c.get('scope'), (reader) => listEvents(reader, { ...filter, ...from }, limit + 1))
		const page = rows.slice(0, limit)
		const last = page.at(-1)
		const nextCursor = rows.length > limit && last ? encodeCursor([null, last.id]) : null
		return c.json({ data: page.map(shown), nextCursor }, 200)
	})
	.openapi(one, async (c) => {
		const row = await read(c.get('scope'), (reader) => findEvent(reader, c.req.valid('param').id))
		return row ? c.json(shown(row), 200) : notFound()
	})
