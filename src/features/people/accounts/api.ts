import { z } from '@hono/zod-openapi'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { conflict, invalid, notFound, type ProblemResponse } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { fits } from '#platform/paging/keyset.ts'
import { accountKinds } from '../rules.ts'
import { accountInput, accountPatch, noteInput } from '../schema.ts'
import { mergeAccounts } from './merging/writes.ts'
import { type Account, accountOrder, findAccount, listAccounts } from './reads.ts'
import {
	type AccountFailure,
	archiveAccount,
	createAccount,
	noteAccount,
	restoreAccount,
	updateAccount,
	upsertAccount,
} from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'acc_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		externalId: z.string().nullable(),
		name: z.string(),
		kind: z.enum(accountKinds),
		portalEnabled: z.boolean(),
		leadSource: z.string().nullable(),
		notes: z.string(),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		archivedAt: z.iso.datetime().nullable(),
	})
	.openapi('Account')

function toJson(account: Account): z.output<typeof record> {
	return {
		id: account.id,
		externalId: account.externalId,
		name: account.name,
		kind: account.kind,
		portalEnabled: account.portalEnabled,
		leadSource: account.leadSource,
		notes: account.notes,
		createdAt: time(account.createdAt),
		updatedAt: time(account.updatedAt),
		archivedAt: time(account.archivedAt),
	}
}

function refused(failure: AccountFailure): ProblemResponse {
	if (failure.reason === 'external_id_taken') return conflict(failure.reason, failure.path)
	return notFound()
}

const tags = ['Accounts']
const filters = z.object({
	...listQuery,
	q: z.string().max(200).optional().openapi({ description: 'Name, address, person, e-mail or phone' }),
	kind: z.enum(accountKinds, { error: 'kind_unknown' }).optional(),
	name: z.string().max(200).optional().openapi({ description: 'The whole name; case does not count' }),
	externalId: z.string().max(200).optional(),
	portalEnabled: z.stringbool({ error: 'flag_expected' }).optional(),
	archived: z.stringbool({ error: 'flag_expected' }).default(false),
})

export const accountsApi = newApi()

const list = operation({
	grant: 'accounts:read',
	method: 'get',
	path: '/accounts',
	tags,
	summary: 'List accounts, oldest first',
	request: { query: filters },
	responses: { 200: json(listOf(record), 'A page of accounts') },
})
accountsApi.openapi(list, async (c) => {
	const { limit, cursor, ...filter } = c.req.valid('query')
	const after = decodeCursor(cursor)
	const order = accountOrder('created', 'asc')
	if (cursor && (!after || !fits(order, after))) return invalid('cursor', 'cursor_invalid')
	const listing = { filter, limit, after, sort: 'created' as const, direction: 'asc' as const }
	const page = await read(c.get('scope'), (reader) => listAccounts(reader, listing))
	return c.json({ data: page.rows.map(toJson), nextCursor: page.next }, 200)
})

const create = operation({
	grant: 'accounts:write',
	method: 'post',
	path: '/accounts',
	tags,
	summary: 'Create an account',
	request: { body: body(accountInput) },
	responses: { 201: json(record, 'The new account') },
})
accountsApi.openapi(create, async (c) => {
	const outcome = await createAccount(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	return c.json(toJson(outcome.account), 201, { location: `/api/v1/accounts/${outcome.account.id}` })
})

const show = operation({
	grant: 'accounts:read',
	method: 'get',
	path: '/accounts/{id}',
	tags,
	summary: 'One account',
	request: { params: idParam },
	responses: { 200: json(record, 'The account') },
})
accountsApi.openapi(show, async (c) => {
	const account = await read(c.get('scope'), (reader) => findAccount(reader, c.req.valid('param').id))
	return account && !account.archivedAt ? c.json(toJson(account), 200) : notFound()
})

const change = operation({
	grant: 'accounts:write',
	method: 'patch',
	path: '/accounts/{id}',
	tags,
	summary: 'Change an account; what is left out stays',
	request: { params: idParam, body: body(accountPatch) },
	responses: { 200: json(record, 'The account as it is now') },
})
accountsApi.openapi(change, async (c) => {
	const outcome = await updateAccount(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.account), 200) : refused(outcome)
})

const upsert = operation({
	grant: 'accounts:write',
	method: 'put',
	path: '/accounts/external/{externalId}',
	tags,
	summary: 'Create or change the account with this id of yours',
	request: { params: externalIdParam, body: body(accountInput) },
	responses: { 200: json(record, 'The account as it is now'), 201: json(record, 'The new account') },
})
accountsApi.openapi(upsert, async (c) => {
	const outcome = await upsertAccount(c.get('scope'), c.req.valid('param').externalId, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	if (!outcome.created) return c.json(toJson(outcome.account), 200)
	return c.json(toJson(outcome.account), 201, { location: `/api/v1/accounts/${outcome.account.id}` })
})

const archive = operation({
	grant: 'accounts:write',
	method: 'delete',
	path: '/accounts/{id}',
	tags,
	summary: 'Archive an account',
	request: { params: idParam },
	responses: { 204: { description: 'Archived' } },
})
accountsApi.openapi(archive, async (c) => {
	const done = await archiveAccount(c.get('scope'), c.req.valid('param').id)
	return done ? c.body(null, 204) : notFound()
})

const restore = operation({
	grant: 'accounts:write',
	method: 'post',
	path: '/accounts/{id}/restoration',
	tags,
	summary: 'Bring an archived account back',
	request: { params: idParam },
	responses: { 200: json(record, 'The account as it is now') },
})
accountsApi.openapi(restore, async (c) => {
	const { id } = c.req.valid('param')
	await restoreAccount(c.get('scope'), id)
	const account = await read(c.get('scope'), (reader) => findAccount(reader, id))
	return account && !account.mergedInto ? c.json(toJson(account), 200) : notFound()
})

const merger = operation({
	grant: 'accounts:write',
	method: 'post',
	path: '/accounts/{id}/merger',
	tags,
	summary: 'Merge another account into this one, for good; the same again changes nothing',
	request: { params: idParam, body: body(z.object({ accountId: z.string({ error: 'text_expected' }) })) },
	responses: { 200: json(record, 'The account as it is now') },
})
accountsApi.openapi(merger, async (c) => {
	const { id } = c.req.valid('param')
	const there = await read(c.get('scope'), (reader) => findAccount(reader, id))
	if (!there || there.archivedAt) return notFound()
	const outcome = await mergeAccounts(c.get('scope'), id, c.req.valid('json').accountId)
	if (!outcome.ok) return invalid('accountId', mergeProblems[outcome.reason])
	const account = await read(c.get('scope'), (reader) => findAccount(reader, id))
	return account ? c.json(toJson(account), 200) : notFound()
})
const mergeProblems = {
	same: 'account_itself',
	archived: 'account_archived',
	not_found: 'account_unknown',
	other_unknown: 'account_unknown',
} as const

const note = operation({
	grant: 'accounts:write',
	method: 'post',
	path: '/accounts/{id}/notes',
	tags,
	summary: 'Write a note into the feed; only the company sees it',
	request: { params: idParam, body: body(noteInput) },
	responses: { 204: { description: 'Written' } },
})
accountsApi.openapi(note, async (c) => {
	const written = await noteAccount(c.get('scope'), c.req.valid('param').id, c.req.valid('json').text)
	return written ? c.body(null, 204) : notFound()
})
