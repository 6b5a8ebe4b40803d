import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { invalid, notFound } from '#platform/api/problem.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import { linkTargetTypes } from '#platform/scope/scope.ts'
import { type DirectLink, listDirectLinks, readDirectLink } from './reads.ts'
import { isTargetType, linkDays, mostLinkDays } from './rules.ts'
import { createDirectLink, revokeDirectLink, revokeDirectLinks } from './writes.ts'

const tags = ['direct-links']
const id = z.string({ error: 'text_expected' }).min(1, { error: 'required' }).max(100, { error: 'too_long' })
const targetType = z.string({ error: 'text_expected' }).openapi({ enum: [...linkTargetTypes] })

const input = z.object({
	contactId: id,
	target: z.object({ type: targetType, id }),
	expiresAt: z.iso
		.datetime({ offset: true, error: 'time_expected' })
		.optional()
		.openapi({ description: `${linkDays} days from now where it is left out, ${mostLinkDays} at most` }),
})

const shape = {
	id: z.string(),
	contactId: z.string(),
	target: z.object({ type: z.string(), id: z.string() }),
	title: z.string().nullable().openapi({ description: 'What it opens; null when that is gone' }),
	createdAt: z.iso.datetime(),
	expiresAt: z.iso.datetime(),
	revokedAt: z.iso.datetime().nullable(),
	lastOpenedAt: z.iso.datetime().nullable(),
	timesOpened: z.number().int(),
}
const record = z.object(shape).openapi('DirectLink')
const made = z
	.object({ ...shape, url: z.string().openapi({ description: 'Told only now; what is kept of it is a hash' }) })
	.openapi('NewDirectLink')

function shown(link: DirectLink): z.output<typeof record> {
	const { createdAt, expiresAt, revokedAt, lastOpenedAt, ...rest } = link
	return {
		...rest,
		createdAt: time(createdAt),
		expiresAt: time(expiresAt),
		revokedAt: time(revokedAt),
		lastOpenedAt: time(lastOpenedAt),
	}
}

const create = operation({
	grant: 'direct-links:write',
	method: 'post',
	path: '/direct-links',
	tags,
	summary: 'Make an address that opens one thing for one contact without a sign-in',
	request: { body: body(input) },
	responses: { 201: json(made, 'The link') },
})

const list = operation({
	grant: 'direct-links:read',
	method: 'get',
	path: '/direct-links',
	tags,
	summary: 'List direct links, newest first; those too that open nothing any more',
	request: { query: z.object({ ...listQuery, contactId: z.string().optional(), targetId: z.string().optional() }) },
	responses: { 200: json(listOf(record), 'One page') },
})

const one = operation({
	grant: 'direct-links:read',
	method: 'get',
	path: '/direct-links/{id}',
	tags,
	summary: 'Read a direct link',
	request: { params: idParam },
	responses: { 200: json(record, 'The link') },
})

const revoke = operation({
	grant: 'direct-links:write',
	method: 'delete',
	path: '/direct-links/{id}',
	tags,
	summary: 'Revoke a direct link',
	request: { params: idParam },
	responses: { 204: { description: 'Revoked' } },
})

const revokeAll = operation({
	grant: 'direct-links:write',
	method: 'delete',
	path: '/contacts/{id}/direct-links',
	tags,
	summary: 'Revoke all direct links of a contact',
	request: { params: idParam },
	responses: { 204: { description: 'Revoked' } },
})

export const directLinksApi = newApi()

directLinksApi.openapi(create, async (c) => {
	const { contactId, target, expiresAt: until } = c.req.valid('json')
	const { type } = target
	if (!isTargetType(type)) return invalid('target.type', 'target_type_unsupported')
	const expiresAt = until === undefined ? undefined : new Date(until)
	const days = expiresAt ? (expiresAt.getTime() - now().getTime()) / 86_400_000 : linkDays
	if (days <= 0 || days > mostLinkDays) return invalid('expiresAt', 'out_of_range')
	const scope = c.get('scope')
	const link = await createDirectLink(scope, { contactId, target: { type, id: target.id }, expiresAt })
	if (!link.ok) return invalid(link.path, link.reason)
	const kept = await read(scope, (reader) => readDirectLink(reader, link.id))
	if (!kept) return notFound()
	return c.json({ ...shown(kept), url: link.url }, 201, { location: `/api/v1/direct-links/${link.id}` })
})

directLinksApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	const before = decodeCursor(cursor)
	if (cursor && !before) return invalid('cursor', 'cursor_invalid')
	const page = { limit: limit + 1, before: before?.[1] }
	const rows = await read(c.get('scope'), (reader) => listDirectLinks(reader, filter, page))
	const { data, nextCursor } = pageOf(rows, limit, (row) => [null, row.id])
	return c.json({ data: data.map(shown), nextCursor }, 200)
})

directLinksApi.openapi(one, async (c) => {
	const link = await read(c.get('scope'), (reader) => readDirectLink(reader, c.req.valid('param').id))
	return link ? c.json(shown(link), 200) : notFound()
})

directLinksApi.openapi(revoke, async (c) =>
	(await revokeDirectLink(c.get('scope'), c.req.valid('param').id)) ? c.body(null, 204) : notFound(),
)

directLinksApi.openapi(revokeAll, async (c) => {
	const count = await revokeDirectLinks(c.get('scope'), c.req.valid('param').id)
	return count === null ? notFound() : c.body(null, 204)
})
