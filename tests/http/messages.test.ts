import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MessageView, Posts } from '#features/messages/schema.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { type Ask, ask, type Cookie } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'all' })
})
afterAll(() => server.stop())

async function company(slug: string) {
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const dev = await makeMember({ in: scope })
	const sent = await sendMessage(maya.scope, { accountId: account.id }, { body: 'Hello' })
	if (!sent.ok) throw new Error(sent.reason)
	const cookies = { maya: await makeSession(maya.scope), dev: await makeSession(dev.scope) }
	const call = (cookie: Cookie, path: string, more: Ask = {}) =>
		ask(`${server.urlOf(slug)}${path}`, { cookie, headers: { accept: 'application/json', ...more.headers }, ...more })
	return { scope, account, maya, dev, cookies, call, id: sent.conversationId, messageId: sent.messageId }
}

const bodies = (posts: Posts) => posts.messages.map((message: MessageView) => message.body)

function upload(files: [name: string, content: string | Buffer][], fields: Record<string, string> = {}): FormData {
	const form = new FormData()
	for (const [name, value] of Object.entries(fields)) form.set(name, value)
	for (const [name, content] of files) form.append('file', new File([new Uint8Array(Buffer.from(content))], name))
	return form
}

test('MSG-1: no page or endpoint of a conversation answers anybody else', async () => {
	const { scope, cookies, call, id, messageId } = await company('north')
	const neighbour = await makeSession((await makeContact({ accounts: [await makeAccount({ in: scope })] })).scope)
	const technician = await makeSession((await makeMember({ in: scope, role: 'technician' })).scope)
	const south = await company('south')
	const tries = (base: string): [string, Ask][] => [
		[base, { headers: { accept: 'text/html' } }],
		[`${base}/posts?after=`, {}],
		[`${base}/posts`, { body: { body: 'Hi' } }],
		[`${base}/files`, { body: upload([['a.pdf', '%PDF-1.7']]) }],
		[`${base}/posts`, { body: upload([], { text: 'Hi' }) }],
		// Told again within a second, which is not passed on.
		[`${base}/typing`, { body: {} }],
		[`${base}/typing`, { body: {} }],
		[`${base}/reading`, { body: { upTo: messageId } }],
		[`${base}/reading?upTo=${messageId}`, {}],
	]
	for (const [path, request] of tries(`/messages/${id}`)) {
		expect((await call(neighbour, path, request)).status, path).toBe(404)
		expect((await south.call(south.cookies.maya, path, request)).status, path).toBe(404)
	}
	const { messages } = (await call(cookies.maya, `/messages/${id}/posts?after=`)).json<Posts>()
	expect(messages[0]?.readAt).toBeNull()
	for (const [path, request] of tries(`/messages/${id}`)) {
		expect((await call(cookies.maya, path, request)).status, path).toBeLessThan(400)
	}
	for (const [path, request] of tries(`/office/inbox/${id}`)) {
		expect((await call(technician, path, request)).status, path).toBe(404)
		expect((await south.call(south.cookies.dev, path, request)).status, path).toBe(404)
		expect((await call(cookies.maya, path, request)).status, path).toBe(303)
		expect((await call(cookies.dev, path, request)).status, path).toBeLessThan(400)
	}
})

test('MSG-1: an attachment is seen by those who see its conversation, and by nobody else', async () => {
	const { scope, cookies, call, id } = await company('files')
	const neighbour = await makeSession((await makeContact({ accounts: [await makeAccount({ in: scope })] })).scope)
	const taken = await call(cookies.maya, `/messages/${id}/files`, { body: upload([['plan.pdf', '%PDF-1.7 plan']]) })
	const [file] = taken.json<{ files: { id: string; title: string }[] }>().files
	expect(file).toMatchObject({ title: 'plan' })
	const fileId = file?.id ?? ''
	const stolen = { body: 'Mine now', attachments: [fileId] }
	expect((await call(cookies.dev, `/office/inbox/${id}/posts`, { body: { body: 'ok' } })).status).toBe(200)
	const other = await company('thief')
	expect((await other.call(other.cookies.maya, `/messages/${other.id}/posts`, { body: stolen })).status).toBe(422)
	const sent = await call(cookies.maya, `/messages/${id}/posts`, { body: { body: 'The plan', attachments: [fileId] } })
	expect(sent.status).toBe(200)
	const open = async (cookie: Cookie, path: string) => (await call(cookie, path)).status
	expect(await open(cookies.maya, `/files/${fileId}/content`)).toBe(200)
	expect(await open(cookies.dev, `/office/documents/${fileId}/content`)).toBe(200)
	expect(await open(neighbour, `/files/${fileId}/content`)).toBe(404)
	expect((await other.call(other.cookies.maya, `/files/${fileId}/content`)).status).toBe(404)
})

test('MSG-1: a message of a megabyte is refused in words, by a page with scripts and by one without', async () => {
	const { cookies, call, id } = await company('large')
	const text = 'x'.repeat(1_000_000)
	const byScript = await call(cookies.maya, `/messages/${id}/posts`, { body: { body: text } })
	expect([byScript.status, byScript.json()]).toEqual([422, { ok: false, reason: 'message_too_long' }])
	const plain = { headers: { accept: 'text/html' }, body: upload([], { text }) }
	const byForm = await call(cookies.maya, `/messages/${id}/posts`, plain)
	expect(byForm.status).toBe(422)
	expect(byForm.text).toContain('1,000,000 characters, and 10,000 fit')
	expect(byForm.text).toContain(text)
	expect(bodies((await call(cookies.maya, `/messages/${id}/posts?after=`)).json<Posts>())).toEqual(['Hello'])
})

test('MSG-1: without scripts the same form sent twice is one message', async () => {
	const { cookies, call, id } = await company('twice')
	const form = () => ({
		headers: { accept: 'text/html' },
		body: upload([], { text: 'Once', clientKey: 'of-this-page' }),
	})
	for (let i = 0; i < 2; i++) {
		const answer = await call(cookies.maya, `/messages/${id}/posts`, form())
		expect([answer.status, answer.headers.location]).toEqual([303, `/messages/${id}#end`])
	}
	expect(bodies((await call(cookies.maya, `/messages/${id}/posts?after=`)).json<Posts>())).toEqual(['Hello', 'Once'])
})

test('DOC-4: a file of 60 MB and a program that calls itself a PDF are refused, and the text comes back', async () => {
	const { cookies, call, id } = await company('refused')
	const program = await call(cookies.maya, `/messages/${id}/files`, { body: upload([['invoice.pdf', 'MZ program']]) })
	expect([program.status, program.json<{ reason: string }>().reason]).toEqual([422, 'typeRefused'])
	const huge: [string, Buffer] = ['film.pdf', Buffer.concat([Buffer.from('%PDF-1.7\n'), Buffer.alloc(58_000_000, 'x')])]
	expect((await call(cookies.maya, `/messages/${id}/files`, { body: upload([huge]) })).status).toBe(413)
	const form = { headers: { accept: 'text/html' }, body: upload([['invoice.pdf', 'MZ program']], { text: 'Not lost' }) }
	const page = await call(cookies.maya, `/messages/${id}/posts`, form)
	expect(page.status).toBe(422)
	expect(page.text).toMatch(/<textarea[^>]*>Not lost<\/textarea>/)
	expect(bodies((await call(cookies.maya, `/messages/${id}/posts?after=`)).json<Posts>())).toEqual(['Hello'])
})

test('MSG-1: one conversation opens by itself, several are listed, none is said', async () => {
	const { scope, cookies, call, id, account } = await company('several')
	const one = await call(cookies.maya, '/messages')
	expect([one.status, one.headers.location]).toEqual([303, `/messages/${id}`])
	const both = await makeContact({ accounts: [account, await makeAccount({ in: scope, name: 'Second home' })] })
	const list = await call(await makeSession(both.scope), '/messages', { headers: { accept: 'text/html' } })
	expect(list.text).toContain('Second home')
	const unlinked = await makeContact({ accounts: [], workspaceId: scope.workspaceId })
	expect((await call(await makeSession(unlinked.scope), '/messages')).status).toBe(404)
	const shut = await makeContact({ accounts: [account], accessAreas: ['documents'] })
	expect((await call(await makeSession(shut.scope), '/messages')).status).toBe(404)
})
