import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { type DnsSimulator, startDns } from '#simulators/dns.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { type Answer, ask, type Cookie } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
let dns: DnsSimulator
let smtp: SmtpSimulator
let server: TestServer
let owner: Cookie
let key: string

beforeAll(async () => {
	const sunny = await makeWorkspace({ slug: 'sunny', name: 'Sunny Solar' })
	await makeWorkspace({ slug: 'acme', name: 'Acme Roofs' })
	owner = await makeSession((await makeMember({ in: sunny, role: 'owner' })).scope)
	await makeContact({ accounts: [await makeAccount({ in: sunny, name: 'Ortiz' })], email: 'maya@home.example' })
	const made = await createApiKey(sunny, { name: 'Setup', grants: ['workspace:read', 'workspace:write'] })
	key = made.ok ? made.apiKey : ''
	dns = await startDns()
	smtp = await startSmtp()
	server = await startServer({
		databaseUrl: database.url,
		env: { DNS_SERVERS: dns.server, SMTP_URL: smtp.url, MAIL_FROM: 'no-reply@portal.example' },
	})
})
afterAll(async () => {
	await server?.stop()
	await smtp?.close()
	await dns?.close()
})

const at = (path: string) => server.urlOf('sunny') + path
const own = (path: string) => `http://portal.sunny.example:${server.port}${path}`
const allowed = async (domain: string) =>
	(await ask(`http://127.0.0.1:${server.port}/internal/tls-allowed?domain=${domain}`)).status
type Shown = {
	customDomain: string
	customDomainStatus: string
	customDomainRecords: { type: string; name: string; value: string; state: string | null }[]
}
const patch = (body: object): Promise<Answer> =>
	ask(at('/api/v1/workspace'), { method: 'PATCH', headers: { authorization: `Bearer ${key}` }, body })

test('BRD-2: the page names the missing record; with it the portal, the office and the links are at the own host', async () => {
	const set = await ask(at('/office/settings/domain?/set'), {
		cookie: owner,
		body: new URLSearchParams({ host: 'https://portal.sunny.example/' }),
	})
	expect(set.status).toBe(303)
	const check = () => ask(at('/office/settings/domain?/check'), { cookie: owner, body: new URLSearchParams() })
	await check()
	const page = await ask(at('/office/settings/domain'), { cookie: owner })
	expect(page.text).toContain('Not set up yet')
	expect(page.text).toContain('sunny.portal.localhost')
	const [value = ''] = /portal-verification=[\w-]+/.exec(page.text) ?? []
	expect((await ask(own('/sign-in'))).status).toBe(404)
	expect(await allowed('portal.sunny.example')).toBe(404)

	dns.zone['portal.sunny.example'] = { cname: 'sunny.portal.localhost' }
	dns.zone['_portal.portal.sunny.example'] = { txt: [value] }
	await check()
	expect((await ask(at('/office/settings/domain'), { cookie: owner })).text).toContain('In use')
	expect((await ask(own('/sign-in'))).text).toContain('Sunny Solar')
	expect((await ask(at('/sign-in'))).text).toContain('Sunny Solar')
	expect((await ask(own('/office/sign-in'))).text).toContain('Sunny Solar')
	expect((await ask(own('/office/settings/domain'), { cookie: owner })).status).toBe(200)

	await ask(at('/sign-in'), { body: new URLSearchParams({ address: 'maya@home.example' }) })
	const mail = await smtp.waitFor(({ envelope }) => envelope.to.includes('maya@home.example'), 20_000)
	expect(mail.text).toContain('http://portal.sunny.example/i/')
	expect(mail.text).not.toContain('portal.localhost')
	expect(mail.messageId).toMatch(/@portal\.sunny\.example>$/)
})

test('BRD-2: a proxy hears for which hosts it may get certificates, at whatever host it asks', async () => {
	expect(await allowed('sunny.portal.localhost')).toBe(200)
	expect(await allowed('ACME.portal.localhost')).toBe(200)
	expect(await allowed('portal.localhost')).toBe(200)
	for (const other of ['nobody.portal.localhost', 'a.sunny.portal.localhost', 'evil.example', '', 'x'.repeat(300)]) {
		expect(await allowed(other), other).toBe(404)
	}
	const many = await Promise.all(Array.from({ length: 200 }, (_, i) => allowed(`n${i}.evil.example`)))
	expect(many).toContain(503)
	expect(many).not.toContain(200)
	expect(await allowed('sunny.portal.localhost')).toBe(200)
})

test('BRD-2: a program can set the host too, and reads the records that it has to make', async () => {
	expect((await patch({ customDomain: 'nothing' })).json()).toMatchObject({
		status: 422,
		errors: [{ path: 'customDomain', code: 'domain_shape' }],
	})
	expect((await patch({ customDomain: 'x.portal.localhost' })).json()).toMatchObject({
		errors: [{ path: 'customDomain', code: 'domain_ours' }],
	})
	const set = (await patch({ customDomain: 'my.sunny.example' })).json<Shown>()
	expect(set).toMatchObject({ customDomain: 'my.sunny.example', customDomainStatus: expect.any(String) })
	expect(set.customDomainRecords.map(({ type, name }) => `${type} ${name}`)).toEqual([
		'CNAME my.sunny.example',
		'TXT _portal.my.sunny.example',
	])
	expect((await patch({ customDomain: null })).json()).toMatchObject({
		customDomain: null,
		customDomainStatus: null,
		customDomainRecords: [],
	})
})
