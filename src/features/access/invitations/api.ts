import { z } from '@hono/zod-openapi'
import { body, idParam, json, newApi, operation } from '#platform/api/api.ts'
import { conflict, notFound } from '#platform/api/problem.ts'
import { channels } from '../schema.ts'
import { inviteContact, inviteContacts } from './writes.ts'

const tags = ['Contacts']
const sent = z.object({ channel: z.enum(['email', 'sms']), to: z.string() })
const choice = z.object({
	channels: channels.optional().openapi({ description: "Without it, the company's own choice" }),
})

const one = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/{id}/invitations',
	tags,
	summary: 'Invite a contact to the portal, for the first time or again',
	request: { params: idParam, body: { ...body(choice), required: false } },
	responses: {
		201: json(z.object({ contactId: z.string(), sent: z.array(sent) }), 'By which channels, to where'),
		409: { description: 'Not possible: `noAddress`, `enrolled`, `suspended` or `archived`' },
	},
})

const refusals = ['noAddress', 'enrolled', 'suspended', 'archived', 'notFound'] as const
const everybody = z.object({ all: z.literal(true), ...choice.shape })
const chosen = z.object({
	contactIds: z
		.array(z.string().max(60, { error: 'too_long' }), { error: 'list_expected' })
		.min(1, { error: 'list_empty' })
		.max(1000, { error: 'too_many' }),
	...choice.shape,
})
const many = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/invitations',
	tags,
	summary: 'Invite several contacts, or all; those already in and those out of reach are skipped',
	request: { body: body(z.union([everybody, chosen], { error: 'contacts_missing' })) },
	responses: {
		200: json(
			z.object({
				sent: z.number().int().openapi({ description: 'How many contacts are invited' }),
				skipped: z.array(z.object({ contactId: z.string(), reason: z.enum(refusals) })),
			}),
			'What became of them',
		),
	},
})

export const invitationsApi = newApi()

invitationsApi.openapi(many, async (c) => {
	const input = c.req.valid('json')
	const ids = 'all' in input ? 'all' : input.contactIds
	return c.json(await inviteContacts(c.get('scope'), ids, input.channels ? { channels: input.channels } : {}), 200)
})

invitationsApi.openapi(one, async (c) => {
	const { id } = c.req.valid('param')
	const chosenChannels = c.req.valid('json')?.channels
	const result = await inviteContact(c.get('scope'), id, chosenChannels ? { channels: chosenChannels } : {})
	if (!result.ok) return result.reason === 'notFound' ? notFound() : conflict(result.reason)
	return c.json({ contactId: id, sent: result.sent }, 201, { location: `/api/v1/contacts/${id}/portal-history` })
})
