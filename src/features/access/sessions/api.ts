import { z } from '@hono/zod-openapi'
import { idParam, json, listOf, newApi, operation, time } from '#platform/api/api.ts'
import { notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { invitee } from '../invitations/reads.ts'
import { contactSessions } from './reads.ts'
import { deviceName } from './rules.ts'
import { signOutContact } from './writes.ts'

const session = z
	.object({
		id: z.string(),
		device: z.string().openapi({ description: 'Browser and system, empty where they are not known' }),
		method: z.string().openapi({ description: 'How it was signed in: code, link, password, passkey' }),
		ip: z.string(),
		createdAt: z.iso.datetime(),
		lastSeenAt: z.iso.datetime(),
	})
	.openapi('Session')

const common = { path: '/contacts/{id}/sessions' as const, tags: ['Contacts'], request: { params: idParam } }

const list = operation({
	...common,
	grant: 'contacts:read',
	method: 'get',
	summary: 'Where a contact is signed in, the last used first (50 at most)',
	responses: { 200: json(listOf(session), 'Its sessions, on one page') },
})
const end = operation({
	...common,
	grant: 'contacts:write',
	method: 'delete',
	summary: 'Sign a contact out everywhere',
	responses: { 204: { description: 'No session of it is left' } },
})

export const sessionsApi = newApi()
	.openapi(list, async (c) => {
		const rows = await read(c.get('scope'), async (reader) => {
			const { id } = c.req.valid('param')
			return (await invitee(reader, id)) && contactSessions(reader, id)
		})
		if (!rows) return notFound()
		const data = rows.map(({ id, method, ip, userAgent, createdAt, lastSeenAt }) => ({
			id,
			device: deviceName(userAgent),
			method,
			ip,
			createdAt: time(createdAt),
			lastSeenAt: time(lastSeenAt),
		}))
		return c.json({ data, nextCursor: null }, 200)
	})
	.openapi(end, async (c) => {
		const ended = await signOutContact(c.get('scope'), c.req.valid('param').id)
		return ended === null ? notFound() : c.body(null, 204)
	})
