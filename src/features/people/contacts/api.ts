import { z } from '@hono/zod-openapi'
import { noticeChoices } from '#features/notifications/choices/schema.ts'
import { body, externalIdParam, idParam, json, listOf, listQuery, newApi, operation, time } from '#platform/api/api.ts'
import { conflict, invalid, notFound, type ProblemResponse } from '#platform/api/problem.ts'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import { fits } from '#platform/paging/keyset.ts'
import { accessAreas } from '#platform/scope/scope.ts'
import { normalisePhone } from '../channels/rules.ts'
import { mergeContacts } from '../merging/writes.ts'
import { contactKinds, linkTypes, portalStatuses, statusFilters } from '../rules.ts'
import { contactInput, contactPatch } from '../schema.ts'
import { archiveContacts, restoreContact } from './archiving/writes.ts'
import { type Contact, contactOrder, findContact, listContacts } from './reads.ts'
import { type ContactFailure, createContact, updateContact, upsertContact } from './writes.ts'

const record = z
	.object({
		id: z.string().openapi({ example: 'con_01j9zq3v7k8m2n4p6r8t0v2x4z' }),
		externalId: z.string().nullable(),
		kind: z.enum(contactKinds),
		firstName: z.string(),
		lastName: z.string(),
		email: z.string().nullable(),
		phone: z.string().nullable().openapi({ description: 'E.164', example: '+13035550177' }),
		phoneExtension: z.string().nullable(),
		language: z.string(),
		marketingOptIn: z.boolean(),
		links: z.array(z.object({ type: z.enum(linkTypes), id: z.string() })),
		accessAreas: z.array(z.enum(accessAreas)),
		noticeChoices: z.object(noticeChoices.shape).openapi({
			description: 'How it wants notices of a kind; one left out comes by e-mail, without an address by text message',
		}),
		mayInvite: z.boolean().openapi({ description: 'May let others in to what it sees itself' }),
		delegateOf: z.string().nullable().openapi({
			description:
				'The contact who let this one in: of its links and areas only those count that the other has as well',
		}),
		portalStatus: z.enum(portalStatuses),
		invitationBounced: z.boolean(),
		avatarUrl: z.string().nullable(),
		invitedAt: z.iso.datetime().nullable(),
		registeredAt: z.iso.datetime().nullable(),
		lastSeenAt: z.iso.datetime().nullable(),
		createdAt: z.iso.datetime(),
		updatedAt: z.iso.datetime(),
		archivedAt: z.iso.datetime().nullable(),
	})
	.openapi('Contact')

function toJson(contact: Contact): z.output<typeof record> {
	return {
		id: contact.id,
		externalId: contact.externalId,
		kind: contact.kind,
		firstName: contact.firstName,
		lastName: contact.lastName,
		email: contact.email,
		phone: contact.phone,
		phoneExtension: contact.phoneExtension,
		language: contact.language,
		marketingOptIn: contact.marketingOptIn,
		links: contact.links.map((link) => ({ type: link.type, id: link.projectId ?? link.siteId ?? link.accountId })),
		accessAreas: contact.accessAreas,
		noticeChoices: contact.noticeChoices,
		mayInvite: contact.mayInvite,
		delegateOf: contact.delegateOf,
		portalStatus: contact.portalStatus,
		invitationBounced: contact.invitationBounced,
		avatarUrl: null,
		invitedAt: time(contact.invitedAt),
		registeredAt: time(contact.registeredAt),
		lastSeenAt: time(contact.lastSeenAt),
		createdAt: time(contact.createdAt),
		updatedAt: time(contact.updatedAt),
		archivedAt: time(contact.archivedAt),
	}
}

function refused(failure: ContactFailure): ProblemResponse {
	switch (failure.reason) {
		case 'email_taken':
		case 'external_id_taken':
			return conflict(failure.reason, failure.path)
		case 'not_found':
		case 'changed':
			return notFound()
		default:
			return invalid(failure.path, failure.reason)
	}
}

const tags = ['Contacts']
const filters = z.object({
	...listQuery,
	q: z.string().max(200).optional().openapi({ description: 'Name, e-mail, phone in any format, account or address' }),
	kind: z.enum(contactKinds, { error: 'kind_unknown' }).optional(),
	portalStatus: z
		.enum(statusFilters, { error: 'status_unknown' })
		.optional()
		.openapi({ description: '`bounced`: invited, and the last invitation could not be delivered' }),
	accountId: z.string().max(60).optional(),
	siteId: z.string().max(60).optional(),
	email: z.string().max(254).optional(),
	phone: z.string().max(60).optional(),
	externalId: z.string().max(200).optional(),
	delegateOf: z.string().max(60).optional().openapi({ description: 'Let in by this contact' }),
	archived: z.stringbool({ error: 'flag_expected' }).default(false),
})

export const contactsApi = newApi()

const list = operation({
	grant: 'contacts:read',
	method: 'get',
	path: '/contacts',
	tags,
	summary: 'List contacts, oldest first',
	request: { query: filters },
	responses: { 200: json(listOf(record), 'A page of contacts') },
})
contactsApi.openapi(list, async (c) => {
	const { limit, cursor, phone, ...rest } = c.req.valid('query')
	const after = decodeCursor(cursor)
	if (cursor && (!after || !fits(contactOrder('created', 'asc'), after))) return invalid('cursor', 'cursor_invalid')
	const number = phone === undefined ? undefined : (normalisePhone(phone, c.get('country'))?.e164 ?? phone)
	const listing = { filter: { ...rest, phone: number }, limit, after, sort: 'created', direction: 'asc' } as const
	const page = await read(c.get('scope'), (reader) => listContacts(reader, listing))
	return c.json({ data: page.rows.map(toJson), nextCursor: page.next }, 200)
})

const create = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts',
	tags,
	summary: 'Create a contact; with `invite` it is invited to the portal at once',
	request: { body: body(contactInput()) },
	responses: { 201: json(record, 'The new contact') },
})
contactsApi.openapi(create, async (c) => {
	const outcome = await createContact(c.get('scope'), c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	return c.json(toJson(outcome.contact), 201, { location: `/api/v1/contacts/${outcome.contact.id}` })
})

const show = operation({
	grant: 'contacts:read',
	method: 'get',
	path: '/contacts/{id}',
	tags,
	summary: 'One contact',
	request: { params: idParam },
	responses: { 200: json(record, 'The contact') },
})
contactsApi.openapi(show, async (c) => {
	const contact = await read(c.get('scope'), (reader) => findContact(reader, c.req.valid('param').id))
	return contact && !contact.archivedAt ? c.json(toJson(contact), 200) : notFound()
})

const change = operation({
	grant: 'contacts:write',
	method: 'patch',
	path: '/contacts/{id}',
	tags,
	summary: 'Change a contact; what is left out stays, `links` and `accessAreas` are replaced whole',
	request: { params: idParam, body: body(contactPatch()) },
	responses: { 200: json(record, 'The contact as it is now') },
})
contactsApi.openapi(change, async (c) => {
	const outcome = await updateContact(c.get('scope'), c.req.valid('param').id, c.req.valid('json'))
	return outcome.ok ? c.json(toJson(outcome.contact), 200) : refused(outcome)
})

const upsert = operation({
	grant: 'contacts:write',
	method: 'put',
	path: '/contacts/external/{externalId}',
	tags,
	summary: 'Create or change the contact with this id of yours',
	request: { params: externalIdParam, body: body(contactInput()) },
	responses: { 200: json(record, 'The contact as it is now'), 201: json(record, 'The new contact') },
})
contactsApi.openapi(upsert, async (c) => {
	const outcome = await upsertContact(c.get('scope'), c.req.valid('param').externalId, c.req.valid('json'))
	if (!outcome.ok) return refused(outcome)
	if (!outcome.created) return c.json(toJson(outcome.contact), 200)
	return c.json(toJson(outcome.contact), 201, { location: `/api/v1/contacts/${outcome.contact.id}` })
})

const archive = operation({
	grant: 'contacts:write',
	method: 'delete',
	path: '/contacts/{id}',
	tags,
	summary: 'Archive a contact; its sessions end',
	request: { params: idParam },
	responses: { 204: { description: 'Archived' } },
})
contactsApi.openapi(archive, async (c) => {
	const done = await archiveContacts(c.get('scope'), [c.req.valid('param').id])
	return done.length > 0 ? c.body(null, 204) : notFound()
})

const restore = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/{id}/restoration',
	tags,
	summary: 'Bring an archived contact back; refused while somebody else has its e-mail address',
	request: { params: idParam },
	responses: { 200: json(record, 'The contact as it is now') },
})
contactsApi.openapi(restore, async (c) => {
	const outcome = await restoreContact(c.get('scope'), c.req.valid('param').id)
	return outcome.ok ? c.json(toJson(outcome.contact), 200) : refused(outcome)
})

const merger = operation({
	grant: 'contacts:write',
	method: 'post',
	path: '/contacts/{id}/merger',
	tags,
	summary: 'Merge another contact into this one, for good',
	request: { params: idParam, body: body(z.object({ contactId: z.string({ error: 'text_expected' }) })) },
	responses: { 200: json(record, 'The contact as it is now') },
})
contactsApi.openapi(merger, async (c) => {
	const { id } = c.req.valid('param')
	const { contactId } = c.req.valid('json')
	const there = await read(c.get('scope'), (reader) => findContact(reader, id))
	if (!there || there.archivedAt) return notFound()
	const outcome = await mergeContacts(c.get('scope'), id, contactId)
	if (!outcome.ok) return invalid('contactId', 'contact_unknown')
	const contact = await read(c.get('scope'), (reader) => findContact(reader, id))
	return contact ? c.json(toJson(contact), 200) : notFound()
})
