import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { conflict, invalid, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import { channels } from '../schema.ts'
import { findRun, skippedOf } from './runs/reads.ts'
import { inviteContacts } from './runs/writes.ts'
import { withdrawInvitation } from './withdrawal/writes.ts'
import { inviteContact } from './writes.ts'

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
		.max(20_000, { error: 'too_many' }),
	...choice.shape,
})
const skip = z.object({ contactId: z.string(), reason: z.enum(refusals) })
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
				skipped: z.array(skip),
				runId: z
					.string()
					.nullable()
					.openapi({ description: 'More than a few are invited in the background: see the run' }),
			}),
			'What becomes of them',
		),
	},
})

const run = operation({
	grant: 'contacts:read',
	method: 'get',
	path: '/contacts/invitations/{id}',
	tags,
	summary: 'How far an invitation of many has come, and whom it skipped',
	request: { params: idParam, query: z.object(listQuery) },
	responses: {
		200: json(
			z.object({
				id: z.string(),
				status: z.enum(['running', 'done']),
				total: z.number().int(),
				waiting: z.number().int(),
				sent: z.number().int(),
				createdAt: z.iso.datetime(),
				finishedAt: z.iso.datetime().nullable(),
				skipped: listOf(skip),
			}),
			'The run',
		),
	},
})

const withdraw = operation({
	grant: 'contacts:write',
	method: 'delete',
	path: '/contacts/{id}/invitations',
	tags,
	summary: 'Withdraw the invitation of a contact who has not come yet; its links stop working',
	request: { params: idParam },
	responses: { 204: { description: 'Withdrawn' }, 409: { description: 'Not invited, or in already: `notInvited`' } },
})

export const invitationsApi = newApi()

invitationsApi.openapi(run, async (c) => {
	const { id } = c.req.valid('param')
	const { limit, cursor } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && !after) return invalid('cursor', 'cursor_invalid')
	const found = await read(c.get('scope'), async (reader) => {
		const view = await findRun(reader, id)
		return view && { view, rows: await skippedOf(reader, id, { after: after?.[1], limit: limit + 1 }) }
	})
	if (!found) return notFound()
	const { createdAt, finishedAt, total, waiting, sent } = found.view
	const page = pageOf(found.rows, limit, (row) => [null, row.contactId])
	const skipped = { ...page, data: page.data.map(({ contactId, reason }) => ({ contactId, reason })) }
	const status = finishedAt ? ('done' as const) : ('running' as const)
	const times = { createdAt: time(createdAt), finishedAt: time(finishedAt) }
	return c.json({ id, status, total, waiting, sent, ...times, skipped }, 200)
})

invitationsApi.openapi(withdraw, async (c) => {
	const result = await withdrawInvitation(c.get('scope'), c.req.valid('param').id)
	if (!result.ok) return result.reason === 'notFound' ? notFound() : conflict(result.reason)
	return c.body(null, 204)
})

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
