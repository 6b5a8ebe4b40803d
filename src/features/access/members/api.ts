import { z } from '@hono/zod-openapi'
import { body, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { conflict, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { roles } from '#platform/scope/scope.ts'
import { findMember, listMembers, type Member } from './reads.ts'
import { newMember } from './schema.ts'
import { resetTwoFactor } from './totp/writes.ts'
import { changeMember, inviteMember } from './writes.ts'

const member = z
	.object({
		id: z.string(),
		externalId: z.string().nullable(),
		email: z.string(),
		name: z.string(),
		role: z.enum(roles),
		status: z.enum(['invited', 'active', 'deactivated']),
		language: z.string(),
		twoFactor: z.boolean().openapi({ description: 'Signs in with an authenticator app as well' }),
		lastSeenAt: z.iso.datetime().nullable(),
		createdAt: z.iso.datetime(),
	})
	.openapi('Member')

function shown({
	id,
	externalId,
	email,
	name,
	role,
	status,
	language,
	hasTotp: twoFactor,
	lastSeenAt,
	createdAt,
}: Member): z.output<typeof member> {
	return {
		id,
		externalId,
		email,
		name,
		role,
		status,
		language,
		twoFactor,
		lastSeenAt: time(lastSeenAt),
		createdAt: time(createdAt),
	}
}

const common = { tags: ['members'] }

const list = operation({
	...common,
	method: 'get',
	path: '/members',
	grant: 'members:read',
	summary: 'List members',
	request: { query: z.object(listQuery) },
	responses: { 200: json(listOf(member), 'All members, on one page') },
})
const get = operation({
	...common,
	method: 'get',
	path: '/members/{id}',
	grant: 'members:read',
	summary: 'Read one member',
	request: { params: idParam },
	responses: { 200: json(member, 'The member') },
})
const post = operation({
	...common,
	method: 'post',
	path: '/members',
	grant: 'members:write',
	summary: 'Invite a member; the link goes to its e-mail address',
	request: { body: body(newMember) },
	responses: { 201: json(member, 'Invited') },
})
const patch = operation({
	...common,
	method: 'patch',
	path: '/members/{id}',
	grant: 'members:write',
	summary: 'Change name, role or access',
	request: {
		params: idParam,
		body: body(z.object({ name: z.string().trim().max(200), role: z.enum(roles), active: z.boolean() }).partial()),
	},
	responses: { 200: json(member, 'The member') },
})

const endTwoFactor = operation({
	...common,
	method: 'delete',
	path: '/members/{id}/two-factor',
	grant: 'members:write',
	summary: 'Take two-factor sign-in away from a member who lost app and codes; its sessions end',
	request: { params: idParam },
	responses: { 204: { description: 'Taken away' }, 409: { description: 'It has none' } },
})

export const membersApi = newApi()
	.openapi(list, async (c) => {
		const rows = await read(c.get('scope'), listMembers)
		return c.json({ data: rows.map(shown), nextCursor: null }, 200)
	})
	.openapi(get, async (c) => {
		const row = await read(c.get('scope'), (reader) => findMember(reader, c.req.valid('param').id))
		return row ? c.json(shown(row), 200) : notFound()
	})
	.openapi(post, async (c) => {
		const scope = c.get('scope')
		const invited = await inviteMember(scope, c.req.valid('json'))
		if (!invited.ok) return conflict(invited.reason, 'email')
		const row = await read(scope, (reader) => findMember(reader, invited.member.id))
		return row ? c.json(shown(row), 201, { location: `/api/v1/members/${row.id}` }) : notFound()
	})
	.openapi(patch, async (c) => {
		const scope = c.get('scope')
		const { id } = c.req.valid('param')
		const changed = await changeMember(scope, id, c.req.valid('json'))
		if (!changed.ok) return changed.reason === 'unknown' ? notFound() : conflict(changed.reason)
		const row = await read(scope, (reader) => findMember(reader, id))
		return row ? c.json(shown(row), 200) : notFound()
	})
	.openapi(endTwoFactor, async (c) => {
		const result = await resetTwoFactor(c.get('scope'), c.req.valid('param').id)
		if (result.ok) return c.body(null, 204)
		return result.reason === 'unknown' ? notFound() : conflict(result.reason)
	})
