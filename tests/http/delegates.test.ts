import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDelegate } from '#support/delegate.ts'
import { makeDocument } from '#support/document.ts'
import { ask } from '#support/http.ts'
import { openLine } from '#support/live.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeSite } from '#support/site.ts'
import { makeVisitor } from '#support/visitor.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
openStorage()
let server: TestServer
beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	server = await startServer({ databaseUrl: database.url, dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

let count = 0
async function company() {
	const slug = `people-${++count}`
	const scope = await makeWorkspace({ slug })
	const home = await makeAccount({ in: scope, name: 'Reyes household' })
	const work = await makeAccount({ in: scope, name: 'Reyes Rentals' })
	const maya = await makeContact({ accounts: [home, work], mayInvite: true })
	const origin = server.urlOf(slug)
	const made = await createApiKey(scope, { name: 'CRM', grants: ['contacts:read', 'contacts:write'] })
	if (!made.ok) throw new Error(made.reason)
	const api = (method: string, path: string, body?: object) =>
		ask(`${origin}/api/v1${path}`, {
			method,
			headers: { authorization: `Bearer ${made.apiKey}` },
			...(body && { body }),
		})
	return { slug, scope, home, work, maya, origin, api }
}
async function browse(origin: string, scope: ClientScope) {
	const visitor = makeVisitor(origin)
	const { name, value } = await makeSession(scope)
	visitor.cookies.set(name, value)
	return { ...visitor, cookie: { name, value } }
}
async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
	for (;;) {
		const found = await look()
		if (found !== undefined) return found
		await new Promise((done) => setTimeout(done, 100))
	}
}

test('ACC-15: a client lets somebody in without scripts, who sees that and no more, and is out when removed', async () => {
	const { scope, home, work, maya, origin } = await company()
	const mine = await makeDocument({ account: home, sharedWithPortal: true, title: 'Plan of home' })
	const other = await makeDocument({ account: work, sharedWithPortal: true, title: 'Plan of work' })
	const visitor = await browse(origin, maya.scope)
	expect((await visitor.get('/profile')).text).toContain('/profile/people')
	const form = { firstName: 'Tom', email: 'tom@example.com', place: home.id, area: 'documents' }
	const wrong = await visitor.post('/profile/people/new', { ...form, email: 'tom@' })
	expect(wrong.status).toBe(422)
	expect(wrong.text).toContain('value="tom@"')
	const none = await visitor.post('/profile/people/new', { firstName: 'Tom', email: 'tom@example.com' })
	expect([none.status, none.text.includes('Tick at least one place.')]).toEqual([422, true])
	const sent = await visitor.post('/profile/people/new', form)
	expect([sent.status, sent.headers.location]).toEqual([303, '/profile/people?done=sent'])
	const letter = await until(async () =>
		(await lettersOf(scope.workspaceId)).find(({ to }) => to === 'tom@example.com'),
	)

	const tom = makeVisitor(origin)
	expect((await tom.post(`/i/${letter.token}`)).status).toBe(303)
	const files = await tom.get('/files')
	expect(files.text).toContain('Plan of home')
	expect(files.text).not.toContain('Plan of work')
	expect((await tom.get(`/files/${mine.id}`)).status).toBe(200)
	expect((await tom.get(`/files/${other.id}`)).status).toBe(404)
	for (const path of ['/messages', '/profile/people', '/profile/people/new'])
		expect((await tom.get(path)).status).toBe(404)
	expect((await tom.post('/profile/people/new', { ...form, email: 'x@example.com' })).status).toBe(404)

	const list = await visitor.get('/profile/people')
	expect(list.text).toContain('Can sign in')
	const path = /\/profile\/people\/dlg_\w+/.exec(list.text)?.[0] ?? ''
	const changed = await visitor.post(`${path}?/save`, { place: work.id, area: 'documents' })
	expect(changed.status).toBe(303)
	expect((await tom.get('/files')).text).not.toContain('Plan of home')
	expect((await tom.get(`/files/${other.id}`)).status).toBe(200)
	expect((await visitor.post(`${path}?/remove`)).status).toBe(422)
	const line = await openLine(`${origin}/live`, {
		name: 'portal_session',
		value: tom.cookies.get('portal_session') ?? '',
	})
	expect((await visitor.post(`${path}?/remove`, { sure: 'on' })).headers.location).toBe('/profile/people?done=removed')
	await line.ended
	expect((await tom.get('/files')).headers.location).toContain('/sign-in')
	expect((await visitor.get(path)).status).toBe(404)
})

test('ACC-15: nobody sees, changes or removes the people of another client or company', async () => {
	const [sunny, acme] = [await company(), await company()]
	const { id } = await makeDelegate(sunny.maya)
	const noor = await makeContact({ accounts: [sunny.home], mayInvite: true })
	const strangers = [await browse(sunny.origin, noor.scope), await browse(acme.origin, acme.maya.scope)]
	for (const visitor of strangers) {
		expect((await visitor.get(`/profile/people/${id}`)).status).toBe(404)
		for (const action of ['save', 'again', 'remove']) {
			const fields = { sure: 'on', area: 'documents', place: sunny.home.id }
			expect((await visitor.post(`/profile/people/${id}?/${action}`, fields)).status, action).toBe(404)
		}
		expect((await visitor.get('/profile/people')).text).not.toContain(id)
	}
	expect((await (await browse(sunny.origin, sunny.maya.scope)).get(`/profile/people/${id}`)).status).toBe(200)
})

test('ACC-15: what the inviter loses, open pages of the delegate lose with it', async () => {
	const { maya, home, origin, api } = await company()
	const tom = await makeDelegate(maya)
	const visitor = await browse(origin, tom.scope)
	const line = await openLine(`${origin}/live`, visitor.cookie)
	expect((await visitor.get('/messages')).status).toBeLessThan(400)
	expect((await api('PATCH', `/contacts/${maya.id}`, { accessAreas: ['documents'] })).status).toBe(200)
	await line.until((block) => block.includes('contact.accessChanged'))
	expect((await visitor.get('/messages')).status).toBe(404)
	expect((await api('PATCH', `/contacts/${maya.id}`, { mayInvite: false })).json()).toMatchObject({ mayInvite: false })
	await line.ended
	expect((await visitor.get('/')).headers.location).toContain('/sign-in')
	await api('PATCH', `/contacts/${maya.id}`, { mayInvite: true })
	const shown = (await api('GET', `/contacts?delegateOf=${maya.id}`)).json<{ data: object[] }>()
	expect(shown.data).toMatchObject([{ id: tom.contactId, delegateOf: maya.id }])
	expect((await api('PATCH', `/contacts/${tom.contactId}`, { delegateOf: maya.id })).status).toBe(422)
	await api('PATCH', `/contacts/${maya.id}`, { links: [] })
	expect((await visitor.get('/')).headers.location).toContain('/sign-in')
	expect((await api('PATCH', `/contacts/${tom.contactId}`, { delegateOf: null })).json()).toMatchObject({
		delegateOf: null,
		links: [{ type: 'account', id: home.id }],
	})
	expect((await visitor.get('/files')).status).toBe(200)
})

test('ACC-15: staff see who let in whom; a preview shows the list and changes nothing', async () => {
	const { scope, maya, origin } = await company()
	const tom = await makeDelegate(maya)
	const dev = await makeMember({ in: scope })
	const office = makeVisitor(origin)
	const { name, value } = await makeSession(dev.scope)
	office.cookies.set(name, value)
	expect((await office.get(`/office/contacts/${maya.id}`)).text).toContain(`/office/contacts/${tom.contactId}`)
	expect((await office.get(`/office/contacts/${tom.contactId}`)).text).toContain(`/office/contacts/${maya.id}`)
	const list = (await office.get('/office/contacts?delegates=1')).text
	expect([list.includes(tom.contactId), list.includes(`/office/contacts/${maya.id}"`)]).toEqual([true, false])
	await office.post(`/office/contacts/${maya.id}?/preview`)
	expect((await office.get('/profile/people')).text).toContain(tom.id)
	for (const action of ['?/remove', '?/save', '?/again'])
		expect((await office.post(`/profile/people/${tom.id}${action}`, { sure: 'on' })).status).toBe(403)
	expect((await office.post('/account', { account: maya.accountId })).status).toBe(403)
})

test('ACC-16: a client of several accounts sees them together, looks at one, and opens the others all the same', async () => {
	const { home, work, maya, origin } = await company()
	const flat = await makeSite({ account: work, name: 'Flat one' })
	await makeSite({ account: work, name: 'Flat two' })
	const mine = await makeDocument({ account: home, sharedWithPortal: true, title: 'Plan of home' })
	await makeDocument({ account: work, sharedWithPortal: true, title: 'Plan of work' })
	await makeDocument({ account: work, siteId: flat.id, sharedWithPortal: true, title: 'Plan of flat one' })
	const visitor = await browse(origin, maya.scope)
	const shown = async (path: string) => {
		const { text } = await visitor.get(path)
		return ['Plan of home', 'Plan of work', 'Plan of flat one'].map((title) => text.includes(title))
	}
	expect(await shown('/files')).toEqual([true, true, true])
	expect(await shown('/')).toEqual([true, true, true])
	expect((await visitor.get('/files')).text).toMatch(/Reyes Rentals ·/)
	expect((await visitor.get('/messages')).text).toContain('Each account has a conversation of its own')

	const chosen = await visitor.post('/account', { account: work.id, back: '/files' })
	expect([chosen.status, chosen.headers.location]).toEqual([303, '/files'])
	expect(await shown('/files')).toEqual([false, true, true])
	expect(await shown('/')).toEqual([false, true, true])
	expect(await shown(`/files?site=${flat.id}`)).toEqual([false, false, true])
	expect(await shown('/files?site=sit_unknown')).toEqual([false, true, true])
	expect((await visitor.get('/messages')).headers.location).toContain(`/messages/${work.id}`)
	expect((await visitor.get(`/files/${mine.id}`)).status).toBe(200)
	expect((await visitor.get(`/messages/${home.id}`)).status).toBe(200)

	const foreign = await makeAccount({ in: work, name: 'Somebody else' })
	await makeDocument({ account: foreign, sharedWithPortal: true, title: 'Secret' })
	for (const id of [foreign.id, 'acc_unknown', "' or 1=1", '💥']) {
		await visitor.post('/account', { account: id })
		expect(await shown('/files'), id).toEqual([true, true, true])
		expect((await visitor.get('/files')).text).not.toContain('Secret')
	}
	await visitor.post('/account', { account: home.id, back: 'https://evil.example/' })
	expect((await visitor.post('/account', { account: '', back: '//evil.example' })).headers.location).toBe('/')
	expect(await shown('/files')).toEqual([true, true, true])
	const single = await makeContact({ accounts: [home] })
	expect((await (await browse(origin, single.scope)).get('/')).text).not.toContain('action="/account"')
})
