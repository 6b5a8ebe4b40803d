import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { portalHistory } from '#features/access/history/reads.ts'
import { inviteContact } from '#features/access/invitations/writes.ts'
import { suspendContact } from '#features/access/suspension/writes.ts'
import { read, thePool } from '#platform/db/db.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeVisitor, type Visitor } from '#support/visitor.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
let server: TestServer
let smtp: SmtpSimulator

beforeAll(async () => {
	smtp = await startSmtp()
	const env = { SMTP_URL: smtp.url, MAIL_FROM: 'hello@sunny.example', TRUST_PROXY: 'true' }
	server = await startServer({ databaseUrl: installation.url(), env })
})
afterAll(async () => {
	await server?.stop()
	await smtp?.close()
})
beforeEach(() => thePool().query('delete from infra.rate_limits'))

async function company(slug: string, overrides: object = {}) {
	const scope = await makeWorkspace({ slug, ...overrides })
	const account = await makeAccount({ in: scope })
	const dev = await makeMember({ in: scope })
	const contact = (more: object = {}) => makeContact({ accounts: [account], ...more })
	/** Each visitor comes from a network of its own, so that limits meet only who is meant. */
	const visitor = (ip = '203.0.113.7') => makeVisitor(server.urlOf(slug), { 'x-forwarded-for': ip })
	return { scope, dev, contact, visitor }
}

async function letterTo(address: string | null) {
	// Not the notice of a new device.
	const mail = await smtp.waitFor(
		({ envelope, text }) => envelope.to.includes(address ?? '') && Boolean(text?.includes('/i/')),
	)
	const link = /http:\/\/\S+\/i\/\S+/.exec(mail.text ?? '')?.[0] ?? ''
	return { mail, code: /^\s+(\d{6})$/m.exec(mail.text ?? '')?.[1] ?? '', path: link ? new URL(link).pathname : '' }
}

const askFor = (visitor: Visitor, address: string | null, next = '') =>
	visitor.post('/sign-in', { address: address ?? '', next })

test('ACC-4: by code from the mail, without scripts, to the page that was wanted', async () => {
	const { contact, visitor } = await company('code')
	const [maya, browser] = [await contact(), visitor()]
	const turned = await browser.get('/profile?tab=1')
	expect([turned.status, turned.headers.location]).toEqual([303, '/sign-in?next=%2Fprofile%3Ftab%3D1'])
	expect((await browser.follow(turned)).text).toContain('name="next" value="/profile?tab=1"')
	const asked = await askFor(browser, maya.email, '/profile?tab=1')
	expect([asked.status, asked.headers.location]).toEqual([303, '/sign-in/code'])
	const page = await browser.follow(asked)
	expect(page.text).toContain(maya.email)
	expect(page.headers['cache-control']).toContain('no-store')
	const { mail, code } = await letterTo(maya.email)
	expect(mail.from?.text).toContain('Sunny Solar')
	expect(mail.html).toContain('Sunny Solar')
	const signedIn = await browser.post('/sign-in/code?/try', { code: `${code.slice(0, 3)} ${code.slice(3)}` })
	expect([signedIn.status, signedIn.headers.location]).toEqual([303, '/profile?tab=1'])
	expect(signedIn.headers['set-cookie']?.join()).toMatch(/portal_session=.*HttpOnly.*SameSite=Lax/i)
	expect((await browser.follow(signedIn)).status).toBe(200)
	expect((await browser.get('/sign-in')).headers.location).toBe('/')
	const out = await browser.post('/sign-out')
	expect(out.headers.location).toBe('/sign-in?out')
	expect((await browser.get('/profile')).status).toBe(303)
})

test('ACC-4: wrong five times is locked in clear words; used twice is refused', async () => {
	const { contact, visitor } = await company('locked')
	const [maya, browser] = [await contact(), visitor()]
	await askFor(browser, maya.email)
	const { code } = await letterTo(maya.email)
	const wrong = code === '000000' ? '000001' : '000000'
	const answers = []
	for (let i = 0; i < 5; i++) answers.push(await browser.post('/sign-in/code?/try', { code: wrong }))
	expect(answers.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422])
	expect(answers[3]?.text).toContain('You have 1 try left')
	expect(answers[4]?.text).toContain('Too many wrong codes')
	const right = await browser.post('/sign-in/code?/try', { code })
	expect(right.text).toContain('Too many wrong codes')
	expect(browser.cookies.has('portal_session')).toBe(false)
	const { path } = await letterTo(maya.email)
	expect((await browser.post(path)).headers.location).toBe('/')
})

test('ACC-4: known, unknown, suspended and archived addresses are answered alike', async () => {
	const { contact, visitor } = await company('alike')
	const people = {
		known: await contact(),
		suspended: await contact({ portalStatus: 'suspended' }),
		archived: await contact({ archivedAt: new Date() }),
		// As long as the others, so that the sealed cookie is too.
		unknown: { email: (await contact()).email?.replace('con_', 'xxx_') ?? '' },
	}
	const seen = new Map<string, string>()
	for (const [kind, { email }] of Object.entries(people)) {
		const browser = visitor()
		const asked = await askFor(browser, email)
		const page = await browser.follow(asked)
		const wrong = await browser.post('/sign-in/code?/try', { code: '000000' })
		const again = await browser.post('/sign-in/code?/again')
		seen.set(kind, [asked, page, wrong, again].map((answer) => fingerprint(answer, email ?? '')).join('\n'))
	}
	expect(new Set(seen.values()).size).toBe(1)
})

/** All that an answer tells but what differs in every one: nonces, dates, the address itself. */
function fingerprint({ status, headers, text }: Awaited<ReturnType<Visitor['get']>>, address: string): string {
	const cookie = headers['set-cookie']?.map((line) => line.replace(/=[^;]*/, (value) => `=${value.length}`)).join()
	const shown = text
		.replaceAll(address, '')
		.replace(/nonce="[^"]*"/g, '')
		.replace(/in \d+ seconds?/g, '')
		.replace(/wait:\d+/g, '')
	return JSON.stringify([
		status,
		Object.keys(headers).sort(),
		headers.location,
		cookie,
		shown.replace(/__sveltekit_\w+/g, ''),
	])
}

test('ACC-4: asked too often, the page says how long to wait and keeps the typing', async () => {
	const { visitor } = await company('often')
	const browser = visitor('198.51.100.1')
	const statuses = []
	for (let i = 0; i < 11; i++) statuses.push((await askFor(browser, 'often@example.com')).status)
	expect(statuses).toEqual([...Array(10).fill(303), 429])
	const refused = await askFor(browser, 'often@example.com')
	expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
	expect(refused.text).toContain('value="often@example.com"')
	expect(refused.text).toContain('That was a little too often')
})

test('ACC-5: five GETs of an invitation, then Continue signs in; another POST leads to the address field', async () => {
	const { contact, visitor, dev } = await company('link')
	const maya = await contact({ portalStatus: 'notEnrolled' })
	await inviteContact(dev.scope, maya.id)
	const { path, mail } = await letterTo(maya.email)
	expect(mail.text).toContain('Open my page:')
	const history = async () => (await read(dev.scope, (reader) => portalHistory(reader, maya.id)))?.data ?? []
	// The mail server has it a moment before the product knows.
	await expect.poll(async () => (await history()).map(({ event }) => event)).toContain('delivered')
	for (let i = 0; i < 5; i++) {
		const page = await visitor(`198.51.100.${i}`).get(path)
		expect([page.status, page.headers['referrer-policy']]).toEqual([200, 'no-referrer'])
		expect(page.text).toContain('Continue')
		expect(page.headers['set-cookie']).toBeUndefined()
	}
	const browser = visitor()
	const opened = await browser.post(path)
	expect([opened.status, opened.headers.location]).toEqual([303, '/'])
	expect((await browser.follow(opened)).status).toBe(200)
	const late = visitor()
	for (const answer of [await late.post(path), await late.get(path), await late.get('/i/never-made')]) {
		expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in?link=gone'])
	}
	const page = await late.get('/sign-in?link=gone')
	expect(page.text).toContain('This link has been used or has run out')
	expect(page.text).toContain('name="address"')
	expect(page.text).not.toContain(maya.email)
	const events = (await history()).map(({ event, channel, to }) => `${event} ${channel} ${to}`)
	const through = `email ${maya.email}`
	expect(events).toEqual(
		['invited', 'delivered', 'opened', 'registered', 'signedIn'].map((event) => `${event} ${through}`),
	)
	expect(server.log()).not.toContain(path.split('/').at(-1))
})

test('ACC-10: a suspended contact is out with its next click', async () => {
	const { contact, visitor, dev } = await company('out')
	const [maya, browser] = [await contact(), visitor()]
	await askFor(browser, maya.email)
	const { path } = await letterTo(maya.email)
	await browser.post(path)
	expect((await browser.get('/profile')).status).toBe(200)
	await suspendContact(dev.scope, maya.id, 'Sold the house')
	expect((await browser.get('/profile')).headers.location).toContain('/sign-in')
})

test('ACC-4: the same address in two companies: separate people, sessions and brands', async () => {
	const [sunny, acme] = [
		await company('two-sunny'),
		await company('two-acme', { name: 'Acme Energy', brandColor: '#0055aa' }),
	]
	const email = 'both@example.com'
	await sunny.contact({ email, firstName: 'Maya' })
	await acme.contact({ email, firstName: 'Marta' })
	const [one, two] = [sunny.visitor(), acme.visitor()]
	await askFor(one, email)
	const first = await letterTo(email)
	smtp.clear()
	expect((await two.post(first.path)).headers.location).toBe('/sign-in?link=gone')
	expect((await one.post(first.path)).headers.location).toBe('/')
	expect((await one.get('/profile')).text).toContain('value="Maya"')
	two.cookies.set('portal_session', one.cookies.get('portal_session') ?? '')
	expect((await two.get('/profile')).headers.location).toContain('/sign-in')
	two.cookies.clear()
	await askFor(two, email)
	const { path, mail } = await letterTo(email)
	expect(mail.from?.text).toContain('Acme Energy')
	await two.post(path)
	const profile = await two.get('/profile')
	expect(profile.text).toContain('value="Marta"')
	expect(profile.text).toContain('--brand: #0055aa')
	expect(profile.text).not.toContain('Sunny')
})

test('HOM-3: the profile is edited without scripts: errors at the field, typing kept, then saved', async () => {
	const { contact, visitor } = await company('profile')
	const [maya, browser] = [await contact(), visitor()]
	await askFor(browser, maya.email)
	await browser.post((await letterTo(maya.email)).path)
	const typed = { firstName: 'Zoë 🌞', lastName: 'Reyes', email: 'not an address', phone: '', language: 'es' }
	const refused = await browser.post('/profile?/save', typed)
	expect(refused.status).toBe(422)
	expect(refused.text).toContain('value="Zoë 🌞"')
	expect(refused.text).toContain('value="not an address"')
	expect(refused.text).toContain('id="email-error"')
	const saved = await browser.post('/profile?/save', { ...typed, email: maya.email ?? '' })
	expect(saved.headers.location).toBe('/profile?done=saved')
	const page = await browser.follow(saved)
	expect(page.text).toContain('lang="es"')
	expect(page.text).toContain('Guardado.')
})

test('BRD-2: nothing on the way in names the product', async () => {
	const { contact, visitor } = await company('quiet')
	const [maya, browser] = [await contact(), visitor()]
	const answers = [await browser.get('/sign-in'), await askFor(browser, maya.email), await browser.get('/sign-in/code')]
	const { mail, path } = await letterTo(maya.email)
	answers.push(await browser.get(path), await browser.post(path), await browser.get('/profile'))
	for (const { headers, text } of answers) expect(JSON.stringify(headers) + text).not.toMatch(/porchlight/i)
	expect(JSON.stringify([mail.headerLines, mail.html, mail.text])).not.toMatch(/porchlight/i)
})

test('ACC-4: the pages speak the visitor’s language, and another when asked', async () => {
	const { visitor } = await company('language')
	const browser = visitor()
	expect((await browser.get('/sign-in')).text).toContain('Welcome to ')
	const chosen = await browser.post('/language', { language: 'es', back: '/sign-in' })
	expect((await browser.follow(chosen)).text).toContain('le da la bienvenida.')
	expect((await browser.post('/language', { language: 'xx', back: '//evil.example' })).headers.location).toBe(
		'/sign-in',
	)
})
