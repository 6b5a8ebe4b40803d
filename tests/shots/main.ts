/**
 * npm run shots [-- PATTERN]: pictures of every page (or those whose path matches) of a demo company of its own, at
 * 390 and 1440 px, light and dark, into shots/. For looking at before a change is called done.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { findBrowser } from '../../bin/steps/browser.mjs'
import {
	desktop,
	firstLink,
	officePages,
	officeRecords,
	phone,
	portalPages,
	portalRecords,
	publicPages,
	type Records,
	recordsOn,
} from '../support/pages.ts'
import { startServer } from '../support/server.ts'

const wanted = new RegExp(process.argv[2] ?? '')
const folder = join(import.meta.dirname, '../../shots')
const dataDir = mkdtempSync(join(tmpdir(), 'shots-'))
const sizes = { 390: phone, 1440: desktop }
const schemes = ['light', 'dark'] as const

const server = await startServer({ databaseUrl: '', dataDir, env: { DEMO: '1' } })
const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox'] })
try {
	mkdirSync(folder, { recursive: true })
	const sessions = await signIn(browser, server.urlOf('demo'))
	for (const [width, size] of Object.entries(sizes)) {
		for (const colorScheme of schemes) {
			const context = await browser.newContext({ ...size, colorScheme, baseURL: server.urlOf('demo'), locale: 'en-US' })
			const page = await context.newPage()
			const take = (name: string, paths: string[], records: Records) =>
				takeAll(page, paths, records, (path) =>
					join(folder, `${name}${path.replace(/\W+/g, '-')}.${width}.${colorScheme}.png`),
				)
			await take('public', publicPages, {})
			await context.addCookies(sessions)
			await take('portal', portalPages, portalRecords)
			await take('office', officePages, officeRecords)
			await context.close()
		}
	}
} finally {
	await browser.close()
	await server.stop()
	rmSync(dataDir, { recursive: true, force: true })
}

/** As people do it: the owner by password, Maya Reyes by the code that stands on the outbox page. */
async function signIn(browser: Browser, origin: string) {
	const context = await browser.newContext({ baseURL: origin, locale: 'en-US' })
	const office = await context.newPage()
	await office.goto('/office/sign-in')
	await office.fill('[name=email]', 'priya@sunnysolar.example')
	await office.fill('[name=password]', readFileSync(join(dataDir, 'demo-password'), 'utf8').trim())
	await office.press('[name=password]', 'Enter')
	await office.waitForURL('**/office')
	const portal = await context.newPage()
	await portal.goto('/sign-in')
	await portal.fill('[name=address]', 'maya.reyes@example.com')
	await portal.press('[name=address]', 'Enter')
	await portal.waitForURL('**/sign-in/code')
	await office.goto('/office/outbox')
	await office.goto((await firstLink(office, /^\/office\/outbox\/dlv_/)) ?? '')
	const code = /(?<!\d)\d{6}(?!\d)/.exec((await office.locator('main').textContent()) ?? '')?.[0] ?? ''
	await portal.fill('[name=code]', code)
	await portal.waitForURL(`${origin}/`)
	const cookies = await context.cookies()
	await context.close()
	return cookies
}

async function takeAll(page: Page, paths: string[], records: Records, place: (path: string) => string): Promise<void> {
	for (const path of paths.filter((one) => wanted.test(one))) {
		await take(page, path, place(path))
		for (const record of await recordsOn(page, path, records)) {
			const part = /\/merge(\?with)?/.exec(record)?.[0] ?? ''
			await take(page, record, place(`${path}/one${part}`))
		}
	}
}

async function take(page: Page, path: string, file: string): Promise<void> {
	await page.goto(path)
	await page.waitForLoadState('networkidle', { timeout: 2000 }).catch(() => {})
	await page.screenshot({ path: file, fullPage: true, animations: 'disabled' })
	process.stdout.write(`${file}\n`)
}
