import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { inviteContact } from '#features/access/invitations/writes.ts'
import { thePool } from '#platform/db/db.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { seriousFindings } from '#support/axe.ts'
import { openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { isTooWide } from '#support/pages.ts'
import { startServer, type TestServer } from '#support/server.ts'
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
	const slug = `sunny-${++companies}`
	const account = await makeAccount({ in: await makeWorkspace({ slug }) })
	return { base: server.urlOf(slug), account, dev: await makeMember({ in: account }) }
}

async function letterTo(address: string | null) {
	const mail = await smtp.waitFor(({ envelope }) => envelope.to.includes(address ?? ''), 60_000)
	const link = /http:\/\/\S+(\/i\/\S+)/.exec(mail.text ?? '')?.[1] ?? ''
	return { code: /^\s+(\d{6})$/m.exec(mail.text ?? '')?.[1] ?? '', link }
}

/** Nothing that axe calls serious or worse, and nothing wider than the phone. */
async function expectSound(page: Page): Promise<void> {
	expect(await seriousFindings(page)).toEqual([])
	expect(await isTooWide(page)).toBe(false)
}

describe.each([
	['with scripts', true],
	['without scripts', false],
])('%s, on a phone', (_, scripts) => {
	test('ACC-4: a client signs in with the code from the mail', async () => {
		const { base, account } = await company()
		const maya = await makeContact({ accounts: [account] })
		const { page, context } = await browser.open(base, null, { ...phone, javaScriptEnabled: scripts })
		await page.goto(`${base}/profile`)
		await page.getByLabel('E-mail or mobile number').fill(maya.email ?? '')
		await page.getByRole('button', { name: 'Send me a code' }).click()
		await page.waitForURL('**/sign-in/code')
		// From here on a full code is sent by itself.
		if (scripts) await page.locator('.code.live').waitFor()
		expect(await page.getByText(maya.email ?? '').isVisible()).toBe(true)
		const { code } = await letterTo(maya.email)
		await page.getByLabel('Your code').fill(code === '111111' ? '222222' : '111111')
		if (!scripts) await page.getByRole('button', { name: 'Continue' }).click()
		await page.getByText('That code does not match.').waitFor()
		expect(await page.getByText('You have 4 tries left').isVisible()).toBe(true)
		await page.getByLabel('Your code').fill(code)
		if (!scripts) await page.getByRole('button', { name: 'Try again' }).click()
		await page.waitForURL(`${base}/profile`)
		expect(await page.getByLabel('First name').inputValue()).toBe('Maya')
		await context.close()
	})

	test('ACC-5: a homeowner opens the invitation, presses Continue, and is in', async () => {
		const { base, account, dev } = await company()
		const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled' })
		await inviteContact(dev.scope, maya.id)
		const { link } = await letterTo(maya.email)
		const { page, context } = await browser.open(base, null, { ...phone, javaScriptEnabled: scripts })
		await page.goto(base + link)
		await page.reload()
		await page.getByRole('button', { name: 'Continue' }).click()
		await page.waitForURL(`${base}/`)
		await page.goto(base + link)
		await page.getByText('This link has been used or has run out.').waitFor({ state: 'hidden' })
		// The page goes first: one that stands hears that its session is gone, and leads to sign-in by itself.
		await page.goto('about:blank')
		await context.clearCookies()
		await page.goto(base + link)
		await page.getByText('This link has been used or has run out.').waitFor()
		expect(await page.getByLabel('E-mail or mobile number').isVisible()).toBe(true)
		await context.close()
	})

	test('HOM-3: a client changes its e-mail and confirms the new one', async () => {
		const { base, account, dev } = await company()
		const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled' })
		await inviteContact(dev.scope, maya.id)
		const { page, context } = await browser.open(base, null, { ...phone, javaScriptEnabled: scripts })
		await page.goto(base + (await letterTo(maya.email)).link)
		await page.getByRole('button', { name: 'Continue' }).click()
		await page.waitForURL(`${base}/`)
		await page.goto(`${base}/profile`)
		const fresh = `new-${companies}@example.com`
		await page.getByRole('textbox', { name: 'E-mail' }).fill(fresh)
		await page.getByRole('button', { name: 'Save' }).click()
		await page.getByRole('heading', { name: 'Confirm your new e-mail address' }).waitFor()
		expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(maya.email)
		if (scripts) await page.locator('.code.live').waitFor()
		await page.getByLabel('Your code').fill((await letterTo(fresh)).code)
		if (!scripts) await page.getByRole('button', { name: 'Confirm' }).click()
		await page.getByText('Your new e-mail address counts from now on.').waitFor()
		expect(await page.getByRole('textbox', { name: 'E-mail' }).inputValue()).toBe(fresh)
		await context.close()
	})
})

test('ACC-4: the way in is sound for every reader', async () => {
	const { base, account } = await company()
	const maya = await makeContact({ accounts: [account] })
	const { page, context } = await browser.open(base, null, phone)
	await page.goto(`${base}/sign-in`)
	await expectSound(page)
	await page.getByRole('button', { name: 'Send me a code' }).click()
	await page.getByText('Nothing was sent.').waitFor()
	await expectSound(page)
	await page.getByLabel('E-mail or mobile number').fill(maya.email ?? '')
	await page.getByRole('button', { name: 'Send me a code' }).click()
	await page.waitForURL('**/sign-in/code')
	await page.locator('.code.live').waitFor()
	await expectSound(page)
	const { code, link } = await letterTo(maya.email)
	await page.getByLabel('Your code').fill(code === '111111' ? '222222' : '111111')
	await page.getByText('That code does not match.').waitFor()
	await expectSound(page)
	await page.goto(base + link)
	await expectSound(page)
	await page.getByRole('button', { name: 'Continue' }).click()
	await page.waitForURL(`${base}/`)
	await page.goto(`${base}/profile`)
	await expectSound(page)
	await context.close()
})
