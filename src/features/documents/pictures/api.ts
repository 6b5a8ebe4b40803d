import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation } from '#platform/api/api.ts'
import { conflict, invalid, notFound, problem } from '#platform/api/problem.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { serveFile } from '#platform/files/serve.ts'
import { decodeCursor, encodeCursor } from '#platform/paging/cursor.ts'
import { findDocument } from '../reads.ts'
import { findPair, pairsOf } from './reads.ts'
import type { Pair } from './rules.ts'
import { pairPictures, unpairPictures } from './writes.ts'

const pairSchema = z
	.object({
		id: z.string().openapi({ example: 'ppr_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		beforeId: z.string().openapi({ description: 'A document of the folder photos' }),
		afterId: z.string(),
		accountId: z.string(),
		siteId: z.string().nullable(),
		projectId: z.string().nullable(),
	})
	.openapi('PicturePair')

function toJson({ id, before, after }: Pair): z.output<typeof pairSchema> {
	const { accountId, siteId, projectId } = before
	return { id, beforeId: before.id, afterId: after.id, accountId, siteId, projectId }
}

const tags = ['documents']
const pictureId = z.string({ error: 'text_expected' }).max(60)
export const picturesApi = newApi()

picturesApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/documents/{id}/display',
		tags,
		summary: 'A picture at the size of a screen, as WebP',
		request: { params: idParam },
		responses: { 200: { description: 'The picture; 404 until it is made, and for what is no picture' } },
	}),
	async (c) => {
		const found = await read(c.get('scope'), (reader) => findDocument(reader, c.req.valid('param').id))
		const key = found?.displayKey
		const stat = key && (await theApp().storage.stat(key))
		if (!key || !stat) return notFound()
		const file = { key, size: stat.size, sha256: key.slice(-32), contentType: 'image/webp' }
		const response = await serveFile(c.req.raw, theApp().storage, { ...file, filename: 'picture.webp', inline: false })
		return response ?? problem(503, { detail: 'The content is not there.' })
	},
)

picturesApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/picture-pairs',
		tags,
		summary: 'List pairs of pictures from before and after, newest first',
		request: {
			query: z.object({
				...listQuery,
				accountId: z.string().max(60).optional(),
				siteId: z.string().max(60).optional(),
				projectId: z.string().max(60).optional(),
			}),
		},
		responses: { 200: json(listOf(pairSchema), 'One page') },
	}),
	async (c) => {
		const { limit, cursor, ...filter } = c.req.valid('query')
		const after = cursor ? decodeCursor(cursor)?.[1] : null
		if (after === undefined) return invalid('cursor', 'cursor_invalid')
		const page = await read(c.get('scope'), (reader) => pairsOf(reader, filter, { after, limit }))
		return c.json({ data: page.pairs.map(toJson), nextCursor: page.next && encodeCursor([null, page.next]) }, 200)
	},
)

picturesApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'post',
		path: '/picture-pairs',
		tags,
		summary: 'Set a picture from before and one from after beside each other',
		request: { body: body(z.object({ beforeId: pictureId, afterId: pictureId })) },
		responses: { 200: json(pairSchema, 'There already'), 201: json(pairSchema, 'The new pair') },
	}),
	async (c) => {
		const outcome = await pairPictures(c.get('scope'), c.req.valid('json'))
		if (!outcome.ok && outcome.reason === 'picture_paired') return conflict(outcome.reason, outcome.path)
		if (!outcome.ok) return invalid(outcome.path, outcome.reason)
		const pair = toJson(outcome.pair)
		if (!outcome.made) return c.json(pair, 200)
		return c.json(pair, 201, { location: `/api/v1/picture-pairs/${pair.id}` })
	},
)

picturesApi.openapi(
	operation({
		grant: 'documents:read',
		method: 'get',
		path: '/picture-pairs/{id}',
		tags,
		summary: 'One pair of pictures',
		request: { params: idParam },
		responses: { 200: json(pairSchema, 'The pair') },
	}),
	async (c) => {
		const pair = await read(c.get('scope'), (reader) => findPair(reader, c.req.valid('param').id))
		return pair ? c.json(toJson(pair), 200) : notFound()
	},
)

picturesApi.openapi(
	operation({
		grant: 'documents:write',
		method: 'delete',
		path: '/picture-pairs/{id}',
		tags,
		summary: 'Take a pair apart; its pictures stay',
		request: { params: idParam },
		responses: { 204: { description: 'Taken apart' } },
	}),
	async (c) => ((await unpairPictures(c.get('scope'), c.req.valid('param').id)) ? c.body(null, 204) : notFound()),
)
