import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { workspaceSettings } from '#features/workspaces/schema.ts'
import { thePool } from '#platform/db/db.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { alive } from '#support/alive.ts'
import { seriousFindings } from '#support/axe.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { isTooWide } from '#support/pages.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
const browser = openBrowser()
let server: TestServer
let smtp: SmtpSimulator

beforeAll(async () => {
	smtp = await startSmtp()
	server = await startServer({
		databaseUrl: installation.url(),
		env: { SMTP_URL: smtp.url, MAIL_FROM: 'hello@sunny.example' },
	})
})
afterAll(async () => {
	await server?.stop()
	await smtp?.close()
})
beforeEach(() => thePool().query('delete from infra.rate_limits'))

let companies = 0
async function company() {
	const slug = `ways-${++companies}`
	const settings = workspaceSettings.parse({ signIn: { password: true } })
	const account = await makeAccount({ in: await makeWorkspace({ slug, settings }) })
	return { base: server.urlOf(slug), account, dev: await makeMember({ in: account, role: 'owner' }) }
}

/** Passkeys are not offered in the field, so that it is the button that is tried. */
const withoutOffer = (page: Page) =>
	page.addInitScript(() => {
		// An empty page has none.
		if (window.PublicKeyCredential) window.PublicKeyCredential.isConditionalMediationAvailable = async () => false
	})

/** The page goes first: one that stands hears that its session is gone, and leads to sign-in by itself. */
async function dropCookies(page: Page) {
	await page.goto('about:blank')
	await page.context().clearCookies()
}

/** A device that confirms with a finger, while it is told to. */
async function giveAuthenticator(context: BrowserContext, page: Page) {
	const cdp = await context.newCDPSession(page)
	await cdp.send('WebAuthn.enable')
	const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
		options: {
			protocol: 'ctap2',
			transport: 'internal',
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
		},
	})
	return {
		confirms: (enabled: boolean) => cdp.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled }),
		credentials: async () => (await cdp.send('WebAuthn.getCredentials', { authenticatorId })).credentials,
	}
}

async function expectSound(page: Page): Promise<void> {
	expect(await seriousFindings(page)).toEqual([])
	expect(await isTooWide(page)).toBe(false)
}

test('ACC-6: a client adds a passkey, and comes in with it without typing an address', async () => {
	const { base, account } = await company()
	const maya = await makeContact({ accounts: [account] })
	const { page, context, errors } = await browser.open(base, await makeSession(maya.scope), phone)
	await withoutOffer(page)
	const device = await giveAuthenticator(context, page)
	await page.goto('/profile')
	await page.getByRole('link', { name: 'Passkeys' }).click()
	await page.waitForURL('**/profile/passkeys')
	await page.getByLabel('Name', { exact: true }).fill('My phone')
	await expectSound(page)
	await page.getByRole('button', { name: 'Add a passkey' }).click()
	await page.getByText('From now on you can sign in with this passkey.').waitFor()
	expect(await page.getByText('My phone').isVisible()).toBe(true)
	const [credential] = await device.credentials()
	expect([credential?.isResidentCredential, credential?.rpId]).toEqual([true, new URL(base).hostname])

	await device.confirms(false)
	await dropCookies(page)
	await page.goto('/sign-in?next=/profile')
	await expectSound(page)
	await device.confirms(true)
	await page.getByRole('button', { name: 'Use a passkey' }).click()
	await page.waitForURL(`${base}/profile`)
	expect(await page.getByLabel('First name').inputValue()).toBe('Maya')
	expect(await page.getByText('by passkey').first().isVisible()).toBe(true)

	await page.getByRole('link', { name: 'Passkeys' }).click()
	await page.getByRole('button', { name: 'Remove My phone' }).click()
	await page.getByText('Nobody can sign in with that passkey any more.').waitFor()
	await dropCookies(page)
	await device.confirms(false)
	await page.goto('/sign-in')
	await device.confirms(true)
	await page.getByRole('button', { name: 'Use a passkey' }).click()
	await page.getByText('This passkey does not open this page.').waitFor()
	expect(errors).toEqual([])
	await context.close()
})

test('ACC-10: a page whose live stream comes back after the session has ended leads to sign-in, and reports nothing', async () => {
	const { base, account } = await company()
	const maya = await makeContact({ accounts: [account] })
	const { page, context, errors } = await browser.open(base, await makeSession(maya.scope), phone)
	const stands = page.waitForResponse(`${base}/live`)
	await page.goto('/profile')
	await stands
	await context.clearCookies()
	await page.evaluate(() => dispatchEvent(new Event('online')))
	await page.waitForURL(/\/sign-in\?next=%2Fprofile/)
	await page.getByText('Your session has ended.').waitFor()
	expect(errors).toEqual([])
	await context.close()
})

test('ACC-6: what a passkey has signed is good once, and only where it was asked for', async () => {
	const [sunny, acme] = [await company(), await company()]
	const maya = await makeContact({ accounts: [sunny.account] })
	const { page, context } = await browser.open(sunny.base, await makeSession(maya.scope), phone)
	const device = await giveAuthenticator(context, page)
	await page.goto('/profile/passkeys')
	await page.getByRole('button', { name: 'Add a passkey' }).click()
	await page.getByText('From now on you can sign in with this passkey.').waitFor()
	await device.confirms(false)
	await dropCookies(page)
	const sent = page.waitForRequest(
		(request) => request.method() === 'POST' && request.url().endsWith('/sign-in/passkey'),
	)
	// Offered in the field: with a finger held out nothing has to be pressed. It is held out before the page asks, which
	// leaves for the next one as soon as it has: perhaps before it is loaded.
	await device.confirms(true)
	await page.goto('/sign-in', { waitUntil: 'commit' })
	const request = await sent
	await page.waitForURL(`${sunny.base}/`)
	const body = new URLSearchParams(request.postData() ?? '')
	const [cookie] = (await context.cookies()).filter(({ name }) => name === 'passkey')
	const again = async (base: string) => {
		const answer = await ask(`${base}/sign-in/passkey`, { cookie, body, headers: { origin: base } })
		return [answer.status, answer.headers.location]
	}
	expect(await again(sunny.base)).toEqual([303, '/sign-in?passkey=unknown'])
	expect(await again(acme.base)).toEqual([303, '/sign-in?passkey=unknown'])
	await context.close()
})

test('ACC-6: a member comes into the office with a passkey', async () => {
	const { base, dev } = await company()
	const { page, context, errors } = await browser.open(base, await makeSession(dev.scope), desktop)
	await withoutOffer(page)
	const device = await giveAuthenticator(context, page)
	await page.goto('/office/me')
	await page.getByRole('button', { name: 'Add a passkey' }).click()
	await page.getByText('From now on you can sign in with this passkey.').waitFor()
	await device.confirms(false)
	await dropCookies(page)
	await page.goto('/office/sign-in')
	await expectSound(page)
	await device.confirms(true)
	await page.getByRole('button', { name: 'Use a passkey' }).click()
	// It has no password yet, and may choose one.
	await page.waitForURL(`${base}/office/me?welcome`)
	expect(errors).toEqual([])
	await context.close()
})

for (const [scripts, name] of [
	[true, 'with scripts'],
	[false, 'without scripts'],
] as const) {
	test(`ACC-6: a password is chosen, used, forgotten and chosen anew (${name})`, async () => {
		const { base, account } = await company()
		const maya = await makeContact({ accounts: [account] })
		const options = { ...phone, javaScriptEnabled: scripts }
		const { page, context, errors } = await browser.open(base, await makeSession(maya.scope), options)
		await page.goto('/profile/password')
		if (scripts) await expectSound(page)
		await page.getByLabel('New password').fill('password1234')
		await page.getByRole('button', { name: 'Save password' }).click()
		await page.getByText('The password was not saved.').waitFor()
		await page.getByLabel('New password').fill('blue kettle on the roof')
		await page.getByRole('button', { name: 'Save password' }).click()
		await page.getByText('Your password is saved.').waitFor()

		await dropCookies(page)
		await page.goto('/sign-in')
		if (scripts) await alive(page)
		await page.getByLabel('E-mail or mobile number').fill(maya.email ?? '')
		await page.getByRole('button', { name: 'Use my password' }).click()
		await page.waitForURL('**/sign-in/password')
		expect(await page.getByLabel('E-mail or mobile number').inputValue()).toBe(maya.email)
		if (scripts) await expectSound(page)
		await page.getByLabel('Password', { exact: true }).fill('blue kettle on the roof')
		await page.getByRole('button', { name: 'Sign in', exact: true }).click()
		await page.waitForURL(`${base}/`)

		await dropCookies(page)
		smtp.clear()
		await page.goto('/sign-in/password')
		if (scripts) await alive(page)
		await page.getByLabel('E-mail or mobile number').fill(maya.email ?? '')
		await page.getByRole('button', { name: 'Forgot your password?' }).click()
		await page.waitForURL('**/sign-in/forgot')
		await page.getByRole('button', { name: 'Send me a link' }).click()
		await page.getByText('A link is on its way.').waitFor()
		const mail = await smtp.waitFor(({ text }) => Boolean(text?.includes('/reset/')), 60_000)
		await page.goto(/\/reset\/\S+/.exec(mail.text ?? '')?.[0] ?? '')
		if (scripts) await expectSound(page)
		await page.getByLabel('New password').fill('green tractor by noon')
		await page.getByRole('button', { name: 'Save password' }).click()
		await page.getByText('Your new password is saved').waitFor()
		await page.getByLabel('Password', { exact: true }).fill('green tractor by noon')
		await page.getByRole('button', { name: 'Sign in', exact: true }).click()
		await page.waitForURL(`${base}/`)
		expect(errors).toEqual([])
		await context.close()
	})
}
