import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'
import { seriousFindings } from './axe.ts'
import { desktop, type openBrowser, phone } from './browser.ts'
import type { Demo } from './demo.ts'
import { firstLink, isTooWide, type Records } from './pages.ts'

/** What the scheme of colors decides; the rest of a page is the same in both, and to ask takes most of the time. */
const ofColors = ['color-contrast', 'link-in-text-block']

/**
 * Walks pages of the demo, and from those that list records on to the first one; fails with all that it found. Each
 * page is loaded once, on a phone in light colors, and then shown on a desktop in dark ones.
 */
export function walker(browser: ReturnType<typeof openBrowser>, demo: Demo) {
	return async (cookie: Demo['client'] | null, paths: string[], records: Records): Promise<void> => {
		const options = { ...phone, colorScheme: 'light', reducedMotion: 'reduce' } as const
		const { page, context, errors } = await browser.open(demo.origin, cookie, options)
		const screen = await screenOf(context, page)
		const found: string[] = []
		for (const path of paths) {
			found.push(...(await look(page, path, screen)))
			const pattern = records[path]
			const record = pattern ? await firstLink(page, pattern) : undefined
			if (pattern && !record) found.push(`${path}: no record to open`)
			if (record) found.push(...(await look(page, record, screen)))
		}
		await context.close()
		expect([...found, ...errors]).toEqual([])
	}
}

async function look(page: Page, path: string, screen: Screen): Promise<string[]> {
	await screen.phone()
	const response = await page.goto(path, { waitUntil: 'load' })
	const expected = path === '/no-such-page' ? 404 : 200
	const wideOnPhone = await isTooWide(page)
	await screen.desktop()
	const wideOnDesktop = await isTooWide(page)
	await leaveOutRepeated(page)
	const dark = await seriousFindings(page, ofColors)
	await screen.phone()
	const light = await seriousFindings(page)
	return [
		...(response?.status() === expected ? [] : [`${path}: answered ${response?.status()}`]),
		...light.map((finding) => `${path}: ${finding}`),
		...dark.map((finding) => `${path}, dark: ${finding}`),
		...(wideOnPhone ? [`${path}: wider than the phone`] : []),
		...(wideOnDesktop ? [`${path}: wider than the desktop`] : []),
	]
}

/**
 * Long lists repeat what their first rows show, and axe looks at every word. Rows are only hidden, as a page that hears
 * of news draws them again; the many sections of the API's description are taken out.
 */
function leaveOutRepeated(page: Page): Promise<void> {
	return page.evaluate(() => {
		for (const section of document.querySelectorAll('main section:nth-of-type(n + 9)')) section.remove()
		const sheet = new CSSStyleSheet()
		sheet.replaceSync('main :is(tr, li, option, details):nth-of-type(n + 7) { display: none !important }')
		document.adoptedStyleSheets.push(sheet)
	})
}

interface Screen {
	phone(): Promise<void>
	desktop(): Promise<void>
}

/** Turns the phone that a page is open on into a desktop and back: the page lays itself out anew, and is not loaded. */
async function screenOf(context: BrowserContext, page: Page): Promise<Screen> {
	const devtools: CDPSession = await context.newCDPSession(page)
	const touch = (enabled: boolean) => devtools.send('Emulation.setTouchEmulationEnabled', { enabled })
	return {
		async phone() {
			await touch(true)
			await page.setViewportSize(phone.viewport)
			await page.emulateMedia({ colorScheme: 'light' })
		},
		async desktop() {
			await touch(false)
			await page.setViewportSize(desktop.viewport)
			await page.emulateMedia({ colorScheme: 'dark' })
		},
	}
}
