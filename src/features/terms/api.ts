import { z } from '@hono/zod-openapi'
import { body, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import { listTerms, type TermsLine } from './reads.ts'
import { termsInput } from './schema.ts'
import { publishTerms } from './writes.ts'

const record = z
	.object({
		id: z.string(),
		version: z.number().openapi({ description: 'Counts through all languages' }),
		language: z.string(),
		title: z.string(),
		body: z.string().openapi({ description: 'Markdown' }),
		sha256: z.string().openapi({ description: 'Of title, an empty line and body' }),
		accepted: z.number().openapi({ description: 'How many contacts have accepted it' }),
		createdAt: z.iso.datetime(),
	})
	.openapi('Terms')

function shown({ createdAt, createdBy: _, ...row }: Omit<TermsLine, 'by'>): z.output<typeof record> {
	return { ...row, createdAt: time(createdAt) }
}

const list = operation({
	method: 'get',
	path: '/terms',
	grant: 'workspace:read',
	tags: ['terms'],
	summary: 'List the versions of the terms and conditions, newest first',
	request: { query: z.object(listQuery) },
	responses: { 200: json(listOf(record), 'Versions') },
})

const publish = operation({
	method: 'post',
	path: '/terms',
	grant: 'workspace:write',
	tags: ['terms'],
	summary: 'Publish a new version, which every contact must accept',
	request: { body: body(termsInput) },
	responses: { 201: json(record, 'The new version') },
})

export const termsApi = newApi()
	.openapi(list, async (c) => {
		const { limit, cursor } = c.req.valid('query')
		const place = cursor ? decodeCursor(cursor) : null
		const before = place ? Number(place[1]) : undefined
		if (cursor && !Number.isInteger(before)) return invalid('cursor', 'cursor_invalid')
		const rows = await read(c.get('scope'), (reader) => listTerms(reader, { before, limit: limit + 1 }))
		const page = pageOf(rows, limit, ({ version }) => [null, String(version)])
		return c.json({ ...page, data: page.data.map(({ by: _, ...row }) => shown(row)) }, 200)
	})
	.openapi(publish, async (c) => {
		const made = await publishTerms(c.get('scope'), c.req.valid('json'))
		return c.json(shown({ ...made, accepted: 0 }), 201, { location: '/api/v1/terms' })
	})
