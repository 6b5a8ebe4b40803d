import { z } from '@hono/zod-openapi'
import { body, idParam, json, newApi, operation } from '#platform/api/api.ts'
import { conflict, notFound } from '#platform/api/problem.ts'
import { suspensionNote } from '../schema.ts'
import { reinstateContact, suspendContact } from './writes.ts'

const tags = ['Contacts']
const input = z.object({ note: suspensionNote.default('').openapi({ description: 'What the contact is told' }) })

const suspend = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/{id}/suspension',
	tags,
	summary: 'Suspend a contact; all its sessions end at once',
	request: { params: idParam, body: { ...body(input), required: false } },
	responses: {
		201: json(z.object({ contactId: z.string(), note: z.string() }), 'The suspension'),
		409: { description: 'It is suspended already' },
	},
})

const reinstate = operation({
	grant: 'contacts:write',
	method: 'delete',
	path: '/contacts/{id}/suspension',
	tags,
	summary: 'Give a suspended contact back the status it had',
	request: { params: idParam },
	responses: { 204: { description: 'Reinstated' }, 409: { description: 'It is not suspended' } },
})

export const suspensionApi = newApi()

suspensionApi.openapi(suspend, async (c) => {
	const { id } = c.req.valid('param')
	const { note = '' } = c.req.valid('json') ?? {}
	const result = await suspendContact(c.get('scope'), id, note)
	if (!result.ok) return result.reason === 'notFound' ? notFound() : conflict(result.reason)
	return c.json({ contactId: id, note }, 201, { location: `/api/v1/contacts/${id}` })
})

suspensionApi.openapi(reinstate, async (c) => {
	const result = await reinstateContact(c.get('scope'), c.req.valid('param').id)
	if (!result.ok) return result.reason === 'notFound' ? notFound() : conflict(result.reason)
	return c.body(null, 204)
})
