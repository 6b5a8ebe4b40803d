import type { Frame, Page } from 'playwright-core'

/**
 * Waits until the scripts of a page have taken over what the server sent; what is pressed before is pressed on a page
 * without scripts. SvelteKit keeps the places of scrolling by itself from the moment on when it has.
 */
export async function alive(page: Page | Frame): Promise<void> {
	await page.waitForFunction(() => history.scrollRestoration === 'manual')
}

/** Opens a page and waits until it is alive. */
export async function visit(page: Page, path: string): Promise<void> {
	await page.goto(path)
	await alive(page)
}
