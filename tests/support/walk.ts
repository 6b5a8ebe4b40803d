import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { desktop, type openBrowser, phone } from './browser.ts'
import type { Demo } from './demo.ts'
import { firstLink, isTooWide, type Records } from './pages.ts'

/**
 * Each size once and each scheme once: what one pair does not show, the other does. The second asks only of what the
 * scheme decides; the rest of a page is the same in both, and to ask takes most of the time.
 */
export const views = [
	{ name: 'phone, light', size: phone, colorScheme: 'light', rules: null },
	{ name: 'desktop, dark', size: desktop, colorScheme: 'dark', rules: ['color-contrast', 'link-in-text-block'] },
] as const
type View = (typeof views)[number]

/** Walks pages of the demo, and from those that list records on to the first one; fails with all that it found. */
export function walker(browser: ReturnType<typeof openBrowser>, demo: Demo) {
	return async (cookie: Demo['client'] | null, paths: string[], records: Records, view: View): Promise<void> => {
		const { size, colorScheme } = view
		const options = { ...size, colorScheme, reducedMotion: 'reduce' } as const
		const { page, context, errors } = await browser.open(demo.origin, cookie, options)
		const found: string[] = []
		for (const path of paths) {
			found.push(...(await look(page, path, view)))
			const pattern = records[path]
			const record = pattern ? await firstLink(page, pattern) : undefined
			if (pattern && !record) found.push(`${path}: no record to open`)
			if (record) found.push(...(await look(page, record, view)))
		}
		await context.close()
		expect([...found, ...errors]).toEqual([])
	}
}

/** Serious findings of axe, and whether the page is wider than the screen. */
async function look(page: Page, path: string, { rules }: View): Promise<string[]> {
	const response = await page.goto(path, { waitUntil: 'load' })
	const expected = path === '/no-such-page' ? 404 : 200
	// The frames of previews show portal pages, which are asked about by themselves.
	const axe = new AxeBuilder({ page }).setLegacyMode().exclude('iframe')
	const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze()
	const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
	const wide = await isTooWide(page)
	return [
		...(response?.status() === expected ? [] : [`${path}: answered ${response?.status()}`]),
		...serious.map(({ id, nodes }) => `${path}: ${id} at ${nodes[0]?.target.join(' ')}`),
		...(wide ? [`${path}: wider than the screen`] : []),
	]
}
