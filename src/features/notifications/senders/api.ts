import { z } from '@hono/zod-openapi'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { body, json, newApi, operation } from '#platform/api/api.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { currentSender } from './reads.ts'
import { recordsOf, wayOut } from './rules.ts'
import { senderInput, senderStatuses } from './schema.ts'
import { saveSender } from './writes.ts'

const address = z.object({ name: z.string(), address: z.string() })
const server = z.object({
	host: z.string(),
	port: z.number().int(),
	security: z.enum(['tls', 'starttls', 'none']),
	user: z.string().nullable(),
	hasPassword: z.boolean(),
})

const sender = z
	.object({
		fromName: z.string().nullable(),
		fromAddress: z.string().nullable(),
		replyTo: z.string().nullable(),
		server: server.nullable(),
		status: z.enum(senderStatuses).nullable(),
		records: z
			.array(z.object({ type: z.literal('TXT'), name: z.string(), value: z.string(), state: z.string().nullable() }))
			.openapi({ description: 'What has to stand in the DNS, and how it was found at the last look' }),
		now: z
			.object({ from: address, replyTo: address.nullable(), signed: z.boolean() })
			.openapi({ description: 'How mails leave at present: the own address only where it is proven' }),
	})
	.openapi('MailSender')

async function shown(scope: Scope): Promise<z.output<typeof sender>> {
	const [workspace, row] = await read(scope, async (reader) => [
		await currentWorkspace(reader),
		await currentSender(reader),
	])
	const { mailFrom } = theApp().config
	const { from, replyTo, signed } = wayOut(workspace, row, mailFrom)
	return {
		fromName: row?.fromName ?? null,
		fromAddress: row?.fromAddress ?? null,
		replyTo: row?.replyTo ?? null,
		server: row?.server ? { ...row.server, hasPassword: row.serverPassword !== null } : null,
		status: row?.fromAddress ? row.status : null,
		records: row ? recordsOf(row, mailFrom).map(({ type, name, value, state }) => ({ type, name, value, state })) : [],
		now: { from, replyTo, signed },
	}
}

const get = operation({
	method: 'get',
	path: '/workspace/sender',
	grant: 'workspace:read',
	tags: ['workspace'],
	summary: 'Read in whose name mails go out',
	responses: { 200: json(sender, 'The sender of mails') },
})

const text = z.string().nullish()
const put = operation({
	method: 'put',
	path: '/workspace/sender',
	grant: 'workspace:write',
	tags: ['workspace'],
	summary: 'Set in whose name mails go out; the DNS is looked at afterwards',
	description:
		'Without a server the installation’s own sends. A password that is left out stays while the server does.',
	request: {
		body: body(
			z
				.object({
					fromName: text,
					fromAddress: text,
					replyTo: text,
					server: z
						.object({
							host: z.string(),
							port: z.number().int(),
							security: z.enum(['tls', 'starttls', 'none']),
							user: text,
						})
						.nullish(),
					password: z.string().optional().openapi({ description: 'Of the server; it is never shown again' }),
				})
				.transform(
					({ fromName, fromAddress, replyTo, server, password }): z.input<typeof senderInput> => ({
						fromName: fromName ?? '',
						fromAddress: fromAddress ?? '',
						replyTo: replyTo ?? '',
						server: server ? { ...server, user: server.user ?? '' } : null,
						password: password ?? '',
					}),
				)
				.pipe(senderInput),
		),
	},
	responses: { 200: json(sender, 'The sender of mails') },
})

export const sendersApi = newApi()
	.openapi(get, async (c) => c.json(await shown(c.get('scope')), 200))
	.openapi(put, async (c) => {
		await saveSender(c.get('scope'), c.req.valid('json'))
		return c.json(await shown(c.get('scope')), 200)
	})
