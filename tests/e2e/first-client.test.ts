import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { alive } from '#support/alive.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { ask } from '#support/http.ts'
import { createDatabase } from '#support/postgres.ts'
import { startServer, type TestServer } from '#support/server.ts'

const browser = openBrowser()
let server: TestServer
let mailbox: SmtpSimulator
let close = async (): Promise<void> => {}

beforeAll(async () => {
	const database = await createDatabase()
	const dataDir = mkdtempSync(join(tmpdir(), 'tests-first-'))
	mailbox = await startSmtp()
	const env = { SMTP_URL: mailbox.url, MAIL_FROM: 'portal@example.com' }
	server = await startServer({ databaseUrl: database.url, dataDir, env })
	close = async () => {
		await server.stop()
		await mailbox.close()
		await database.drop()
		rmSync(dataDir, { recursive: true, force: true })
	}
})
afterAll(() => close())

/** Fills a form without minding whether the page's script is there yet: it works with and without. */
async function fill(page: Page, fields: Record<string, string>): Promise<void> {
	await alive(page)
	for (const [name, value] of Object.entries(fields)) await page.fill(`[name="${name}"]`, value)
}

const pathOf = (link: string | undefined) => new URL(link ?? '').pathname

test('BRD-4, ACC-1, ACC-5, ACC-4: from an empty installation to a client signed in on a phone', async () => {
	const office = await browser.open(server.urlOf('sunny'), null, desktop)

	// The company sets itself up; a mistake gives the typing back.
	await office.page.goto('/')
	expect(new URL(office.page.url()).pathname).toBe('/setup')
	await fill(office.page, {
		name: 'Sunny Solar',
		slug: 'Not a slug',
		ownerEmail: 'owner@example.com',
		password: 'long enough now',
	})
	await office.page.click('form [type=submit]')
	await office.page.getByText('Use 1 to 40 small letters').first().waitFor()
	expect(await office.page.inputValue('[name=name]')).toBe('Sunny Solar')
	await fill(office.page, { slug: 'sunny', password: 'long enough now' })
	await office.page.click('form [type=submit]')
	await office.page.waitForURL('**/office')

	// A first contact, invited as it is made.
	await office.page.goto('/office/contacts/new')
	await fill(office.page, { firstName: 'Maya', lastName: 'Reyes', email: 'maya@example.com' })
	await office.page.check('[name=invite]')
	await office.page
		.getByRole('button', { name: /Create|Add|Save|Invite/ })
		.last()
		.click()
	await office.page.waitForURL(/\/office\/contacts\/con_/)
	const invitation = await mailbox.waitFor((mail) => mail.envelope.to.includes('maya@example.com'), 60_000)
	expect(invitation.from?.text).toContain('Sunny Solar')
	expect(`${invitation.html}`.toLowerCase()).toContain('sunny solar')
	expect(invitation.text).toContain('/i/')
	expect(`${invitation.html}${invitation.text}`).not.toMatch(/porchlight/i)
	const link = /https?:\/\/\S+\/i\/[\w-]+/.exec(invitation.text ?? '')?.[0]

	// A scanner opens the link; then Maya does, on her phone, and goes on.
	const portal = await browser.open(server.urlOf('sunny'), null, phone)
	for (let times = 0; times < 5; times++) expect((await ask(server.urlOf('sunny') + pathOf(link))).status).toBe(200)
	await portal.page.goto(pathOf(link))
	await portal.page.getByRole('button', { name: 'Continue' }).click()
	await portal.page.waitForURL((url) => url.pathname === '/')
	await portal.page.getByRole('heading', { level: 1, name: /Maya/ }).waitFor()

	// The link is spent: it leads to the page that sends a code.
	const second = await browser.open(server.urlOf('sunny'), null, { ...phone, javaScriptEnabled: false })
	await second.page.goto(pathOf(link))
	expect(new URL(second.page.url()).pathname).toBe('/sign-in')

	// She signs in elsewhere by the code of the mail, without scripts.
	mailbox.clear()
	await second.page.fill('main [name]:not([type=hidden])', 'MAYA@example.com')
	await second.page.click('main form [type=submit]')
	await second.page.waitForURL('**/sign-in/code')
	const mail = await mailbox.waitFor((one) => one.envelope.to.includes('maya@example.com'), 60_000)
	const code = /\b\d{6}\b/.exec(mail.text ?? '')?.[0] ?? ''
	await second.page.fill('[name=code]', code)
	await second.page.click('main form [type=submit]')
	await second.page.waitForURL((url) => url.pathname === '/')

	// The office sees how she came in.
	await office.page.reload()
	await office.page.getByText('Enrolled').first().waitFor()
	expect([...office.errors, ...portal.errors]).toEqual([])
})
