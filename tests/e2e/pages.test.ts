import { expect, test } from 'vitest'
import { publishTerms } from '#features/terms/writes.ts'
import { systemScope } from '#platform/scope/make.ts'
import { alive, visit } from '#support/alive.ts'
import { openBrowser, phone } from '#support/browser.ts'
import { useDemo } from '#support/demo.ts'
import { portalPages, portalRecords, publicPages } from '#support/pages.ts'
import { walker } from '#support/walk.ts'

const demo = useDemo()
const browser = openBrowser()
const walk = walker(browser, demo, 'phone')

test('HOM-4: public pages are accessible and fit the screen', async () => {
	await walk(null, publicPages, {})
})

test("HOM-4: the portal's pages are accessible and fit the screen", async () => {
	await walk(demo.client, portalPages, portalRecords)
})

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
	// A line that is opened without a session would lead to sign-in before the form is sent.
	const stands = page.waitForResponse((response) => new URL(response.url()).pathname === '/live')
	await visit(page, '/profile')
	await stands
	const name = page.locator('[name=firstName]').first()
	await name.fill('Maya Luz')
	await context.clearCookies()
	await page.getByRole('button', { name: 'Save' }).first().click()
	await page.waitForURL(/\/sign-in/)
	await alive(page)
	const next = new URL(page.url()).searchParams.get('next') ?? ''
	await context.addCookies([{ ...demo.client, url: demo.origin, httpOnly: true, sameSite: 'Lax' }])
	await page.goto(next)
	await expect.poll(() => name.inputValue()).toBe('Maya Luz')
	await page.getByText('Your typing is back').waitFor()
	await page.reload()
	await alive(page)
	expect(await name.inputValue()).toBe('Maya')
	await context.close()
})

test('ACC-14: the terms are accessible and fit the screen', async () => {
	await publishTerms(systemScope({ workspaceId: demo.workspaceId }), {
		language: 'en',
		title: 'Terms of use',
		body: '# Yours\n\n- and **ours**',
	})
	await walk(null, ['/terms'], {})
	// A client signed in is asked to accept them, on whatever page it comes in.
	await walk(demo.client, ['/terms?next=/files'], {})
})
