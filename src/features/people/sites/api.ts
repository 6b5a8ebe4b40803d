import { z } from '@hono/zod-openapi'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { conflict, invalid, notFound, type ProblemResponse } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { fits } from '#platform/paging/keyset.ts'
import { siteInput, sitePatch } from '../schema.ts'
import { findSite, listSites, type Site, siteOrder } from './reads.ts'
import { archiveSite, createSite, restoreSite, type SiteFailure, updateSite, upsertSite } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'sit_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		externalId: z.string().nullable(),
		accountId: z.string(),
		name: z.string(),
		address: z.object({
			line1: z.string(),
			line2: z.string(),
			city: z.string(),
			region: z.string(),
			postalCode: z.string(),
			country: z.string().openapi({ description: 'ISO 3166-1 alpha-2', example: 'US' }),
		}),
		location: z.object({ lat: z.number(), lng: z.number() }).nullable(),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		archivedAt: z.iso.datetime().nullable(),
	})
	.openapi('Site')

function toJson(site: Site): z.output<typeof record> {
	const { line1, line2, city, region, postalCode, country } = site
	return {
		id: site.id,
		externalId: site.externalId,
		accountId: site.accountId,
		name: site.name,
		address: { line1, line2, city, region, postalCode, country },
		location: site.lat !== null && site.lng !== null ? { lat: site.lat, lng: site.lng } : null,
		createdAt: time(site.createdAt),
		updatedAt: time(site.updatedAt),
		archivedAt: time(site.archivedAt),
	}
}

function refused(failure: SiteFailure): ProblemResponse {
	if (failure.reason === 'external_id_taken') return conflict(failure.reason, failure.path)
	return failure.reason === 'account_unknown' ? invalid(failure.path, failure.reason) : notFound()
}

const tags = ['Sites']
const filters = z.object({
	...listQuery,
	q: z.string().max(200).optional().openapi({ description: 'Name or address' }),
	accountId: z.string().max(60).optional(),
	externalId: z.string().max(200).optional(),
	city: z.string().max(200).optional(),
	archived: z.stringbool({ error: 'flag_expected' }).default(false),
})

export const sitesApi = newApi()

const list = operation({
	grant: 'sites:read',
	method: 'get',
	path: '/sites',
	tags,
	summary: 'List sites, oldest first',
	request: { query: filters },
	responses: { 200: json(listOf(record), 'A page of sites') },
})
sitesApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && (!after || !fits(siteOrder, after))) return invalid('cursor', 'cursor_invalid')
	const page = await read(c.get('scope'), (reader) => listSites(reader, { filter, limit, after }))
	return c.json({ data: page.rows.map(toJson), nextCursor: page.next }, 200)
})

const create = operation({
	grant: 'sites:write',
	method: 'post',
	path: '/sites',
	tags,
	summary: 'Create a site of an account',
	request: { body: body(siteInput) },
	responses: { 201: json(record, 'The new site') },
})
sitesApi.openapi(create, async (c) => {
	const outcome = await createSite(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	return c.json(toJson(outcome.site), 201, { location: `/api/v1/sites/${outcome.site.id}` })
})

const show = operation({
	grant: 'sites:read',
	method: 'get',
	path: '/sites/{id}',
	tags,
	summary: 'One site',
	request: { params: idParam },
	responses: { 200: json(record, 'The site') },
})
sitesApi.openapi(show, async (c) => {
	const site = await read(c.get('scope'), (reader) => findSite(reader, c.req.valid('param').id))
	return site && !site.archivedAt ? c.json(toJson(site), 200) : notFound()
})

const change = operation({
	grant: 'sites:write',
	method: 'patch',
	path: '/sites/{id}',
	tags,
	summary: 'Change a site; what is left out stays, an address is replaced whole',
	request: { params: idParam, body: body(sitePatch) },
	responses: { 200: json(record, 'The site as it is now') },
})
sitesApi.openapi(change, async (c) => {
	const outcome = await updateSite(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.site), 200) : refused(outcome)
})

const upsert = operation({
	grant: 'sites:write',
	method: 'put',
	path: '/sites/external/{externalId}',
	tags,
	summary: 'Create or change the site with this id of yours',
	request: { params: externalIdParam, body: body(siteInput) },
	responses: { 200: json(record, 'The site as it is now'), 201: json(record, 'The new site') },
})
sitesApi.openapi(upsert, async (c) => {
	const outcome = await upsertSite(c.get('scope'), c.req.valid('param').externalId, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	if (!outcome.created) return c.json(toJson(outcome.site), 200)
	return c.json(toJson(outcome.site), 201, { location: `/api/v1/sites/${outcome.site.id}` })
})

const archive = operation({
	grant: 'sites:write',
	method: 'delete',
	path: '/sites/{id}',
	tags,
	summary: 'Archive a site',
	request: { params: idParam },
	responses: { 204: { description: 'Archived' } },
})
sitesApi.openapi(archive, async (c) => {
	const done = await archiveSite(c.get('scope'), c.req.valid('param').id)
	return done ? c.body(null, 204) : notFound()
})

const restore = operation({
	grant: 'sites:write',
	method: 'post',
	path: '/sites/{id}/restoration',
	tags,
	summary: 'Bring an archived site back',
	request: { params: idParam },
	responses: { 200: json(record, 'The site as it is now') },
})
sitesApi.openapi(restore, async (c) => {
	const { id } = c.req.valid('param')
	await restoreSite(c.get('scope'), id)
	const site = await read(c.get('scope'), (reader) => findSite(reader, id))
	return site ? c.json(toJson(site), 200) : notFound()
})
