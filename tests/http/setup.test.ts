import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { ask } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
let server: TestServer
let smtp: SmtpSimulator
beforeAll(async () => {
	smtp = await startSmtp()
	server = await startServer({ databaseUrl: installation.url(), env: { SMTP_URL: smtp.url } })
})
afterAll(async () => {
	await server?.stop()
	await smtp?.close()
})

async function company(slug: string) {
	const scope = await makeWorkspace({ slug })
	const owner = await makeMember({ in: scope, role: 'owner', email: `owner@${slug}.example` })
	const cookie = await makeSession(owner.scope)
	const office = await makeSession((await makeMember({ in: scope, role: 'office' })).scope)
	const at = (path: string) => server.urlOf(slug) + path
	const get = (path: string) => ask(at(path), { cookie }).then(({ text }) => text)
	const post = (path: string, fields: Record<string, string> = {}) =>
		ask(at(path), { cookie, body: new URLSearchParams(fields) })
	return { scope, office, at, get, post }
}

test('BRD-4: the first steps are ticked by facts, and stand on home and settings until they are done', async () => {
	const { scope, get, post } = await company('steps')
	expect(await get('/office')).toContain('0 of 8 done')
	expect(await get('/office/settings')).toContain('0 of 8 done')
	const mailed = await post('/office/settings?/testMail', { back: '/office' })
	expect(mailed.headers.location).toBe('/office?mailed=yes')
	expect((await smtp.waitFor(({ envelope }) => envelope.to.includes('owner@steps.example'), 20_000)).subject).toContain(
		'Test',
	)
	await expect.poll(() => get('/office'), { timeout: 20_000 }).toContain('1 of 8 done')
	const account = await makeAccount({ in: scope })
	await makeContact({ accounts: [account], invitedAt: new Date() })
	await makeDocument({ account })
	expect(await get('/office/settings')).toContain('4 of 8 done')
	await post('/office/settings/portal', { code: 'on', link: 'on', channels: 'email' })
	await post('/office/settings/sign-in', { code: 'on', link: 'on' })
	await updateWorkspace(scope, { brandColor: '#0055aa', phone: '+13035550100', supportEmail: 'help@steps.example' })
	expect(await get('/office/settings')).toContain('7 of 8 done')
	await updateWorkspace(scope, { logoLightKey: 'a/logo' })
	expect(await get('/office')).not.toContain('First steps')
})

test('BRD-4: the list can be put away, and nobody but managers sees it', async () => {
	const { office, at, get, post } = await company('away')
	expect((await ask(at('/office'), { cookie: office })).text).not.toContain('First steps')
	expect((await ask(at('/office/settings'), { cookie: office })).status).toBe(404)
	expect((await ask(at('/office/settings?/close'), { cookie: office, body: new URLSearchParams() })).status).toBe(404)
	expect(await get('/office')).toContain('First steps')
	expect((await post('/office/settings?/close', { back: '/office' })).headers.location).toBe('/office')
	await expect.poll(() => get('/office')).not.toContain('First steps')
})

test('BRD-4: settings are found by words of either language, on their page and in the search of everything', async () => {
	const { office, at, get } = await company('search')
	expect(await get('/office/settings?q=moneda')).toContain('/office/settings/company#currency')
	expect(await get('/office/settings?q=zebra')).toContain('Nothing found')
	expect(await get('/office/search?q=captcha')).toContain('/office/settings/website#captcha')
	const hits = await ask(at('/office/search/hits?q=logo'), { cookie: office })
	expect(hits.json()).toEqual({ hits: [], settings: [] })
})
