import { Readable } from 'node:stream'
import { z } from '@hono/zod-openapi'
import { body, idParam, json, newApi, operation, time } from '#platform/api/api.ts'
import { notFound, problem } from '#platform/api/problem.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { eraseContact } from './erasing/writes.ts'
import { findDataExport } from './exports/reads.ts'
import { askForData } from './exports/writes.ts'
import type { DataExport } from './tables.ts'

const record = z
	.object({
		id: z.string(),
		contactId: z.string(),
		status: z.enum(['queued', 'ready', 'failed', 'expired']),
		size: z.number().nullable(),
		createdAt: z.iso.datetime(),
		expiresAt: z.iso.datetime().nullable(),
	})
	.openapi('DataExport')

function shown(row: DataExport): z.output<typeof record> {
	const { id, contactId, status, fileSize, createdAt, expiresAt } = row
	return { id, contactId, status, size: fileSize, createdAt: time(createdAt), expiresAt: time(expiresAt) }
}

const counts = z.record(z.string(), z.number())
const report = z
	.object({ contactId: z.string(), removed: counts, pseudonymised: counts, kept: counts })
	.openapi('Erasure')

const tags = ['Contacts']

const ask = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/{id}/data-export',
	tags,
	summary: 'Gather all data of a person into one file; it is there for a week',
	request: { params: idParam },
	responses: { 202: json(record, 'It is being gathered; ask again at `Location`') },
})

const one = operation({
	grant: 'contacts:read',
	method: 'get',
	path: '/data-exports/{id}',
	tags,
	summary: 'How far the gathering of a person’s data is',
	request: { params: idParam },
	responses: { 200: json(record, 'The export') },
})

const content = operation({
	grant: 'contacts:read',
	method: 'get',
	path: '/data-exports/{id}/content',
	tags,
	summary: 'The gathered data (zip: JSON, files and a page to read)',
	request: { params: idParam },
	responses: { 200: { description: 'The file', content: { 'application/zip': { schema: z.string() } } } },
})

const erase = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/{id}/erasure',
	tags,
	summary: 'Forget a person for good: remove what is its own, put a pseudonym where records have to stay',
	request: {
		params: idParam,
		body: {
			...body(
				z.object({
					deleteTexts: z
						.boolean()
						.default(false)
						.openapi({ description: 'Also remove what the person wrote, not only its name' }),
				}),
			),
			required: false,
		},
	},
	responses: { 200: json(report, 'What was done, in figures') },
})

export const privacyApi = newApi()

privacyApi.openapi(ask, async (c) => {
	const asked = await askForData(c.get('scope'), c.req.valid('param').id)
	if (asked.ok) return c.json(shown(asked.export), 202, { location: `/api/v1/data-exports/${asked.export.id}` })
	if (asked.reason === 'not_found') return notFound()
	return problem(429, { headers: { 'retry-after': String(asked.retryAfter) } })
})

privacyApi.openapi(one, async (c) => {
	const row = await read(c.get('scope'), (reader) => findDataExport(reader, c.req.valid('param').id))
	return row ? c.json(shown(row), 200) : notFound()
})

privacyApi.openapi(content, async (c) => {
	const row = await read(c.get('scope'), (reader) => findDataExport(reader, c.req.valid('param').id))
	const file = row?.status === 'ready' && row.fileKey ? await theApp().storage.get(row.fileKey) : null
	if (!file) return notFound()
	const headers = { 'content-type': 'application/zip', 'content-length': String(row?.fileSize) }
	return c.body(Readable.toWeb(file) as ReadableStream, 200, headers)
})

privacyApi.openapi(erase, async (c) => {
	const { id } = c.req.valid('param')
	const { deleteTexts = false } = c.req.valid('json') ?? {}
	const erased = await eraseContact(c.get('scope'), id, { texts: deleteTexts })
	return erased.ok ? c.json({ contactId: id, ...erased.report }, 200) : notFound()
})
