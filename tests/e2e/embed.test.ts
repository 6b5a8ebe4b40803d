import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FrameLocator, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { setCaptcha } from '#features/registration/captcha/writes.ts'
import { read, thePool, write } from '#platform/db/db.ts'
import { type CaptchaSimulator, startCaptcha } from '#simulators/captcha.ts'
import { alive, visit } from '#support/alive.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
const browser = openBrowser()
let server: TestServer
let captcha: CaptchaSimulator
let website: Server
let elsewhere: string
let page = ''

/** The company's own website: another server at another origin, which says what `page` says. */
beforeAll(async () => {
	captcha = await startCaptcha()
	server = await startServer({ databaseUrl: installation.url(), env: { CAPTCHA_BASE_URL: captcha.url } })
	website = createServer((_request, response) => {
		const policy = "default-src 'self'; script-src *; frame-src *; style-src 'self'"
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
		response.end(page)
	})
	await new Promise<void>((listening) => website.listen(0, '127.0.0.1', listening))
	elsewhere = `http://127.0.0.1:${(website.address() as AddressInfo).port}`
})
afterAll(async () => {
	website?.close()
	website?.closeAllConnections()
	await captcha?.close()
	await server?.stop()
})
beforeEach(() => thePool().query('delete from infra.rate_limits'))

async function company(slug: string, registration: object = { open: true }) {
	const scope = await makeWorkspace({ slug, settings: { registration } as object })
	const script = (attributes: string) => `<script src="${server.urlOf(slug)}/embed.js" ${attributes} async></script>`
	const registered = () =>
		read(scope, async ({ client }) => {
			const { rows } = await client.query('select first_name, language, message, captcha from registrations')
			return rows
		})
	return { scope, script, registered, base: server.urlOf(slug) }
}

const site = (body: string, language = 'en') => {
	page = `<!doctype html><html lang="${language}"><title>Our website</title><body><h1>Sunny</h1>${body}</body></html>`
}

test('BRD-3: one line on a foreign website shows the form, as tall as it is, and it can be sent there', async () => {
	const { script, registered } = await company('embedded')
	site(script('data-form="contact"'), 'es')
	const { page: tab, context, errors } = await browser.open(elsewhere, null, phone)
	await tab.goto('/')
	const frame = await formIn(tab)
	await frame.getByLabel('Nombre').fill('Ana')
	await frame.getByLabel('Correo electrónico').fill('ana@example.com')
	const heights = () =>
		tab
			.$eval('iframe', (one) => one.clientHeight)
			.then(async (outside) => ({
				outside,
				inside: await frame.locator('html').evaluate((html) => html.scrollHeight),
			}))
	await expect.poll(async () => Math.abs((await heights()).outside - (await heights()).inside)).toBeLessThan(3)
	const before = (await heights()).outside
	await frame.getByLabel('Su mensaje').fill('¿Hasta cuándo?')
	await frame.getByRole('button', { name: 'Enviar' }).click()
	await frame.getByText('Su mensaje nos ha llegado').waitFor()
	await expect.poll(async () => (await heights()).outside).toBeLessThan(before / 2)
	expect(await registered()).toEqual([{ first_name: 'Ana', language: 'es', message: '¿Hasta cuándo?', captcha: 'off' }])
	expect(await context.cookies()).toEqual([])
	expect(errors).toEqual([])
	await context.close()
})

/** The form in its frame, once it is alive: what is sent before is sent too soon, as by a machine. */
async function formIn(tab: Page): Promise<FrameLocator> {
	const frame = tab.frameLocator('iframe')
	await frame.locator('form').waitFor()
	for (const inner of tab.frames().slice(1)) await alive(inner)
	return frame
}

test('BRD-3: a refused form keeps its typing inside the frame', async () => {
	const { script, registered } = await company('refused')
	site(script('data-form="contact"'))
	const { page: tab, context, errors } = await browser.open(elsewhere, null, desktop)
	await tab.goto('/')
	const frame = await formIn(tab)
	await frame.getByLabel('Your message').fill('Nobody knows who I am')
	await frame.getByRole('button', { name: 'Send' }).click()
	await frame.getByText('Enter a name.').first().waitFor()
	expect(await frame.getByLabel('Your message').inputValue()).toBe('Nobody knows who I am')
	expect(await registered()).toEqual([])
	// A page in somebody else’s frame may not take the focus by itself.
	expect(errors.filter((error) => !error.startsWith('Blocked autofocusing'))).toEqual([])
	await context.close()
})

test('BRD-3: other websites than those named, and other pages than the form, cannot be framed', async () => {
	const { script, base } = await company('named', { open: true, origins: ['https://www.example.com'] })
	site(`${script('data-form="contact"')}<iframe id="in" src="${base}/sign-in"></iframe>`)
	const { page: tab, context } = await browser.open(elsewhere, null, desktop)
	await tab.goto('/')
	await tab.locator('iframe:not(#in)').waitFor()
	await tab.waitForLoadState('networkidle')
	const texts = await Promise.all(
		tab
			.frames()
			.slice(1)
			.map((frame) => frame.content()),
	)
	expect(texts).toHaveLength(2)
	for (const text of texts) expect(text).not.toContain('<form')
	await context.close()
})

test('BRD-3: the button is a link in the company’s color, and nothing is shown where the form is off', async () => {
	const { script, base } = await company('button', { open: false })
	site(`${script('data-form="contact"')}${script('data-button="login"')}`)
	const { page: tab, context, errors } = await browser.open(elsewhere, null, phone)
	await tab.goto('/')
	const button = tab.getByRole('link', { name: 'Log in' })
	await button.waitFor()
	expect(await button.getAttribute('href')).toBe(`${base}/sign-in?lang=en`)
	expect(await button.evaluate((one) => getComputedStyle(one).backgroundColor)).not.toBe('rgba(0, 0, 0, 0)')
	expect(await tab.locator('iframe').count()).toBe(0)
	expect(errors).toEqual([])
	await context.close()
})

test('ACC-13: a puzzle is solved inside the frame', async () => {
	const { scope, script, registered, base } = await company('puzzle')
	const owner = await makeSession((await makeMember({ in: scope, role: 'owner' })).scope)
	const office = await browser.open(base, owner, desktop)
	await visit(office.page, '/office/settings/website')
	await office.page.getByLabel('Puzzle (CAPTCHA)').selectOption('hcaptcha')
	await office.page.getByLabel('Site key').fill('a-site-key')
	await office.page.getByLabel('Secret').fill(captcha.secret)
	await office.page.getByRole('button', { name: 'Save' }).click()
	await office.page.getByText('Saved').waitFor()
	await office.context.close()
	site(script('data-form="contact"'))
	const { page: tab, context, errors } = await browser.open(elsewhere, null, desktop)
	await tab.goto('/')
	const frame = await formIn(tab)
	await frame.getByLabel('First name').fill('Ana')
	await frame.getByLabel('E-mail').fill('ana@example.com')
	await frame.getByLabel('I am a person').check()
	await frame.getByRole('button', { name: 'Send' }).click()
	await frame.getByText('Your message has reached us').waitFor()
	expect(await registered()).toMatchObject([{ first_name: 'Ana', captcha: 'passed' }])
	expect(errors).toEqual([])
	await context.close()
})

test('ACC-13: a puzzle that an ad blocker stops says so, and comes without a loss once it is let in', async () => {
	const { scope, base } = await company('blocked')
	await write(scope, (writer) =>
		setCaptcha(writer, { provider: 'turnstile', siteKey: 'a-site-key', secret: captcha.secret }),
	)
	const { page: tab, context } = await browser.open(base, null, phone)
	await tab.route('**/api.js', (route) => route.abort())
	await tab.goto('/register')
	await tab.getByLabel('First name').fill('Ana')
	const missing = tab.getByText('The puzzle did not load')
	await missing.waitFor()
	await tab.getByRole('button', { name: 'Try again' }).click()
	await missing.waitFor()
	await tab.unroute('**/api.js')
	await tab.getByRole('button', { name: 'Try again' }).click()
	await tab.getByLabel('I am a person').waitFor()
	expect(await missing.count()).toBe(0)
	expect(await tab.getByLabel('First name').inputValue()).toBe('Ana')
	await context.close()
})
