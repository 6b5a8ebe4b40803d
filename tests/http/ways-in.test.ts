import { randomInt } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { portalHistory } from '#features/access/history/reads.ts'
import { inviteContact } from '#features/access/invitations/writes.ts'
import { contactPasswords } from '#features/access/tables.ts'
import { workspaceSettings } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { hashPassword } from '#platform/crypto/crypto.ts'
import { read, thePool, write } from '#platform/db/db.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { type Answer, ask } from '#support/http.ts'
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
beforeEach(async () => {
	await thePool().query('delete from infra.rate_limits')
	smtp.clear()
})

const secret = 'blue kettle on the roof'
const every = { code: true, link: true, password: true, passkey: true }

let companies = 0
async function company(signIn: Partial<typeof every> = {}) {
	const slug = `ways-${++companies}`
	const settings = workspaceSettings.parse({ signIn: { ...every, ...signIn } })
	const scope = await makeWorkspace({ slug, settings })
	const account = await makeAccount({ in: scope })
	const dev = await makeMember({ in: scope, role: 'owner' })
	const visitor = (ip = '203.0.113.7') => makeVisitor(server.urlOf(slug), { 'x-forwarded-for': ip })
	const turn = (ways: Partial<typeof every>) =>
		updateWorkspace(scope, { settings: workspaceSettings.parse({ signIn: { ...every, ...ways } }) })
	return {
		slug,
		scope,
		dev,
		visitor,
		turn,
		contact: (more: object = {}) => makeContact({ accounts: [account], ...more }),
	}
}
type Company = Awaited<ReturnType<typeof company>>

async function withPassword({ contact, scope }: Company, password = secret) {
	const maya = await contact()
	const hash = await hashPassword(password)
	await write(scope, ({ db }) =>
		db.insert(contactPasswords).values({ workspaceId: scope.workspaceId, contactId: maya.id, hash, setAt: new Date() }),
	)
	return { ...maya, email: maya.email ?? '' }
}

const tryPassword = (visitor: Visitor, address: string, password: string) =>
	visitor.post('/sign-in/password', { address, password })
const isIn = (visitor: Visitor) => visitor.cookies.has('portal_session')

async function linkTo(address: string, path: string) {
	const mail = await smtp.waitFor(
		({ envelope, text }) => envelope.to.includes(address) && Boolean(text?.includes(`/${path}/`)),
	)
	const [link = ''] = new RegExp(`http://\\S+/${path}/\\S+`).exec(mail.text ?? '') ?? []
	return new URL(link).pathname
}

test('ACC-6: signs in with address and password, to the page that was wanted', async () => {
	const sunny = await company()
	const maya = await withPassword(sunny)
	const browser = sunny.visitor()
	const carried = await browser.post('/sign-in', { address: maya.email, next: '/profile', go: 'x' })
	expect(carried.headers.location).toBe('/sign-in/code')
	const turned = await browser.post('/sign-in/password', { address: maya.email, next: '/profile', go: 'password' })
	expect([turned.status, turned.headers.location]).toEqual([303, '/sign-in/password'])
	expect((await browser.follow(turned)).text).toContain(`value="${maya.email}"`)
	const wrong = await tryPassword(browser, maya.email, 'not the password')
	expect([wrong.status, isIn(browser)]).toEqual([422, false])
	expect(wrong.text).toContain('This address and this password do not go together.')
	expect(wrong.text).not.toContain('not the password')
	const right = await browser.post('/sign-in/password', { address: maya.email, password: secret, next: '/profile' })
	expect([right.status, right.headers.location, isIn(browser)]).toEqual([303, '/profile', true])
	expect(server.log()).not.toContain(secret)
})

test('ACC-6: a password is chosen in the profile; the other sessions end, the one in use stays', async () => {
	const sunny = await company()
	const maya = await withPassword(sunny)
	const [here, there] = [sunny.visitor(), sunny.visitor()]
	for (const browser of [here, there]) await tryPassword(browser, maya.email, secret)
	const set = (fields: Record<string, string>) => here.post('/profile/password?/set', fields)
	expect((await set({ current: 'wrong', password: 'green tractor by noon' })).text).toContain(
		'not your present password',
	)
	expect((await set({ current: secret, password: 'short' })).text).toContain('Use at least 10 characters')
	expect((await set({ current: secret, password: 'Password1234' })).text).toContain('stolen passwords')
	expect((await set({ current: secret, password: 'MayaReyes2026' })).text).toContain('your name or address')
	expect((await there.get('/profile')).status).toBe(200)
	expect((await set({ current: secret, password: 'green tractor by noon' })).headers.location).toBe(
		'/profile?done=password',
	)
	expect((await here.get('/profile')).status).toBe(200)
	expect((await there.get('/profile')).status).toBe(303)
	expect((await tryPassword(there, maya.email, secret)).status).toBe(422)
	expect((await tryPassword(there, maya.email, 'green tractor by noon')).status).toBe(303)
	expect((await here.post('/profile/password?/remove', { present: 'green tractor by noon' })).status).toBe(303)
	expect((await tryPassword(sunny.visitor(), maya.email, 'green tractor by noon')).status).toBe(422)
	const { data } = (await read(sunny.dev.scope, (reader) => portalHistory(reader, maya.id))) ?? { data: [] }
	const events = data.map(({ event }) => event)
	expect(events).toEqual(expect.arrayContaining(['passwordSet', 'passwordRemoved', 'newDevice']))
})

test('ACC-6: a forgotten password: GET spends nothing, a weak one spends nothing, all sessions end, once', async () => {
	const sunny = await company()
	const maya = await withPassword(sunny)
	const [old, browser] = [sunny.visitor(), sunny.visitor()]
	await tryPassword(old, maya.email, secret)
	smtp.clear()
	const asked = await browser.post('/sign-in/forgot', { address: maya.email })
	expect((await browser.follow(asked)).text).toContain('is known to us, you can choose a new password')
	const path = await linkTo(maya.email, 'reset')
	for (let i = 0; i < 5; i++) {
		const page = await sunny.visitor(`198.51.100.${i}`).get(path)
		expect([page.status, page.headers['referrer-policy']]).toEqual([200, 'no-referrer'])
	}
	expect((await browser.post(path, { password: 'qwerty12345' })).status).toBe(422)
	expect((await old.get('/profile')).status).toBe(200)
	const both = await Promise.all(
		['first of two posts', 'other of two posts'].map((password) => browser.post(path, { password })),
	)
	expect(both.map(({ headers }) => headers.location).sort()).toEqual([
		'/sign-in/forgot?gone',
		'/sign-in/password?reset',
	])
	expect((await old.get('/profile')).status).toBe(303)
	expect((await tryPassword(sunny.visitor(), maya.email, secret)).status).toBe(422)
	expect((await browser.get(path)).headers.location).toBe('/sign-in/forgot?gone')
	expect(server.log()).not.toContain(path.split('/').at(-1))
})

/** All that an answer tells but what differs in every one. */
function fingerprint({ status, headers, text }: Answer, address: string): string {
	const cookie = headers['set-cookie']?.map((line) => line.replace(/=[^;]*/, (value) => `=${value.length}`)).join()
	const shown = text
		.replaceAll(address, '')
		.replace(/nonce="[^"]*"/g, '')
		.replace(/__sveltekit_\w+/g, '')
	return JSON.stringify([status, Object.keys(headers).sort(), headers.location, cookie, shown])
}

test('ACC-6: with and without a password, suspended and unknown: one answer', async () => {
	const sunny = await company()
	const people = {
		password: await withPassword(sunny),
		none: await sunny.contact(),
		suspended: await sunny.contact({ portalStatus: 'suspended' }),
		unknown: { email: (await sunny.contact()).email?.replace('con_', 'xxx_') ?? '' },
	}
	const seen = new Map<string, string>()
	for (const [kind, { email }] of Object.entries(people)) {
		const browser = sunny.visitor()
		const address = email ?? ''
		const answers = [await tryPassword(browser, address, 'not the password')]
		const asked = await browser.post('/sign-in/forgot', { address })
		answers.push(asked, await browser.follow(asked), await browser.post('/sign-in/password', { address, go: 'x' }))
		seen.set(kind, answers.map((answer) => fingerprint(answer, address)).join('\n'))
	}
	expect(new Set(seen.values()).size).toBe(1)
})

const guesses = Number(process.env.GUESSES ?? 60)
const patience = { timeout: 60_000 + guesses * 300 }

test(
	'ACC-6: guesses from everywhere never get beyond the limit, and keep nobody out who holds the address',
	patience,
	async () => {
		const sunny = await company()
		const maya = await withPassword(sunny)
		const owner = sunny.visitor('203.0.113.1')
		expect((await tryPassword(owner, maya.email, secret)).status).toBe(303)
		const guesser = (i: number) => sunny.visitor(`198.${18 + (i % 2)}.${(i >> 8) & 255}.${i & 255}, 10.0.0.${i % 250}`)
		const statuses: number[] = []
		for (let i = 0; i < guesses; i++)
			statuses.push((await tryPassword(guesser(i), maya.email, `guess ${i} and more`)).status)
		expect(statuses.filter((status) => status === 422)).toHaveLength(10)
		expect(statuses.filter((status) => status === 429)).toHaveLength(guesses - 10)
		expect((await tryPassword(guesser(0), maya.email, secret)).status).toBe(429)
		// Her own browser is counted for itself; any other comes in by link.
		await owner.post('/sign-out')
		expect((await tryPassword(owner, maya.email, secret)).headers.location).toBe('/')
		const other = sunny.visitor('203.0.113.99')
		smtp.clear()
		await other.post('/sign-in', { address: maya.email })
		expect((await other.post(await linkTo(maya.email, 'i'))).headers.location).toBe('/')
		expect(isIn(other)).toBe(true)
	},
)

test(
	'ACC-4: code guesses from everywhere never get beyond the limit, and the link in the mail lets the owner in',
	patience,
	async () => {
		const sunny = await company()
		const maya = await sunny.contact()
		const counts = { asked: 0, tried: 0, in: 0 }
		for (let i = 0; i < guesses; i++) {
			const guesser = sunny.visitor(`198.${18 + (i % 2)}.${(i >> 8) & 255}.${i & 255}, 10.0.0.${i % 250}`)
			if ((await guesser.post('/sign-in', { address: maya.email ?? '' })).status === 303) counts.asked++
			if (!guesser.cookies.has('sign_in')) continue
			const code = String(randomInt(1_000_000)).padStart(6, '0')
			const { text } = await guesser.post('/sign-in/code?/try', { code })
			if (/You have \d tr/.test(text)) counts.tried++
			if (isIn(guesser)) counts.in++
		}
		expect(counts.asked).toBeLessThanOrEqual(10)
		expect(counts.tried).toBeLessThanOrEqual(40)
		expect(counts.in).toBe(0)
		const owner = sunny.visitor('203.0.113.99')
		expect((await owner.post(await linkTo(maya.email ?? '', 'i'))).headers.location).toBe('/')
	},
)

test('ACC-6: a way in that is switched off is off everywhere at once', async () => {
	const sunny = await company()
	const maya = await withPassword(sunny)
	const browser = sunny.visitor()
	await browser.post('/sign-in', { address: maya.email })
	const link = await linkTo(maya.email, 'i')
	await browser.post('/sign-in/forgot', { address: maya.email })
	const reset = await linkTo(maya.email, 'reset')
	const inside = sunny.visitor()
	await tryPassword(inside, maya.email, secret)

	await sunny.turn({ password: false, passkey: false, link: false })
	await vi.waitFor(async () => expect((await browser.get('/sign-in')).text).not.toContain('Use my password'), {
		timeout: 30_000,
	})
	expect((await browser.get('/sign-in')).text).not.toContain('Use a passkey')
	expect((await browser.get('/sign-in/password')).headers.location).toBe('/sign-in')
	expect((await tryPassword(browser, maya.email, secret)).status).toBe(404)
	expect((await browser.post('/sign-in/forgot', { address: maya.email })).status).toBe(404)
	expect((await browser.get(reset)).headers.location).toBe('/sign-in/forgot?gone')
	expect((await browser.post(reset, { password: 'green tractor by noon' })).headers.location).toBe(
		'/sign-in/forgot?gone',
	)
	expect((await browser.post('/sign-in/passkey/options')).status).toBe(404)
	expect((await browser.post('/sign-in/passkey', { credential: '{}' })).status).toBe(404)
	expect((await browser.get(link)).headers.location).toBe('/sign-in?link=gone')
	expect((await browser.post(link)).headers.location).toBe('/sign-in?link=gone')
	const profile = await inside.get('/profile')
	expect(profile.text).not.toMatch(/profile\/(password|passkeys)/)
	for (const path of ['/profile/password', '/profile/passkeys']) expect((await inside.get(path)).status).toBe(404)
	const tries = [
		'/profile/password?/set',
		'/profile/password?/remove',
		'/profile/passkeys?/add',
		'/profile/passkeys/options',
	]
	for (const path of tries)
		expect(
			(await inside.post(path, { current: secret, present: secret, password: 'green tractor by noon' })).status,
		).toBe(404)

	await sunny.turn({ code: false, link: false })
	await vi.waitFor(async () => expect((await browser.get('/sign-in')).headers.location).toBe('/sign-in/password'), {
		timeout: 30_000,
	})
	expect((await browser.post('/sign-in', { address: maya.email })).status).toBe(404)
	expect((await browser.post('/sign-in/code?/try', { code: '123456' })).headers.location).toBe('/sign-in')
	expect((await tryPassword(browser, maya.email, secret)).status).toBe(303)
})

test('ACC-5: without links an invitation leads to a code; with passwords alone, to choosing one', async () => {
	const sunny = await company({ link: false })
	const maya = await sunny.contact({ portalStatus: 'notEnrolled' })
	await inviteContact(sunny.dev.scope, maya.id)
	const path = await linkTo(maya.email ?? '', 'i')
	const browser = sunny.visitor()
	expect((await browser.get(path)).status).toBe(200)
	expect((await browser.post(path)).headers.location).toBe('/sign-in/code')
	expect(isIn(browser)).toBe(false)
	const mail = await smtp.waitFor(({ text }) => /^\s+\d{6}$/m.test(text ?? ''))
	const code = /^\s+(\d{6})$/m.exec(mail.text ?? '')?.[1] ?? ''
	const entered = await browser.post('/sign-in/code?/try', { code })
	// In for the first time: a password is offered, and may be left for later.
	expect(entered.headers.location).toBe('/profile/password?welcome=%2F')
	expect((await browser.follow(entered)).text).toContain('Not now')

	const acme = await company({ link: false, code: false })
	const noor = await acme.contact({ portalStatus: 'notEnrolled' })
	smtp.clear()
	await inviteContact(acme.dev.scope, noor.id)
	const invited = await linkTo(noor.email ?? '', 'i')
	const visitor = acme.visitor()
	const led = await visitor.post(invited)
	expect(led.headers.location).toBe(invited.replace('/i/', '/reset/'))
	expect((await visitor.post(led.headers.location ?? '', { password: secret })).headers.location).toBe(
		'/sign-in/password?reset',
	)
	expect((await tryPassword(visitor, noor.email ?? '', secret)).headers.location).toBe('/')
})

test('ACC-11: staff send a password link and sign a contact out; a new device is told of', async () => {
	const sunny = await company()
	const maya = await withPassword(sunny)
	const browser = sunny.visitor()
	await tryPassword(browser, maya.email, secret)
	const notice = await smtp.waitFor(({ envelope }) => envelope.to.includes(maya.email))
	expect(notice.subject).toBe('New sign-in at Sunny Solar')
	expect(notice.text).toContain('203.0.113.7')
	expect(notice.text).toContain('/profile#sessions')
	smtp.clear()
	await browser.post('/sign-out')
	await tryPassword(browser, maya.email, secret)
	const office = sunny.visitor()
	office.cookies.set('office_session', await officeCookie(sunny))
	const sent = await office.post(`/office/contacts/${maya.id}?/resetPassword`)
	expect(sent.text).toContain(maya.email)
	expect(await linkTo(maya.email, 'reset')).toContain('/reset/')
	// Known by now: the second sign-in was no news.
	expect(smtp.mails.filter(({ subject }) => subject?.startsWith('New sign-in'))).toEqual([])
	expect((await browser.get('/profile')).status).toBe(200)
	await office.post(`/office/contacts/${maya.id}?/signOut`)
	expect((await browser.get('/profile')).status).toBe(303)
})

async function officeCookie({ dev }: Company): Promise<string> {
	const { makeSession } = await import('#support/session.ts')
	return (await makeSession(dev.scope)).value
}

test('ACC-6: a second factor is asked of every member; nothing comes before it', async () => {
	const sunny = await company()
	const office = sunny.visitor()
	office.cookies.set('office_session', await officeCookie(sunny))
	expect((await office.get('/office')).status).toBe(200)
	const members = { twoFactorRequired: true }
	await updateWorkspace(sunny.scope, { settings: workspaceSettings.parse({ members }) })
	await vi.waitFor(async () => expect((await office.get('/office')).headers.location).toBe('/office/two-factor'), {
		timeout: 30_000,
	})
	for (const path of ['/office/contacts', '/office/me', '/office/settings/sign-in', '/office/live'])
		expect((await office.get(path)).headers.location, path).toBe('/office/two-factor')
	const page = await office.get('/office/two-factor')
	const key = /<code[^>]*>([A-Z2-7]+)<\/code>/.exec(page.text)?.[1] ?? ''
	const { generate } = await import('otplib')
	const done = await office.post('/office/two-factor', { code: await generate({ secret: key }) })
	expect(done.text.match(/[a-z0-9]{5}-[a-z0-9]{5}/g)?.length).toBeGreaterThanOrEqual(10)
	expect((await office.get('/office')).status).toBe(200)

	await office.post('/office/me?/password', { password: secret })
	const again = sunny.visitor()
	const first = await again.post('/office/sign-in', { email: sunny.dev.email, password: secret })
	expect(first.headers.location).toBe('/office/sign-in/second')
	const recovery = { recovery: 'yes', code: /<li[^>]*>([a-z0-9]{5}-[a-z0-9]{5})/.exec(done.text)?.[1] ?? '' }
	expect((await again.post('/office/sign-in/second', recovery)).headers.location).toBe('/office')
	const once = sunny.visitor()
	await once.post('/office/sign-in', { email: sunny.dev.email, password: secret })
	expect((await once.post('/office/sign-in/second', recovery)).text).toContain('This recovery code is not right')
})

test('ACC-11: the API sends a password link, lists sessions and ends them, and switches ways in', async () => {
	const sunny = await company()
	const maya = await withPassword(sunny)
	const browser = sunny.visitor()
	await tryPassword(browser, maya.email, secret)
	const made = await createApiKey(sunny.scope, { name: 'CRM', grants: allGrants })
	const call = (path: string, method = 'GET', body?: object) =>
		ask(`${server.urlOf(sunny.slug)}/api/v1${path}`, {
			method,
			headers: { authorization: `Bearer ${made.ok ? made.apiKey : ''}` },
			...(body && { body }),
		})
	const sent = await call(`/contacts/${maya.id}/password-reset`, 'POST', {})
	expect([sent.status, sent.json()]).toEqual([
		201,
		{ contactId: maya.id, sent: [{ channel: 'email', to: maya.email }] },
	])
	expect(await linkTo(maya.email, 'reset')).toContain('/reset/')
	const { data } = (await call(`/contacts/${maya.id}/sessions`)).json<{ data: { method: string }[] }>()
	expect(data).toMatchObject([{ method: 'password', ip: '203.0.113.7' }])
	expect((await call(`/contacts/${maya.id}/sessions`, 'DELETE')).status).toBe(204)
	expect((await browser.get('/profile')).status).toBe(303)
	const locked = await call('/workspace', 'PATCH', { signIn: { code: false, link: false, password: false } })
	expect([locked.status, locked.text]).toEqual([422, expect.stringContaining('way_in_missing')])
	const changed = await call('/workspace', 'PATCH', {
		signIn: { password: false },
		members: { twoFactorRequired: false },
	})
	expect(changed.json()).toMatchObject({ signIn: { code: true, link: true, password: false, passkey: true } })
	const refused = await call(`/contacts/${maya.id}/password-reset`, 'POST', {})
	expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('switched off')])
	expect((await call('/contacts/con_nobody/password-reset', 'POST', {})).status).toBe(404)
})
