import { z } from '@hono/zod-openapi'
import { idParam, json, newApi, operation } from '#platform/api/api.ts'
import { conflict, notFound } from '#platform/api/problem.ts'
import { sendResetTo } from './resets/writes.ts'

const sent = z.object({ channel: z.enum(['email', 'sms']), to: z.string() })

const post = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/{id}/password-reset',
	tags: ['Contacts'],
	summary: 'Send a contact a link to choose a password, good once and for 60 minutes',
	request: { params: idParam },
	responses: {
		201: json(z.object({ contactId: z.string(), sent: z.array(sent) }), 'Sent'),
		409: { description: 'Passwords are switched off, or the contact may not come in or cannot be reached' },
	},
})

export const passwordsApi = newApi().openapi(post, async (c) => {
	const { id } = c.req.valid('param')
	const result = await sendResetTo(c.get('scope'), id)
	if (!result.ok) return result.reason === 'notFound' ? notFound() : conflict(result.reason)
	return c.json({ contactId: id, sent: result.sent }, 201, { location: `/api/v1/contacts/${id}` })
})
