import { z } from '@hono/zod-openapi'
import { body, json, newApi, operation } from '#platform/api/api.ts'
import { invalid } from '#platform/api/problem.ts'
import { read, write } from '#platform/db/db.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { captchaOf } from './reads.ts'
import { captchaProviders } from './rules.ts'
import { setCaptcha } from './writes.ts'

const captcha = z
	.object({ provider: z.enum(captchaProviders).nullable(), siteKey: z.string().nullable() })
	.openapi('Captcha')

async function shown(scope: Scope): Promise<z.output<typeof captcha>> {
	const now = await read(scope, captchaOf)
	return { provider: now?.provider ?? null, siteKey: now?.siteKey ?? null }
}

/** Null is what is told of a key that is not there: it comes back as it was told. */
const key = z
	.string({ error: 'text_expected' })
	.trim()
	.max(200, { error: 'too_long' })
	.nullable()
	.default(null)
	.transform((text) => text ?? '')

const get = operation({
	method: 'get',
	path: '/workspace/captcha',
	grant: 'workspace:read',
	tags: ['workspace'],
	summary: 'Read which puzzle stands before the contact form',
	responses: { 200: json(captcha, 'The puzzle, without its secret') },
})

const put = operation({
	method: 'put',
	path: '/workspace/captcha',
	grant: 'workspace:write',
	tags: ['workspace'],
	summary: 'Set which puzzle stands before the contact form; a provider of null takes it away',
	request: {
		body: body(
			z.object({
				provider: z.enum(captchaProviders).nullable(),
				siteKey: key,
				secret: key.openapi({ description: 'Left out, the one that is there stays with its site key' }),
			}),
		),
	},
	responses: { 200: json(captcha, 'The puzzle, without its secret') },
})

export const captchaApi = newApi()
	.openapi(get, async (c) => c.json(await shown(c.get('scope')), 200))
	.openapi(put, async (c) => {
		const scope = c.get('scope')
		const change = c.req.valid('json')
		if (change.provider && !change.siteKey) return invalid('siteKey', 'required')
		const set = await write(scope, (writer) => setCaptcha(writer, change))
		if (!set) return invalid('secret', 'secret_missing')
		return c.json(await shown(scope), 200)
	})
