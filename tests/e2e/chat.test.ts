import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endSessions } from '#features/access/sessions/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { write } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
const browser = openBrowser()
let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url })
})
afterAll(() => server.stop())

async function company(slug: string) {
	const scope = await makeWorkspace({ slug, phone: '+13035550142' })
	const maya = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const dev = await makeMember({ in: scope })
	const origin = server.urlOf(slug)
	const write = async (who: typeof maya | typeof dev, body: string, more = {}) => {
		const to = { accountId: maya.accountId, contactId: maya.id }
		const sent = await sendMessage(who.scope, to, { body, ...more })
		if (!sent.ok) throw new Error(sent.reason)
		return sent.conversationId
	}
	return {
		scope,
		maya,
		dev,
		write,
		asMaya: async (options = {}) => browser.open(origin, await makeSession(maya.scope), { ...phone, ...options }),
		asDev: async (options = {}) => browser.open(origin, await makeSession(dev.scope), { ...desktop, ...options }),
	}
}

/** Goes to a conversation, and waits until it hears of news: then it asks what it has missed. */
async function openChat(page: Page, path: string): Promise<void> {
	const first = page.waitForResponse((response) => response.url().includes('/posts?after='))
	await page.goto(path)
	await first
}

const field = (page: Page) => page.getByRole('textbox', { name: 'Message' })
const bubble = (page: Page, text: string) => page.getByRole('log').getByText(text, { exact: true })
const bodies = (page: Page) => page.locator('[role=log] .bubble').allTextContents()
const say = async (page: Page, text: string) => {
	await field(page).fill(text)
	await page.getByRole('button', { name: 'Send' }).click()
}

test('MSG-1: a client on a phone and the office on a desktop write to each other, live', async () => {
	const { asMaya, asDev } = await company('chat')
	const { page: mayas, errors: mayasErrors } = await asMaya()
	await openChat(mayas, '/messages')
	await say(mayas, 'Can the battery go outside?')
	await bubble(mayas, 'Can the battery go outside?').waitFor()
	const { page: devs, errors: devsErrors } = await asDev()
	await devs.goto('/office/inbox')
	await devs.getByRole('link', { name: /Maya Reyes/ }).click()
	await bubble(devs, 'Can the battery go outside?').waitFor()
	await mayas.getByText(/^Read by Dev, /).waitFor()

	await field(devs).pressSequentially('Let me')
	await mayas.getByRole('img', { name: 'Dev is writing' }).waitFor()
	await field(devs).fill('Let me check.')
	await field(devs).press('Control+Enter')
	await bubble(mayas, 'Let me check.').waitFor()
	await mayas.getByRole('img', { name: 'Dev is writing' }).waitFor({ state: 'detached' })
	await devs.getByText(/^Read by Maya Reyes, /).waitFor()

	await devs.getByText('Note for colleagues').click()
	await say(devs, 'Ask Tomás first')
	await bubble(devs, 'Ask Tomás first').waitFor()
	await devs.getByText('Answer', { exact: true }).click()
	await say(devs, 'Yes, left of the meter.')
	await bubble(mayas, 'Yes, left of the meter.').waitFor()
	expect(await bodies(mayas)).toEqual(['Can the battery go outside?', 'Let me check.', 'Yes, left of the meter.'])
	expect([...mayasErrors, ...devsErrors]).toEqual([])
})

test('MSG-1: a cut line loses nothing, doubles nothing, and says so', async () => {
	const { maya, dev, write: put, asMaya } = await company('cut')
	await put(maya, 'One')
	const { page, context } = await asMaya()
	await openChat(page, '/messages')
	await bubble(page, 'One').waitFor()
	await context.setOffline(true)
	await say(page, 'Two')
	await page.getByText('Not sent').first().waitFor()
	await say(page, 'Three')
	await page.getByText(/No connection/).waitFor()
	await put(dev, 'Meanwhile')
	await field(page).fill('Still typing')
	await context.setOffline(false)
	await bubble(page, 'Meanwhile').waitFor()
	await page.getByText('Not sent').first().waitFor({ state: 'detached' })
	await page.waitForFunction(() => document.querySelectorAll('.pending').length === 0)
	expect((await bodies(page)).sort()).toEqual(['Meanwhile', 'One', 'Three', 'Two'])
	expect(await field(page).inputValue()).toBe('Still typing')
})

test('MSG-1: an answer that was lost on its way back does not double the message', async () => {
	const { maya, write: put, asMaya } = await company('lost')
	await put(maya, 'One')
	const { page, context } = await asMaya()
	const cookie = await makeSession(maya.scope)
	await openChat(page, '/messages')
	let lost = 0
	await page.route('**/posts', async (route) => {
		if (route.request().method() !== 'POST' || lost > 0) return route.continue()
		lost += 1
		const answer = await ask(route.request().url(), { cookie, body: route.request().postDataJSON() })
		expect(answer.status).toBe(200)
		await route.abort()
	})
	await say(page, 'Two')
	await page.waitForFunction(() => document.querySelectorAll('[role=log] .receipt.failed, .pending').length === 0)
	await bubble(page, 'Two').waitFor()
	expect(lost).toBe(1)
	expect(await bodies(page)).toEqual(['One', 'Two'])
	await context.close()
})

test('MSG-1: what is typed and what was not sent survive a reload', async () => {
	const { maya, write: put, asMaya } = await company('reload')
	await put(maya, 'One')
	const { page, context } = await asMaya()
	await openChat(page, '/messages')
	await page.route('**/posts', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
	await say(page, 'Not gone yet')
	await page.getByText('Not sent').waitFor()
	await field(page).fill('Half a sentence')
	await page.unroute('**/posts')
	await openChat(page, page.url())
	expect(await field(page).inputValue()).toBe('Half a sentence')
	await page.waitForFunction(() => document.querySelectorAll('.pending, .failed').length === 0)
	await bubble(page, 'Not gone yet').waitFor()
	expect(await bodies(page)).toEqual(['One', 'Not gone yet'])
	await context.close()
})

test('MSG-1: a message that is too long is refused in words, and stays', async () => {
	const { maya, write: put, asMaya } = await company('long')
	await put(maya, 'One')
	const { page } = await asMaya()
	await openChat(page, '/messages')
	await say(page, 'x'.repeat(100_000))
	await page.getByText(/100,000 characters, and 10,000 fit/).waitFor()
	expect((await field(page).inputValue()).length).toBe(100_000)
	expect(await bodies(page)).toEqual(['One'])
})

test('ACC-10: a session that ended in the middle of a message keeps what was typed', async () => {
	const { maya, write: put, asMaya } = await company('expired')
	await put(maya, 'One')
	const { page } = await asMaya()
	await openChat(page, '/messages')
	await field(page).fill('Important')
	const system = systemScope({ workspaceId: maya.scope.workspaceId })
	await write(system, (writer) => endSessions(writer, { type: 'contact', id: maya.id }))
	await page.waitForURL(/\/sign-in\?next=/)
	const cookie = await makeSession(maya.scope)
	await page.context().addCookies([{ ...cookie, url: new URL(page.url()).origin }])
	await page.reload()
	await page.waitForFunction(() => document.querySelector('textarea')?.value === 'Important')
})

test('MSG-1: photos and files are sent up with progress and arrive', async () => {
	const { maya, write: put, asMaya, asDev } = await company('files')
	const id = await put(maya, 'One')
	const { page: devs } = await asDev()
	await openChat(devs, `/office/inbox/${id}`)
	const { page } = await asMaya()
	await openChat(page, '/messages')
	await page
		.locator('input[type=file]')
		.first()
		.setInputFiles([
			{ name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nplan') },
			{ name: 'tool.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ program') },
		])
	await page.getByText(/ready to send/).waitFor()
	await page.getByText(/Files of this kind cannot be sent/).waitFor()
	await page.getByRole('button', { name: 'Cancel: tool.pdf' }).click()
	await say(page, 'The plan')
	// The row of the inbox, which tells of the message too, begins with a name.
	const link = devs.getByRole('link', { name: /^plan/ })
	await link.waitFor()
	expect(await link.evaluate(async (a) => (await fetch((a as HTMLAnchorElement).href)).text())).toBe('%PDF-1.7\nplan')
})

test('MSG-1: with scripts off a client reads, writes and sends a file', async () => {
	const { dev, write: put, asMaya } = await company('plain')
	await put(dev, 'Hello Maya')
	const { page } = await asMaya({ javaScriptEnabled: false })
	await page.goto('/messages')
	await bubble(page, 'Hello Maya').waitFor()
	await say(page, 'Hello Dev')
	await bubble(page, 'Hello Dev').waitFor()
	await field(page).fill('With a file')
	const file = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nplan') }
	await page.locator('input[type=file]').first().setInputFiles(file)
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByRole('link', { name: /plan/ }).waitFor()
	expect(await bodies(page)).toEqual(['Hello Maya', 'Hello Dev', 'With a file'])

	await field(page).fill('Not lost')
	await page
		.locator('input[type=file]')
		.first()
		.setInputFiles({ ...file, buffer: Buffer.from('MZ program') })
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByText(/Files of this kind cannot be sent/).waitFor()
	expect(await field(page).inputValue()).toBe('Not lost')
})

test('MSG-1: earlier messages come page by page, with scripts and without', async () => {
	const { maya, dev, write: put, asMaya } = await company('earlier')
	for (let i = 0; i < 50; i++) await put(i % 2 ? maya : dev, `Message ${i}`)
	const { page } = await asMaya()
	await openChat(page, '/messages')
	await page.getByRole('link', { name: 'Show earlier messages' }).click()
	await bubble(page, 'Message 0').waitFor()
	expect(await bodies(page)).toEqual(Array.from({ length: 50 }, (_, i) => `Message ${i}`))
	const { page: plain } = await asMaya({ javaScriptEnabled: false })
	await plain.goto('/messages')
	await plain.getByRole('link', { name: 'Show earlier messages' }).click()
	await bubble(plain, 'Message 0').waitFor()
	await plain.getByRole('link', { name: 'Go to the newest messages' }).click()
	await bubble(plain, 'Message 49').waitFor()
})

test('MSG-1: the count beside Messages follows what is unread', async () => {
	const { dev, write: put, asMaya } = await company('count')
	await put(dev, 'One')
	const { page } = await asMaya()
	const live = page.waitForResponse((response) => response.url().endsWith('/live'))
	await page.goto('/')
	await live
	const item = page.getByRole('navigation', { name: 'Main, short' }).getByRole('link', { name: /Messages/ })
	await item.getByText('1 new message', { exact: true }).waitFor()
	await put(dev, 'Two')
	await item.getByText('2 new messages', { exact: true }).waitFor()
	await item.click()
	await bubble(page, 'Two').waitFor()
	await item.getByText('2 new messages', { exact: true }).waitFor({ state: 'detached' })
})
