import { z } from '@hono/zod-openapi'
import { folders } from '#features/documents/rules.ts'
import { body, idParam, json, newApi, operation } from '#platform/api/api.ts'
import { conflict, invalid, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { handoverPlan } from './reads.ts'
import { handoverInput } from './schema.ts'
import { handOver } from './writes.ts'

const planSchema = z
	.object({
		siteId: z.string(),
		accountId: z.string(),
		folders: z.array(
			z.object({
				folder: z.enum(folders),
				documents: z.number().int().openapi({ description: 'Go when the folder is named' }),
				own: z.number().int().openapi({ description: 'Stay in any case: clients sent them' }),
			}),
		),
		projectsDone: z.number().int(),
		projectsActive: z.array(z.object({ id: z.string(), name: z.string() })),
		contactIds: z.array(z.string()).openapi({ description: 'Who sees the site now and will not afterwards' }),
	})
	.openapi('HandoverPlan')
const handedSchema = z
	.object({
		siteId: z.string(),
		fromAccountId: z.string(),
		toAccountId: z.string(),
		documents: z.number().int(),
		projects: z.number().int(),
		projectsStaying: z.number().int(),
	})
	.openapi('Handover')

const tags = ['Sites']
export const handoverApi = newApi()

handoverApi.openapi(
	operation({
		grant: 'sites:read',
		method: 'get',
		path: '/sites/{id}/handover',
		tags,
		summary: 'What would go to a new owner, and what stays',
		request: { params: idParam },
		responses: { 200: json(planSchema, 'Nothing is changed') },
	}),
	async (c) => {
		const plan = await read(c.get('scope'), (reader) => handoverPlan(reader, c.req.valid('param').id))
		if (!plan) return notFound()
		const { site, folders: counts, projectsDone, projectsActive, people } = plan
		const contactIds = people.map(({ id }) => id)
		const { id: siteId, accountId } = site
		return c.json({ siteId, accountId, folders: counts, projectsDone, projectsActive, contactIds }, 200)
	},
)

handoverApi.openapi(
	operation({
		grant: 'sites:write',
		method: 'post',
		path: '/sites/{id}/handover',
		tags,
		summary: 'Hand a site over to another account, with what belongs to the house',
		request: { params: idParam, body: body(handoverInput) },
		responses: { 201: json(handedSchema, 'What went') },
	}),
	async (c) => {
		const outcome = await handOver(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
		if (outcome.ok) return c.json(outcome.handed, 201)
		if (outcome.reason === 'not_found') return notFound()
		return 'path' in outcome ? invalid(outcome.path, outcome.reason) : conflict(outcome.reason, 'accountId')
	},
)
