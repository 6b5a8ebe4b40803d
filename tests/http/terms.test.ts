import { afterAll, beforeAll, expect, test } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { ask, type Cookie } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { openLine } from '#support/live.ts'
import { makeMember } from '#support/member.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: installation.url(), env: { TRUST_PROXY: 'true' } })
})
afterAll(() => server?.stop())

async function company(slug: string) {
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const document = await makeDocument({ account, sharedWithPortal: true })
	const maya = await makeContact({ accounts: [account], email: `maya@${slug}.example` })
	const client = await makeSession(maya.scope)
	const owner = await makeSession((await makeMember({ in: scope, role: 'owner', name: 'Priya' })).scope)
	const key = await createApiKey(scope, { name: 'CRM', grants: allGrants })
	const headers = { authorization: `Bearer ${key.ok ? key.apiKey : ''}` }
	const at = (path: string) => server.urlOf(slug) + path
	const get = (path: string, cookie?: Cookie) => ask(at(path), { cookie, headers: { accept: 'text/html' } })
	const publish = (fields: object) =>
		ask(at('/api/v1/terms'), { headers, body: { language: 'en', title: 'Terms', body: '# Rules', ...fields } })
	const accept = (version: number, more: Record<string, string> = {}) =>
		ask(at('/terms'), {
			cookie: client,
			headers: { 'x-forwarded-for': '203.0.113.5', 'user-agent': 'Test browser' },
			body: new URLSearchParams({ version: String(version), agree: '1', ...more }),
		})
	/** Until every page of the client answers like this: other processes hear of new terms a moment later. */
	const leads = (path: string, location: string | undefined) =>
		expect.poll(async () => (await get(path, client)).headers.location).toBe(location)
	return { at, get, publish, accept, leads, client, owner, headers, document, maya }
}

test('ACC-14: a client who has not accepted is led to the terms from everywhere, accepts once, and goes on', async () => {
	const { get, publish, accept, leads, client, document } = await company('gate')
	expect((await get('/', client)).status).toBe(200)
	expect((await get('/terms')).status).toBe(404)
	const made = await publish({ body: '# Rules\n\nBe **kind**. <script>alert(1)</script>' })
	expect(made.status).toBe(201)
	expect(made.json()).toMatchObject({ version: 1, language: 'en', title: 'Terms', accepted: 0 })
	await leads('/profile?tab=1', '/terms?next=%2Fprofile%3Ftab%3D1')
	for (const path of ['/files', `/files/${document.id}/content`, '/live', '/messages/unread', '/messages', '/profile'])
		expect((await get(path, client)).headers.location, path).toContain('/terms')
	const page = await get('/terms?next=%2Fprofile', client)
	expect(page.text).toContain('<strong>kind</strong>')
	expect(page.text).not.toContain('<script>alert')
	expect((await accept(1, { agree: '' })).status).toBe(422)
	expect((await get('/files', client)).status).toBe(303)
	const accepted = await accept(1, { next: '/profile' })
	expect([accepted.status, accepted.headers.location]).toEqual([303, '/profile'])
	expect((await get('/profile', client)).status).toBe(200)
	expect((await get('/terms', client)).text).toContain('You accepted these on')
	expect((await get('/terms')).text).toContain('In force since')
})

test('ACC-14: a new version asks again, an old one is not accepted, and the evidence of all stays', async () => {
	const { at, get, publish, accept, leads, owner, client, headers, maya } = await company('again')
	await publish({})
	await leads('/', '/terms')
	await Promise.all([accept(1), accept(1)])
	await publish({ title: '=Newer', body: 'Other rules' })
	await leads('/', '/terms')
	expect((await accept(1)).status).toBe(409)
	expect((await accept(3)).status).toBe(409)
	expect((await get('/terms', client)).text).toContain('have changed since you accepted them')
	expect((await accept(2)).status).toBe(303)
	const csv = await ask(at('/office/settings/terms/evidence.csv'), { cookie: owner })
	const lines = csv.text.trim().split('\n')
	expect(lines).toHaveLength(3)
	expect(lines[2]).toMatch(new RegExp(`,${maya.id},Maya,Reyes,.*,2,en,'=Newer,[0-9a-f]{64},203.0.113.5,Test browser$`))
	const list = await ask(at('/api/v1/terms?limit=1'), { headers })
	expect(list.json()).toMatchObject({ data: [{ version: 2, accepted: 1 }] })
	const next = await ask(at(`/api/v1/terms?limit=1&cursor=${list.json<{ nextCursor: string }>().nextCursor}`), {
		headers,
	})
	expect(next.json()).toMatchObject({ data: [{ version: 1, accepted: 1 }], nextCursor: null })
	const events = await ask(at('/api/v1/events?type=contact.termsAccepted'), { headers })
	expect(events.json<{ data: unknown[] }>().data).toHaveLength(2)
	const page = await ask(at('/office/settings/terms?read=1'), { cookie: owner })
	expect(page.text).toContain('One contact has accepted it.')
})

test('ACC-14: each reads the text of its language, and an open stream ends when new terms come out', async () => {
	const { at, get, publish, accept, leads, client } = await company('languages')
	const line = await openLine(at('/live'), client)
	await publish({ language: 'es', title: 'Términos' })
	await leads('/', '/terms')
	await line.ended
	await (await openLine(at('/live'), client)).until((block) => block.includes('event: ended'))
	await accept(1)
	await publish({ language: 'en', title: 'The English ones' })
	await leads('/', '/terms')
	expect((await get('/terms?lang=es')).text).toContain('Términos')
	expect((await get('/terms')).text).toContain('The English ones')
	await accept(2)
	await publish({ language: 'es', title: 'Nuevos' })
	expect((await get('/terms?lang=es')).text).toContain('Nuevos')
	expect((await get('/', client)).status).toBe(200)
})

test('ACC-14: the office publishes with a preview, and a mistake keeps the typing', async () => {
	const { at, get, owner } = await company('office')
	const post = (action: string, fields: Record<string, string>) =>
		ask(at(`/office/settings/terms?/${action}`), { cookie: owner, body: new URLSearchParams(fields) })
	const preview = await post('preview', { language: 'en', title: 'T', body: 'Some **bold** words' })
	expect(preview.text).toContain('<strong>bold</strong>')
	const refused = await post('publish', { language: 'en', title: '', body: 'kept typing' })
	expect([refused.status, refused.text.includes('kept typing')]).toEqual([422, true])
	expect((await post('publish', { language: 'en', title: 'T', body: 'Words' })).status).toBe(303)
	expect((await get('/terms')).text).toContain('Words')
	expect((await get('/office/settings/terms', owner)).text).toContain('In force')
})
