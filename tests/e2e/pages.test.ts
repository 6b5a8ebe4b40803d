import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { publishTerms } from '#features/terms/writes.ts'
import { systemScope } from '#platform/scope/make.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { useDemo } from '#support/demo.ts'
import { firstLink, officePages, officeRecords, portalPages, portalRecords, publicPages } from '#support/pages.ts'

const demo = useDemo()
const browser = openBrowser()

/** Each size once and each scheme once: what one pair does not show, the other does. */
const views = [
	{ name: 'phone, light', size: phone, colorScheme: 'light' },
	{ name: 'desktop, dark', size: desktop, colorScheme: 'dark' },
] as const

for (const { name, size, colorScheme } of views) {
	test(`HOM-4: public pages are accessible and fit the screen (${name})`, async () => {
		await walk(null, publicPages, {}, { ...size, colorScheme })
	})
	test(`HOM-4: the portal's pages are accessible and fit the screen (${name})`, async () => {
		await walk(demo.client, portalPages, portalRecords, { ...size, colorScheme })
	})
	test(`HOM-4: the office's pages are accessible and fit the screen (${name})`, async () => {
		await walk(demo.owner, officePages, officeRecords, { ...size, colorScheme })
	}, 300_000)
}

type Options = Parameters<typeof browser.open>[2]

async function walk(
	cookie: typeof demo.client | null,
	paths: string[],
	records: Record<string, RegExp>,
	options: Options,
) {
	const { page, context, errors } = await browser.open(demo.origin, cookie, { ...options, reducedMotion: 'reduce' })
	const found: string[] = []
	for (const path of paths) {
		found.push(...(await look(page, path)))
		const pattern = records[path]
		const record = pattern ? await firstLink(page, pattern) : undefined
		if (pattern && !record) found.push(`${path}: no record to open`)
		if (record) found.push(...(await look(page, record)))
	}
	await context.close()
	expect([...found, ...errors]).toEqual([])
}

/** Serious findings of axe, and whether the page is wider than the screen. */
async function look(page: Page, path: string): Promise<string[]> {
	const response = await page.goto(path, { waitUntil: 'load' })
	const expected = path === '/no-such-page' ? 404 : 200
	// The frames of previews show portal pages, which are asked about by themselves.
	const { violations } = await new AxeBuilder({ page }).setLegacyMode().exclude('iframe').analyze()
	const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)
	return [
		...(response?.status() === expected ? [] : [`${path}: answered ${response?.status()}`]),
		...serious.map(({ id, nodes }) => `${path}: ${id} at ${nodes[0]?.target.join(' ')}`),
		...(wide ? [`${path}: wider than the screen`] : []),
	]
}

const kB = 1000
/**
 * Where people come in: by themselves or from a message. `/messages` leads to the client's only conversation, with all
 * that keeps it live.
 */
const firstLoads = ['/sign-in', '/', '/files', '/messages', '/profile']

test.each(firstLoads)('HOM-4: the first load of %s is under 60 kB of script and 150 kB in all', async (path) => {
	const { page, context } = await browser.open(demo.origin, path === '/sign-in' ? null : demo.client, phone)
	const network = await context.newCDPSession(page)
	const bytes = { Script: 0, all: 0 }
	network.on('Network.responseReceived', ({ type, response }) => {
		// Pictures of the client's own documents are content, not what the page is made of.
		if (/\/(thumbnail|content)$/.test(new URL(response.url).pathname)) return
		const length = Number(response.headers['content-length'] ?? response.headers['Content-Length'] ?? 0)
		bytes.all += length
		if (type === 'Script') bytes.Script += length
	})
	await network.send('Network.enable')
	await page.goto(path, { waitUntil: 'networkidle' })
	await context.close()
	expect(bytes.Script, `script of ${path}`).toBeGreaterThan(0)
	expect(bytes.Script, `script of ${path}`).toBeLessThan(60 * kB)
	expect(bytes.all, `all of ${path}`).toBeLessThan(150 * kB)
})

test('HOM-3: a session that ends in the middle of a form keeps the typing', async () => {
	const { page, context } = await browser.open(demo.origin, demo.client, phone)
	await page.goto('/profile', { waitUntil: 'networkidle' })
	const name = page.locator('[name=firstName]').first()
	await name.fill('Maya Luz')
	await context.clearCookies()
	await page.getByRole('button', { name: 'Save' }).first().click()
	await page.waitForURL(/\/sign-in/)
	await page.waitForLoadState('networkidle')
	const next = new URL(page.url()).searchParams.get('next') ?? ''
	await context.addCookies([{ ...demo.client, url: demo.origin, httpOnly: true, sameSite: 'Lax' }])
	await page.goto(next)
	await expect.poll(() => name.inputValue()).toBe('Maya Luz')
	await page.getByText('Your typing is back').waitFor()
	await page.reload({ waitUntil: 'networkidle' })
	expect(await name.inputValue()).toBe('Maya')
	await context.close()
})

test('ACC-14: the terms are accessible and fit the screen', async () => {
	await publishTerms(systemScope({ workspaceId: demo.workspaceId }), {
		language: 'en',
		title: 'Terms of use',
		body: '# Yours\n\n- and **ours**',
	})
	for (const { size, colorScheme } of views) await walk(null, ['/terms'], {}, { ...size, colorScheme })
	// A client signed in is asked to accept them, on whatever page it comes in.
	await walk(demo.client, ['/terms?next=/files'], {}, phone)
})
