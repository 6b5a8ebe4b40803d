import type { BrowserContext, CDPSession, Page } from 'playwright-core'
import { expect } from 'vitest'
import { seriousFindings } from './axe.ts'
import { desktop, type openBrowser, phone } from './browser.ts'
import type { Demo } from './demo.ts'
import { isTooWide, type Records, recordsOn } from './pages.ts'

/** What the scheme of colors decides; the rest of a page is the same in both, and to ask takes most of the time. */
const ofColors = ['color-contrast', 'link-in-text-block']

/** What most people hold who use these pages, and the other, which the same page is then shown on. */
const devices = { phone: [phone, desktop], desktop: [desktop, phone] } as const

/**
 * Walks pages of the demo, and from those that list records on to the first one; fails with all that it found. Each
 * page is loaded once, in light colors on the device that it is mostly used on, and then shown on the other in dark ones.
 */
export function walker(browser: ReturnType<typeof openBrowser>, demo: Demo, mostly: keyof typeof devices) {
	const [first, second] = devices[mostly]
	return async (cookie: Demo['client'] | null, paths: string[], records: Records): Promise<void> => {
		const options = { ...first, colorScheme: 'light', reducedMotion: 'reduce' } as const
		const { page, context, errors } = await browser.open(demo.origin, cookie, options)
		const show = await screenOf(context, page)
		const screens = { light: () => show(first, 'light'), dark: () => show(second, 'dark') }
		const found: string[] = []
		for (const path of paths) {
			found.push(...(await look(page, path, screens)))
			const beyond = await recordsOn(page, path, records)
			if (records[path] && beyond.length === 0) found.push(`${path}: no record to open`)
			for (const one of beyond) found.push(...(await look(page, one, screens)))
		}
		await context.close()
		expect([...found, ...errors]).toEqual([])
	}
}

async function look(page: Page, path: string, screens: { light: Show; dark: Show }): Promise<string[]> {
	await screens.light()
	const response = await page.goto(path, { waitUntil: 'load' })
	const expected = path === '/no-such-page' ? 404 : 200
	const tooWide = [await isTooWide(page)]
	await screens.dark()
	tooWide.push(await isTooWide(page))
	await leaveOutRepeated(page)
	const dark = await seriousFindings(page, ofColors)
	await screens.light()
	const light = await seriousFindings(page)
	return [
		...(response?.status() === expected ? [] : [`${path}: answered ${response?.status()}`]),
		...light.map((finding) => `${path}: ${finding}`),
		...dark.map((finding) => `${path}, dark: ${finding}`),
		...tooWide.flatMap((wide, i) => (wide ? [`${path}: wider than the ${i ? 'other' : 'first'} screen`] : [])),
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

type Show = () => Promise<void>

/** Turns the device that a page is open on into another: the page lays itself out anew, and is not loaded. */
async function screenOf(context: BrowserContext, page: Page) {
	const devtools: CDPSession = await context.newCDPSession(page)
	return async (device: typeof phone | typeof desktop, colorScheme: 'light' | 'dark'): Promise<void> => {
		await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: device === phone })
		await page.setViewportSize(device.viewport)
		await page.emulateMedia({ colorScheme })
	}
}
