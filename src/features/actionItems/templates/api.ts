import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { fieldRecord, textsRecord } from '../json/schema.ts'
import { itemKinds } from '../rules.ts'
import { templateInput, templatePatch } from '../schema.ts'
import { findTemplate, type ItemTemplate, listTemplates } from './reads.ts'
import { archiveTemplate, changeTemplate, createTemplate } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'ait_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		kind: z.enum(itemKinds),
		title: textsRecord,
		instructions: textsRecord,
		fields: z.array(fieldRecord).openapi({ description: 'Of a form' }),
		dueDays: z.number().int().nullable().openapi({ description: 'Due so many days after it is assigned' }),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		archivedAt: z.iso.datetime().nullable(),
	})
	.openapi('ActionItemTemplate')

const toJson = (template: ItemTemplate): z.output<typeof record> => ({
	...template,
	createdAt: time(template.createdAt),
	updatedAt: time(template.updatedAt),
	archivedAt: time(template.archivedAt),
})

const tags = ['Action items']
const module = 'projects'
const [reading, grant] = ['action-item-templates:read', 'action-item-templates:write'] as const
const one = { 200: json(record, 'The template as it is now') }
export const templatesApi = newApi()

const list = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/action-item-templates',
	tags,
	summary: 'List templates of action items, newest first',
	request: { query: z.object({ ...listQuery, archived: z.stringbool({ error: 'flag_expected' }).default(false) }) },
	responses: { 200: json(listOf(record), 'A page of templates') },
})
templatesApi.openapi(list, async (c) => {
	const { limit, cursor, archived } = c.req.valid('query')
	if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
	const page = await read(c.get('scope'), (reader) => listTemplates(reader, { archived }, { limit, after: cursor }))
	return c.json({ data: page.rows.map(toJson), nextCursor: page.next }, 200)
})

const create = operation({
	grant,
	module,
	method: 'post',
	path: '/action-item-templates',
	tags,
	summary: 'Create a template; texts are by language, or one text in the language of the company',
	request: { body: body(templateInput) },
	responses: { 201: json(record, 'The new template') },
})
templatesApi.openapi(create, async (c) => {
	const template = await createTemplate(c.get('scope'), c.req.valid('json'))
	return c.json(toJson(template), 201, { location: `/api/v1/action-item-templates/${template.id}` })
})

const show = operation({
	grant: reading,
	module,
	method: 'get',
	path: '/action-item-templates/{id}',
	tags,
	summary: 'One template of action items',
	request: { params: idParam },
	responses: one,
})
templatesApi.openapi(show, async (c) => {
	const template = await read(c.get('scope'), (reader) => findTemplate(reader, c.req.valid('param').id))
	return template ? c.json(toJson(template), 200) : notFound()
})

const change = operation({
	grant,
	module,
	method: 'patch',
	path: '/action-item-templates/{id}',
	tags,
	summary: 'Change a template; what was assigned before stays as it was',
	request: { params: idParam, body: body(templatePatch) },
	responses: one,
})
templatesApi.openapi(change, async (c) => {
	const outcome = await changeTemplate(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	if (outcome.ok) return c.json(toJson(outcome.template), 200)
	return outcome.reason === 'not_found' ? notFound() : invalid(outcome.path, outcome.reason)
})

const archive = operation({
	grant,
	module,
	method: 'delete',
	path: '/action-item-templates/{id}',
	tags,
	summary: 'Archive a template: it is assigned no more, what was assigned stays',
	request: { params: idParam },
	responses: { 204: { description: 'Archived' } },
})
templatesApi.openapi(archive, async (c) => {
	const done = await archiveTemplate(c.get('scope'), c.req.valid('param').id)
	return done ? c.body(null, 204) : notFound()
})
