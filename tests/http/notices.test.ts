import { afterAll, beforeAll, expect, test } from 'vitest'
import { noticesOf } from '#features/notifications/choices/reads.ts'
import { unsubscribeToken } from '#features/notifications/choices/tokens/rules.ts'
import { read } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeVisitor } from '#support/visitor.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
let server: TestServer

beforeAll(async () => {
	server = await startServer({ databaseUrl: installation.url(), role: 'web' })
})
afterAll(() => server?.stop())

let companies = 0
async function maya(fields: object = {}) {
	const slug = `notices-${++companies}`
	const scope = await makeWorkspace({ slug })
	const contact = await makeContact({ accounts: [await makeAccount({ in: scope })], ...fields })
	const browser = makeVisitor(server.urlOf(slug))
	const { name, value } = await makeSession(contact.scope)
	browser.cookies.set(name, value)
	const token = unsubscribeToken(scope.workspaceId, contact.id, 'documents')
	const choices = async () =>
		(await read(contact.scope, (reader) => noticesOf(reader, contact.id)))?.noticeChoices ?? null
	return { ...contact, slug, browser, token, choices, origin: server.urlOf(slug) }
}

test('HOM-3: a contact chooses between the ways that it has an address for', async () => {
	const me = await maya()
	const page = await me.browser.get('/profile/notices')
	expect(page.status).toBe(200)
	expect(page.text).toContain('value="email"')
	expect(page.text).not.toContain('value="sms"')
	expect(page.text).toContain('cannot be switched off')
	const refused = await me.browser.post('/profile/notices', { documents: 'sms' })
	expect(refused.status).toBe(422)
	expect(refused.text).toContain('There is no address for this way')
	expect((await me.browser.post('/profile/notices', { documents: 'pigeon' })).status).toBe(422)
	expect(await me.choices()).toEqual({})
	const saved = await me.browser.post('/profile/notices', { documents: 'none' })
	expect(saved.headers.location).toBe('/profile/notices?saved')
	expect(await me.choices()).toEqual({ documents: 'none' })
})

test('HOM-3: who sees no documents has no choice about them', async () => {
	const me = await maya({ accessAreas: ['messages'] })
	const page = await me.browser.get('/profile/notices')
	expect(page.text).not.toContain('name="documents"')
	expect(page.text).toContain('cannot be switched off')
})

test('NOT-5: opening the link of a mail changes nothing; its button and a mail program’s post do, without signing in', async () => {
	const [first, second] = [await maya(), await maya()]
	const stranger = makeVisitor(first.origin)
	const path = `/unsubscribe/${first.token}`
	expect((await stranger.get(path)).text).toContain('Switch off')
	expect((await stranger.get(`${path}/one-click`)).headers.location).toBe(path)
	expect((await stranger.get(`/unsubscribe/${second.token}`)).status).toBe(404)
	expect(await first.choices()).toEqual({})
	expect((await stranger.post(path)).headers.location).toBe(`${path}?done`)
	expect((await stranger.get(`${path}?done`)).text).toContain('Switched off')
	expect(await first.choices()).toEqual({ documents: 'none' })
	const oneClick = (token: string) =>
		ask(`${second.origin}/unsubscribe/${token}/one-click`, {
			body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
		})
	expect((await oneClick(first.token)).status).toBe(404)
	expect((await oneClick(`${second.token}x`)).status).toBe(404)
	expect(await second.choices()).toEqual({})
	expect((await oneClick(second.token)).status).toBe(204)
	expect((await oneClick(second.token)).status).toBe(204)
	expect(await second.choices()).toEqual({ documents: 'none' })
})
