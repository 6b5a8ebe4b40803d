import { z } from '@hono/zod-openapi'
import { body, json, newApi, operation } from '#platform/api/api.ts'
import { accessAreas } from '#platform/scope/scope.ts'
import { changeAccess } from './writes.ts'

const areas = z.array(z.enum(accessAreas, { error: 'access_area_unknown' }), { error: 'list_expected' })
const everybody = z.object({ all: z.literal(true) })
const chosen = z.object({
	contactIds: z
		.array(z.string().max(60, { error: 'too_long' }), { error: 'list_expected' })
		.min(1, { error: 'list_empty' })
		.max(20_000, { error: 'too_many' }),
})
const whose = z.union([everybody, chosen], { error: 'contacts_missing' })
const what = z.union([z.object({ set: areas }), z.object({ add: areas.default([]), remove: areas.default([]) })])

const change = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/access-areas',
	tags: ['Contacts'],
	summary: 'Change what several contacts, or all, may see: `set` replaces, `add` and `remove` change',
	request: { body: body(z.intersection(whose, what)) },
	responses: {
		200: json(
			z.object({ changed: z.number().int(), unchanged: z.number().int(), notFound: z.array(z.string()) }),
			'What became of them',
		),
	},
})

export const accessAreasApi = newApi()

accessAreasApi.openapi(change, async (c) => {
	const input = c.req.valid('json')
	return c.json(await changeAccess(c.get('scope'), 'all' in input ? 'all' : input.contactIds, input), 200)
})
