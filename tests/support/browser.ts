import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { Cookie } from './http.ts'

export { desktop, phone } from './pages.ts'

/** Has the browser draw in three dimensions without a graphics card, as maps need it. */
export const drawsMaps = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']

/** One browser for the test file; each page that comes out of it has cookies of its own. */
export function openBrowser({ flags = [] }: { flags?: string[] } = {}) {
	let browser: Browser
	beforeAll(async () => {
		browser = await chromium.launch({
			executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
			args: ['--no-sandbox', '--disable-dev-shm-usage', ...flags],
		})
	})
	afterAll(() => browser.close())
	return {
		/** A page signed in by a session's cookie. Whatever the page reports as an error fails the test that asks `errors`. */
		async open(origin: string, cookie: Cookie | null, options: BrowserContextOptions = {}) {
			const context = await browser.newContext({ baseURL: origin, locale: 'en-US', ...options })
			if (cookie) await context.addCookies([{ ...cookie, url: origin, httpOnly: true, sameSite: 'Lax' }])
			const page: Page = await context.newPage()
			const errors: string[] = []
			page.on('pageerror', (error) => errors.push(error.message))
			page.on('console', (message) => {
				if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
					errors.push(message.text())
			})
			return { page, context, errors }
		},
	}
}
