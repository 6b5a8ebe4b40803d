import { z } from '@hono/zod-openapi'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { conflict, invalid, notFound } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { roles } from '#platform/scope/scope.ts'
import { upsertMember } from './external/writes.ts'
import { findMember, type Member, pageOfMembers } from './reads.ts'
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
	summary: 'List members, oldest first',
	request: { query: z.object({ ...listQuery, externalId: z.string().max(200).optional() }) },
	responses: { 200: json(listOf(member), 'A page of members') },
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

const upsert = operation({
	...common,
	method: 'put',
	path: '/members/external/{externalId}',
	grant: 'members:write',
	summary: 'Invite or change the member with this id of yours; a known one keeps its e-mail address',
	request: { params: externalIdParam, body: body(newMember.omit({ externalId: true })) },
	responses: { 200: json(member, 'The member as it is now'), 201: json(member, 'Invited') },
})
const remove = operation({
	...common,
	method: 'delete',
	path: '/members/{id}',
	grant: 'members:write',
	summary: 'Take access away from a member; its sessions end, what it did stays under its name',
	request: { params: idParam },
	responses: { 204: { description: 'Deactivated' }, 409: { description: 'It is the last owner' } },
})

function refused(reason: 'email_taken' | 'external_id_taken' | 'role_not_yours') {
	return conflict(reason, reason === 'external_id_taken' ? 'externalId' : 'email')
}

export const membersApi = newApi()
	.openapi(list, async (c) => {
		const { limit, cursor, externalId } = c.req.valid('query')
		if (cursor && !decodeCursor(cursor)) return invalid('cursor', 'cursor_invalid')
		const page = await read(c.get('scope'), (reader) => pageOfMembers(reader, { externalId }, { limit, cursor }))
		return c.json({ data: page.data.map(shown), nextCursor: page.nextCursor }, 200)
	})
	.openapi(get, async (c) => {
		const row = await read(c.get('scope'), (reader) => findMember(reader, c.req.valid('param').id))
		return row ? c.json(shown(row), 200) : notFound()
	})
	.openapi(post, async (c) => {
		const scope = c.get('scope')
		const invited = await inviteMember(scope, c.req.valid('json'))
		if (!invited.ok) return refused(invited.reason)
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
	.openapi(upsert, async (c) => {
		const scope = c.get('scope')
		const { externalId } = c.req.valid('param')
		const { name, role, email, language } = c.req.valid('json')
		const outcome = await upsertMember(scope, { name, role, email, language, externalId })
		if (!outcome.ok) return outcome.reason === 'last_owner' ? conflict(outcome.reason) : refused(outcome.reason)
		const row = await read(scope, (reader) => findMember(reader, outcome.id))
		if (!row) return notFound()
		return outcome.created
			? c.json(shown(row), 201, { location: `/api/v1/members/${row.id}` })
			: c.json(shown(row), 200)
	})
	.openapi(remove, async (c) => {
		const changed = await changeMember(c.get('scope'), c.req.valid('param').id, { active: false })
		if (changed.ok) return c.body(null, 204)
		return changed.reason === 'unknown' ? notFound() : conflict(changed.reason)
	})
	.openapi(endTwoFactor, async (c) => {
		const result = await resetTwoFactor(c.get('scope'), c.req.valid('param').id)
		if (result.ok) return c.body(null, 204)
		return result.reason === 'unknown' ? notFound() : conflict(result.reason)
	})
