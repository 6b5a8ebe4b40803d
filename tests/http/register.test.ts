import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { sealForm } from '#features/registration/rules.ts'
import { read, thePool } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { type CaptchaSimulator, HUMAN, startCaptcha } from '#simulators/captcha.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeVisitor } from '#support/visitor.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
let server: TestServer
let smtp: SmtpSimulator
let captcha: CaptchaSimulator

beforeAll(async () => {
	smtp = await startSmtp()
	captcha = await startCaptcha()
	server = await startServer({
		databaseUrl: installation.url(),
		env: { SMTP_URL: smtp.url, TRUST_PROXY: 'true', CAPTCHA_BASE_URL: captcha.url },
	})
})
afterAll(async () => {
	await server?.stop()
	await smtp?.close()
	await captcha?.close()
})
beforeEach(() => {
	captcha.faults = {}
	return thePool().query('delete from infra.rate_limits')
})

async function company(slug: string, registration: object = { open: true }) {
	const scope = await makeWorkspace({ slug, settings: { registration } as object })
	const owner = await makeSession((await makeMember({ in: scope, role: 'owner' })).scope)
	const at = (path: string) => server.urlOf(slug) + path
	const visitor = makeVisitor(server.urlOf(slug), { 'x-forwarded-for': '203.0.113.9' })
	const longAgo = () => sealForm(scope.workspaceId, new Date(Date.now() - 60_000))
	const send = (fields: Record<string, string>, path = '/register') =>
		visitor.post(path, { form: longAgo(), ...fields })
	return { scope, owner, at, visitor, send }
}

type Known = { id: string; source: string | null; portal_status: string; first_name: string; name: string }
const contactsOf = (scope: SystemScope, address: string) =>
	read(scope, async ({ client }) => {
		const { rows } = await client.query<Known>(
			`select c.id, c.source, c.portal_status, c.first_name, a.name from contacts c
			left join contact_links l on l.workspace_id = c.workspace_id and l.contact_id = c.id
			left join accounts a on a.workspace_id = l.workspace_id and a.id = l.account_id
			where $1 in (c.email, c.phone)`,
			[address],
		)
		return rows
	})
const eventually = (scope: SystemScope, address: string, count = 1) =>
	expect.poll(() => contactsOf(scope, address), { timeout: 20_000 }).toHaveLength(count)
const ana = { firstName: 'Ana', lastName: 'Ortiz', email: 'ana@example.com', message: 'Solar for my barn?' }

describe('ACC-13: the contact form', () => {
	test('exists only where it is switched on, also by API', async () => {
		const { at, scope, visitor } = await company('closed', {})
		expect((await visitor.get('/register')).status).toBe(404)
		expect((await visitor.post('/register', ana)).status).toBe(404)
		const key = await createApiKey(scope, { name: 'CRM', grants: allGrants })
		const headers = { authorization: `Bearer ${key.ok ? key.apiKey : ''}` }
		const body = { registration: { open: true } }
		const changed = await ask(at('/api/v1/workspace'), { method: 'PATCH', headers, body })
		expect(changed.json()).toMatchObject({ registration: { open: true, createsPortalAccount: false } })
		await expect.poll(async () => (await visitor.get('/register')).status).toBe(200)
	})

	test('without scripts makes an account, a contact and a conversation, new until somebody opens it', async () => {
		const { scope, send, visitor, owner, at } = await company('fresh')
		const page = await visitor.get('/register')
		expect(page.text).toMatch(/name="form" value="[\w-]+"/)
		const sent = await send({
			...ana,
			phone: '303-555-0177',
			line1: '12 Elm St',
			city: 'Denver',
			region: 'CO',
			postalCode: '80202',
		})
		expect([sent.status, sent.headers.location]).toEqual([303, '/register?sent'])
		expect((await visitor.follow(sent)).text).toContain('Your message has reached us')
		await eventually(scope, ana.email)
		const [contact] = await contactsOf(scope, ana.email)
		expect(contact).toMatchObject({ source: 'registered', portal_status: 'notEnrolled', name: 'Ana Ortiz' })
		const office = (path: string) => ask(at(path), { cookie: owner }).then(({ text }) => text)
		expect(await office('/office')).toContain('New from website')
		expect(await office('/office')).toContain('Solar for my barn?')
		expect(await office('/office/inbox')).toContain('Solar for my barn?')
		expect(await office('/office/contacts?new=1')).toContain(`/office/contacts/${contact?.id}`)
		// What a pointer only rests on is fetched as data, and was not looked at.
		await office(`/office/contacts/${contact?.id}/__data.json`)
		expect(await office('/office/contacts?new=1')).toContain(`/office/contacts/${contact?.id}`)
		expect(await office(`/office/contacts/${contact?.id}`)).toContain('contact form')
		expect(await office('/office/contacts?new=1')).not.toContain(`/office/contacts/${contact?.id}`)
		expect(await office('/office')).not.toContain('New from website')
	})

	test('with portal accounts invites at once', async () => {
		const { scope, send, visitor } = await company('inviting', { open: true, createsPortalAccount: true })
		await visitor.follow(await send({ ...ana, email: 'ana@inviting.example' }))
		const mail = await smtp.waitFor(({ envelope }) => envelope.to.includes('ana@inviting.example'), 20_000)
		expect(mail.text).toMatch(/\/i\//)
		expect(await contactsOf(scope, 'ana@inviting.example')).toMatchObject([{ portal_status: 'invited' }])
	})

	test('of a known address changes nothing, answers the same, and sends its owner a way in', async () => {
		const { scope, send, visitor, owner, at } = await company('known', { open: true, createsPortalAccount: true })
		const account = await makeAccount({ in: scope, name: 'Reyes household' })
		const maya = await makeContact({ accounts: [account], email: 'maya@known.example' })
		const stranger = { firstName: 'Mallory', lastName: 'Ortiz', message: 'Give me access', phone: '303-555-0123' }
		const known = await send({ ...stranger, email: 'maya@known.example' })
		const unknown = await send({ ...stranger, email: 'nobody@known.example', phone: '303-555-0124' })
		const essence = ({ status, headers, text }: typeof known) => [
			status,
			headers.location,
			text,
			Object.keys(headers).sort(),
		]
		expect(essence(known)).toEqual(essence(unknown))
		expect((await visitor.follow(known)).text.length).toBe((await visitor.follow(unknown)).text.length)
		const mail = await smtp.waitFor(({ envelope }) => envelope.to.includes('maya@known.example'), 20_000)
		expect(mail.text).toContain('You have been here before')
		await eventually(scope, 'nobody@known.example')
		expect(await contactsOf(scope, 'maya@known.example')).toMatchObject([
			{ id: maya.id, first_name: 'Maya', name: 'Reyes household', source: null },
		])
		const page = await ask(at(`/office/contacts/${maya.id}`), { cookie: owner })
		expect(page.text).toContain('Mallory Ortiz')
		expect(page.text).toContain('Give me access')
		const link = /http:\/\/\S+\/i\/\S+/.exec(mail.text ?? '')?.[0] ?? ''
		expect((await visitor.post(new URL(link).pathname)).headers.location).toBe('/')
	})

	test('a suspended contact gets nothing, and staff see the attempt', async () => {
		const { scope, send, owner, at } = await company('suspended', { open: true, createsPortalAccount: true })
		const account = await makeAccount({ in: scope })
		const out = await makeContact({ accounts: [account], email: 'out@suspended.example', portalStatus: 'suspended' })
		await send({ ...ana, email: 'out@suspended.example', message: 'Let me in again' })
		await expect
			.poll(async () => (await ask(at(`/office/contacts/${out.id}`), { cookie: owner })).text, { timeout: 20_000 })
			.toContain('Let me in again')
		expect(smtp.mails.some(({ envelope }) => envelope.to.includes('out@suspended.example'))).toBe(false)
	})

	test('sent twice, at once or in two forms, makes one contact', async () => {
		const { scope, send } = await company('twice')
		const form = sealForm(scope.workspaceId, new Date(Date.now() - 60_000))
		const email = 'ana@twice.example'
		const answers = await Promise.all([1, 2, 3].map(() => send({ ...ana, email, form })))
		answers.push(...(await Promise.all([1, 2].map((n) => send({ ...ana, email, message: `Again ${n}` })))))
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]))
		const outcomes = () =>
			read(scope, async ({ client }) => (await client.query('select outcome from registrations order by outcome')).rows)
		await expect
			.poll(outcomes, { timeout: 20_000 })
			.toEqual([{ outcome: 'created' }, { outcome: 'known' }, { outcome: 'known' }])
		expect(await contactsOf(scope, email)).toHaveLength(1)
	})
})

describe('ACC-13: spam', () => {
	const count = (scope: SystemScope) =>
		read(scope, async ({ client }) => (await client.query('select 1 from registrations')).rowCount)

	test('a filled trap is told what it wants to hear; too quick, old and forged forms give the typing back', async () => {
		const { scope, send, visitor } = await company('spam')
		const trapped = await send({ ...ana, website: 'https://spam.example' })
		expect([trapped.status, trapped.headers.location]).toEqual([303, '/register?sent'])
		const quick = await send({ ...ana, form: sealForm(scope.workspaceId, new Date()) })
		expect([quick.status, quick.text.includes('Solar for my barn?')]).toEqual([422, true])
		for (const form of ['', 'forged', sealForm('wsp_other', new Date(Date.now() - 60_000))]) {
			const refused = await send({ ...ana, form })
			expect([refused.status, refused.text.includes('Solar for my barn?')]).toEqual([422, true])
		}
		const wrong = await send({ firstName: '', email: 'no address', message: 'kept typing' })
		expect(wrong.status).toBe(422)
		expect(wrong.text).toContain('kept typing')
		expect(await count(scope)).toBe(0)
		expect((await visitor.get('/register')).headers['content-security-policy']).toContain("frame-ancestors 'self'")
	})

	test('one address, and one network, can send only so much; the answer says when to go on', async () => {
		const { send } = await company('limits')
		const statuses = []
		for (let i = 0; i < 7; i++) statuses.push((await send({ ...ana, message: `No. ${i}` })).status)
		expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429])
		const others = []
		for (let i = 0; i < 16; i++) others.push(await send({ ...ana, email: `ana${i}@limits.example`, phone: '' }))
		expect(others.at(-1)?.status).toBe(429)
		expect(Number(others.at(-1)?.headers['retry-after'])).toBeGreaterThan(0)
		expect(others.at(-1)?.text).toContain('Solar for my barn?')
	})

	test('a puzzle opens the policy of this page only, is checked, and is not in the way while its provider is away', async () => {
		const { scope, send, visitor, owner, at } = await company('puzzle', { open: true, createsPortalAccount: true })
		const settings = { open: 'on', createsPortalAccount: 'on', origins: '', captcha: 'turnstile', siteKey: 'site-key' }
		const save = (more: object) =>
			ask(at('/office/settings/website'), { cookie: owner, body: new URLSearchParams({ ...settings, ...more }) })
		expect((await save({ secret: '' })).status).toBe(422)
		expect((await save({ secret: captcha.secret })).status).toBe(303)
		expect((await save({ secret: '' })).status).toBe(303)
		const page = await ask(at('/office/settings/website'), { cookie: owner })
		expect(page.text).toContain('site-key')
		expect(page.text).not.toContain(captcha.secret)
		const form = await visitor.get('/register')
		expect(form.headers['content-security-policy']).toContain(captcha.url)
		expect(form.text).toContain('data-sitekey="site-key"')
		expect((await visitor.get('/sign-in')).headers['content-security-policy']).not.toContain(captcha.url)
		const robot = await send({ ...ana, 'cf-turnstile-response': 'robot' })
		expect([robot.status, robot.text.includes('Solar for my barn?')]).toEqual([422, true])
		expect((await send({ ...ana })).status).toBe(422)
		const human = { ...ana, email: 'human@puzzle.example', 'cf-turnstile-response': HUMAN }
		expect((await send(human)).status).toBe(303)
		await eventually(scope, human.email)
		captcha.faults = { broken: true }
		expect((await send({ ...ana, email: 'away@puzzle.example', 'cf-turnstile-response': 'any' })).status).toBe(303)
		await eventually(scope, 'away@puzzle.example')
		expect(await contactsOf(scope, 'away@puzzle.example')).toMatchObject([{ portal_status: 'notEnrolled' }])
		expect(await contactsOf(scope, human.email)).toMatchObject([{ portal_status: 'invited' }])
	})
})

describe('BRD-3: on another website', () => {
	test('only the embedded form may be framed, by all or by those named', async () => {
		const open = await company('framed')
		const policy = async (visitor: typeof open.visitor, path: string) =>
			/frame-ancestors [^;]*/.exec(String((await visitor.get(path)).headers['content-security-policy']))?.[0]
		expect(await policy(open.visitor, '/register?embedded=1')).toBe('frame-ancestors *')
		for (const path of ['/register', '/sign-in', '/sign-in?embedded=1', '/terms?embedded=1'])
			expect(await policy(open.visitor, path), path).toBe("frame-ancestors 'self'")
		const named = await company('named', { open: true, origins: ['https://www.example.com'] })
		expect(await policy(named.visitor, '/register?embedded=1')).toBe("frame-ancestors 'self' https://www.example.com")
		const sent = await open.send(ana, '/register?embedded=1&lang=es')
		expect(sent.headers.location).toBe('/register?embedded=1&lang=es&sent')
		expect((await open.visitor.follow(sent)).text).toContain('Su mensaje nos ha llegado')
	})

	test('the script may be used from anywhere and offers no form that is switched off', async () => {
		const { visitor } = await company('script')
		const script = await visitor.get('/embed.js')
		expect(script.headers).toMatchObject({
			'content-type': 'text/javascript; charset=utf-8',
			'cross-origin-resource-policy': 'cross-origin',
			'x-content-type-options': 'nosniff',
		})
		expect(script.text).toContain('"open":true')
		const closed = await company('script-closed', {})
		expect((await closed.visitor.get('/embed.js')).text).toContain('"open":false')
	})
})
