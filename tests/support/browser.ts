import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'
import type { Cookie } from './http.ts'

export { desktop, phone } from './pages.ts'

/** Has the browser draw in three dimensions without a graphics card, as maps need it. */
export const drawsMaps = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader', '--ignore-gpu-blocklist']

/** What does not come on a machine that is busy with other things as well is late enough after this. */
const patience = 60_000

/**
 * The suggestions of the address field are pages that each window draws anew, which takes half of the time that a new
 * window takes. The others are those that Playwright turns off: one list takes the place of another.
 */
const withoutFeatures = [
	'WebUIOmniboxPopup',
	'WebUIOmniboxAimPopup',
	'AimEnabled',
	'AvoidCorsURLLoaderRestartOnRedirect',
	'AvoidUnnecessaryBeforeUnloadCheckSync',
	'DestroyProfileOnBrowserClose',
	'HttpsFirstBalancedModeAutoEnable',
	'HttpsUpgrades',
	'LensOverlay',
	'MediaRouter',
	'NetworkTimeServiceQuerying',
	'OptimizationHints',
	'PaintHolding',
	'PreconnectToSearch',
	'TcpPortRandomizationWin',
	'ThirdPartyStoragePartitioning',
]

/** By their flags. The files of a worker share them, as to start one takes seconds; they end with the worker. */
const browsers = new Map<string, Promise<Browser>>()

function browserWith(flags: string[]): Promise<Browser> {
	const key = flags.join(' ')
	const browser = browsers.get(key) ?? launch(flags)
	browsers.set(key, browser)
	return browser
}

const launch = (flags: string[]): Promise<Browser> =>
	chromium.launch({
		executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
		args: ['--no-sandbox', '--disable-dev-shm-usage', `--disable-features=${withoutFeatures.join(',')}`, ...flags],
	})

/** Pages for the test file, each with cookies of its own; they are closed at its end. */
export function openBrowser({ flags = [] }: { flags?: string[] } = {}) {
	const contexts: BrowserContext[] = []
	afterAll(() => Promise.all(contexts.map((context) => context.close())))
	return {
		/** A page signed in by a session's cookie. Whatever the page reports as an error fails the test that asks `errors`. */
		async open(origin: string, cookie: Cookie | null, options: BrowserContextOptions = {}) {
			const browser = await browserWith(flags)
			const context = await browser.newContext({ baseURL: origin, locale: 'en-US', ...options })
			contexts.push(context)
			context.setDefaultTimeout(patience)
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
