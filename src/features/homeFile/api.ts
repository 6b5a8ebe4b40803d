import { idParam, newApi, operation } from '#platform/api/api.ts'
import { notFound } from '#platform/api/problem.ts'
import { homeFileHeaders } from './rules.ts'
import { takeHomeFile } from './writes.ts'

export const homeFileApi = newApi()

homeFileApi.openapi(
	operation({
		grant: 'documents:read',
		module: 'documents',
		method: 'get',
		path: '/sites/{id}/home-file',
		tags: ['Sites'],
		summary: 'Everything about a site that is shared with its owner, as a zip with a page to look at it by',
		request: { params: idParam },
		responses: { 200: { description: 'The file, sent while it is put together' } },
	}),
	async (c) => {
		const file = await takeHomeFile(c.get('scope'), c.req.valid('param').id)
		return file ? new Response(file.body, { headers: homeFileHeaders(file) }) : notFound()
	},
)
