import { beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { markRead } from '#features/messages/unread/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { read } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { answerApi } from '../../src/api.ts'
import { jobKinds } from '../../src/jobs.ts'

useInstallation(jobKinds)

async function company(grants = ['conversations:read', 'conversations:write', 'messages:read', 'messages:write']) {
	const scope = await makeWorkspace()
	const workspace = await read(scope, currentWorkspace)
	const key = await createApiKey(scope, { name: 'CRM', grants })
	const token = key.ok ? key.apiKey : ''
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const dev = await makeMember({ in: scope })
	async function call(method: string, path: string, body?: unknown) {
		const request = new Request(`http://x.localhost/api/v1${path}`, {
			method,
			headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		})
		const response = await answerApi(request, { workspace, ip: '127.0.0.1', requestId: 'req' })
		const text = await response.text()
		return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
	}
	return { scope, account, maya, dev, call }
}

type Company = Awaited<ReturnType<typeof company>>
let one: Company
let two: Company
beforeAll(async () => {
	;[one, two] = [await company(), await company()]
})

const place = ({ account, maya }: Company) => ({ accountId: account.id, contactId: maya.id })

test('API-1: a program begins a conversation, writes in it and reads what is answered', async () => {
	const { call, maya, dev } = one
	const begun = await call('POST', '/conversations', { ...place(one), subject: 'Battery' })
	expect(begun.status).toBe(201)
	expect(begun.headers.get('location')).toBe(`/api/v1/conversations/${begun.body.id}`)
	expect(begun.body).toMatchObject({ ...place(one), subject: 'Battery', lastMessageAt: null, unread: 0 })
	const conversationId = begun.body.id
	expect((await call('POST', '/conversations', place(one))).body.id).toBe(conversationId)
	const written = await call('POST', '/messages', { conversationId, body: ' Hello ' })
	expect(written.status).toBe(201)
	expect(written.body).toMatchObject({
		conversationId,
		author: { type: 'member', id: null },
		body: 'Hello',
		attachments: [],
		internal: false,
		readAt: null,
	})
	await markRead(maya.scope, conversationId, written.body.id)
	await sendMessage(maya.scope, { conversationId }, { body: 'Hi!' })
	await sendMessage(dev.scope, { conversationId }, { body: 'Owes us money', internal: true })
	const all = await call('GET', `/messages?conversationId=${conversationId}`)
	expect(all.body.data.map((message: { body: string; internal: boolean }) => [message.body, message.internal])).toEqual(
		[
			['Hello', false],
			['Hi!', false],
			['Owes us money', true],
		],
	)
	expect(all.body.data[0].readAt).not.toBeNull()
	expect(all.body.data.map((message: { author: unknown }) => message.author)).toEqual([
		{ type: 'member', id: null },
		{ type: 'contact', id: maya.id },
		{ type: 'member', id: dev.id },
	])
	expect((await call('GET', `/conversations/${conversationId}`)).body).toMatchObject({ unread: 1 })
	expect((await call('GET', `/messages/${written.body.id}`)).body).toMatchObject({ body: 'Hello' })
})

test('API-1: lists come in pages that hold each record once', async () => {
	const { call } = await company()
	const fresh = await company()
	for (let i = 0; i < 5; i++) await fresh.call('POST', '/messages', { ...place(fresh), body: `${i}` })
	const bodies: string[] = []
	for (let cursor: string | null = ''; cursor !== null; ) {
		const page = await fresh.call('GET', `/messages?limit=2${cursor && `&cursor=${cursor}`}`)
		bodies.push(...page.body.data.map((message: { body: string }) => message.body))
		cursor = page.body.nextCursor
	}
	expect(bodies).toEqual(['0', '1', '2', '3', '4'])
	expect((await call('GET', '/messages?cursor=nonsense')).status).toBe(422)
	expect((await call('GET', '/conversations?limit=201')).status).toBe(422)
})

test('API-1: what is wrong is said at its field', async () => {
	const { call } = one
	const wrong = async (body: object) => (await call('POST', '/messages', body)).body.errors?.[0]
	expect(await wrong({ ...place(one), body: ' ' })).toMatchObject({ path: 'body', code: 'message_empty' })
	expect(await wrong({ ...place(one), body: 'x'.repeat(1_000_000) })).toMatchObject({ code: 'message_too_long' })
	expect(await wrong({ body: 'x' })).toMatchObject({ path: 'contactId', code: 'contact_unknown' })
	expect(await wrong({ conversationId: 'cnv_none', body: 'x' })).toMatchObject({ code: 'conversation_unknown' })
	expect(await wrong({ ...place(one), body: 'x', attachments: ['doc_none'] })).toMatchObject({ path: 'attachments' })
})

test('API-1: nothing of another company is found, changed or hung on a message', async () => {
	const theirs = (await two.call('POST', '/messages', { ...place(two), body: 'Theirs' })).body
	for (const path of [`/messages/${theirs.id}`, `/conversations/${theirs.conversationId}`]) {
		expect((await one.call('GET', path)).status, path).toBe(404)
	}
	expect((await one.call('PATCH', `/conversations/${theirs.conversationId}`, { status: 'done' })).status).toBe(404)
	expect((await one.call('POST', '/messages', { conversationId: theirs.conversationId, body: 'x' })).status).toBe(422)
	expect((await one.call('POST', '/conversations', place(two))).status).toBe(422)
	expect((await one.call('GET', `/messages?conversationId=${theirs.conversationId}`)).body.data).toEqual([])
	const file = await makeDocument({ account: two.account, sharedWithPortal: true })
	const hung = await one.call('POST', '/messages', { ...place(one), body: 'x', attachments: [file.id] })
	expect(hung.body.errors[0]).toMatchObject({ code: 'unknown_attachment' })
})

test('API-1: a shared document hangs on a message, one that is not shared does not', async () => {
	const shared = await makeDocument({ account: one.account, sharedWithPortal: true })
	const hidden = await makeDocument({ account: one.account, sharedWithPortal: false })
	const sent = await one.call('POST', '/messages', { ...place(one), attachments: [shared.id] })
	expect(sent.body).toMatchObject({ body: '', attachments: [shared.id] })
	expect((await one.call('POST', '/messages', { ...place(one), attachments: [hidden.id] })).status).toBe(422)
})

test('API-1: a conversation is assigned, put away and taken up again', async () => {
	const { call, dev } = one
	const { conversationId } = (await call('POST', '/messages', { ...place(one), body: 'x' })).body
	const change = (body: object) => call('PATCH', `/conversations/${conversationId}`, body)
	expect((await change({ assignedTo: dev.id, status: 'done' })).body).toMatchObject({
		assignedTo: dev.id,
		status: 'done',
	})
	expect((await change({ assignedTo: two.dev.id })).body.errors[0]).toMatchObject({ code: 'member_unknown' })
	expect((await call('GET', `/conversations?assignedTo=${dev.id}&status=done`)).body.data).toHaveLength(1)
	expect((await change({ assignedTo: null, status: 'open' })).body).toMatchObject({ assignedTo: null, status: 'open' })
})

test('API-1: a key without the scope is refused', async () => {
	const reader = await company(['messages:read'])
	expect((await reader.call('POST', '/messages', { ...place(reader), body: 'x' })).status).toBe(403)
	expect((await reader.call('GET', '/conversations')).status).toBe(403)
	expect((await reader.call('GET', '/messages')).status).toBe(200)
})
