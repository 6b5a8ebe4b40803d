import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useApp } from '#platform/app/app.ts'
import { loadConfig } from '#platform/config/config.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { makeAccount } from '#support/account.ts'
import { visit } from '#support/alive.ts'
import { seriousFindings } from '#support/axe.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { isTooWide } from '#support/pages.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const browser = openBrowser()
const dataDir = mkdtempSync(join(tmpdir(), 'tests-links-'))
let server: TestServer

beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	const storage = await openDiskStorage(join(dataDir, 'files'))
	const config = loadConfig({ BASE_URL: 'http://portal.localhost' })
	useApp({ config, baseHost: 'portal.localhost', storage, stopping: new AbortController().signal })
	server = await startServer({ databaseUrl: database.url, dataDir })
})
afterAll(async () => {
	await server.stop()
	rmSync(dataDir, { recursive: true, force: true })
})

async function makeHouse(slug: string) {
	const scope = await makeWorkspace({ slug, name: 'Sunny Solar' })
	const account = await makeAccount({ in: scope, name: 'Reyes' })
	const maya = await makeContact({ accounts: [account], email: 'maya@example.com' })
	const dev = await makeMember({ in: scope, role: 'owner' })
	const plan = await makeDocument({ account, sharedWithPortal: true, title: 'Plan of the roof' })
	const office = await browser.open(server.urlOf(slug), await makeSession(dev.scope), desktop)
	return { account, maya, plan, office, origin: server.urlOf(slug) }
}

/** As a person's browser names itself: one without a window counts as a machine. */
const userAgent =
	'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36'

/** Where pictures of the pages go, for who wants to look at them. */
const shots = process.env.SHOTS

async function picture(page: Page, name: string): Promise<void> {
	if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true })
}

/** The page as it stands is accessible and no wider than the screen; it needs its scripts to be asked. */
async function look(page: Page, name: string): Promise<void> {
	await picture(page, name)
	expect(await seriousFindings(page), name).toEqual([])
	const wide = await isTooWide(page)
	expect(wide, `${name} is wider than the screen`).toBe(false)
}

test('ACC-7: a link made in the office opens one thing on a phone, leads on by a code, and is revoked', async () => {
	const { maya, plan, office, origin } = await makeHouse('links')
	const { page } = office
	await visit(page, `/office/contacts/${maya.id}`)
	await page.getByRole('button', { name: 'More' }).click()
	await look(page, 'contact-menu')
	await page
		.getByRole('link', { name: 'Direct links' })
		.or(page.getByRole('menuitem', { name: 'Direct links' }))
		.click()
	await page.waitForURL(/direct-links/)
	await page.getByRole('radio', { name: /Plan of the roof/ }).check()
	await page.getByRole('button', { name: 'Make the link' }).click()
	const field = page.getByLabel('Address of the link')
	await field.waitFor()
	await look(page, 'links-made')
	const { pathname } = new URL(await field.inputValue())

	const guest = await browser.open(origin, null, { ...phone, userAgent })
	const referers: string[] = []
	guest.page.on('request', async (request) => referers.push((await request.allHeaders()).referer ?? ''))
	const told = guest.page.waitForResponse((response) => response.url().endsWith('/views'))
	await visit(guest.page, pathname)
	await guest.page.getByRole('heading', { level: 1, name: 'Plan of the roof' }).waitFor()
	expect((await told).status()).toBe(204)
	await look(guest.page, 'link-phone')
	await page.reload()
	await page
		.getByText(/Opened /)
		.first()
		.waitFor()
	await look(page, 'links-opened')

	await guest.page.getByRole('button', { name: 'Open the whole portal' }).click()
	await guest.page.waitForURL('**/sign-in/code')
	await guest.page.getByText('m•••@example.com').waitFor()
	await look(guest.page, 'link-code')
	expect(referers.filter((referer) => referer.includes('/l/'))).toEqual([])

	await page.getByRole('button', { name: /Revoke the link to/ }).click()
	await page.getByText('1 link revoked').waitFor()
	await guest.page.goto(pathname)
	await guest.page.getByRole('heading', { level: 1, name: 'This link no longer works.' }).waitFor()
	await look(guest.page, 'link-gone')
	await guest.page.getByRole('link', { name: 'Sign in' }).click()
	await guest.page.waitForURL('**/sign-in')

	await visit(page, `/office/documents/${plan.id}/direct-links`)
	await page.getByRole('button', { name: 'Make the link' }).click()
	await field.waitFor()
	await look(page, 'link-document')
	const wide = await browser.open(origin, null, { ...desktop, colorScheme: 'dark' })
	await visit(wide.page, new URL(await field.inputValue()).pathname)
	await look(wide.page, 'link-desktop-dark')
	expect([...office.errors, ...guest.errors, ...wide.errors]).toEqual([])
})

test('ACC-12: a member previews the portal, changes nothing, and comes back to the office', async () => {
	const { maya, office, origin } = await makeHouse('preview')
	const { page, context } = office
	await visit(page, `/office/contacts/${maya.id}`)
	await page.getByRole('button', { name: 'More' }).click()
	await page
		.getByRole('menuitem', { name: 'Preview the portal' })
		.or(page.getByRole('button', { name: 'Preview the portal' }))
		.click()
	await page.waitForURL((url) => url.pathname === '/')
	await page.getByText('You see the portal as Maya Reyes does.').waitFor()
	await look(page, 'preview-home')
	await visit(page, '/profile')
	await page.locator('[name=firstName]').first().fill('Eve')
	await page.getByRole('button', { name: 'Save' }).first().click()
	await page.getByRole('heading', { level: 1, name: 'Nothing was changed.' }).waitFor()
	await look(page, 'preview-refused')
	await page.getByRole('link', { name: 'Back to the preview' }).click()
	await page.waitForURL('**/profile')
	expect(await page.locator('[name=firstName]').first().inputValue()).toBe('Maya')
	await visit(page, '/messages')
	await page.getByRole('textbox').first().fill('Hello from nobody')
	await page.keyboard.press('Enter')
	await page.getByText('This is a preview. Nothing is sent.').waitFor()

	const cookies = await context.cookies()
	const small = await browser.open(origin, null, { ...phone, colorScheme: 'dark', javaScriptEnabled: false })
	await small.context.addCookies(cookies)
	await small.page.goto('/profile')
	await picture(small.page, 'preview-phone-dark')
	await small.page.getByRole('button', { name: 'Save' }).first().click()
	await small.page.getByRole('heading', { level: 1, name: 'Nothing was changed.' }).waitFor()
	await picture(small.page, 'preview-refused-phone')

	await page.getByRole('button', { name: 'Back to the office' }).click()
	await page.waitForURL(`**/office/contacts/${maya.id}`)
	await page.getByText('Portal previewed').first().waitFor()
	await look(page, 'preview-history')
	await page.goto('/')
	expect(new URL(page.url()).pathname).toBe('/sign-in')
})
