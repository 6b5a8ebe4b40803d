import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendMessage } from '#features/messages/writes.ts'
import { hashPassword } from '#platform/crypto/crypto.ts'
import { makeAccount } from '#support/account.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
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

async function asMaya() {
	const slug = `w-${randomUUID().slice(0, 8)}`
	const scope = await makeWorkspace({ slug })
	const maya = await makeContact({ accounts: [await makeAccount({ in: scope })], firstName: 'Maya' })
	const sent = await sendMessage(maya.scope, { accountId: maya.accountId }, { body: 'Hello' })
	const origin = server.urlOf(slug)
	const cookie = await makeSession(maya.scope)
	const { page, context } = await browser.open(origin, cookie, { ...phone, javaScriptEnabled: false })
	const signIn = async () =>
		context.addCookies([{ ...(await makeSession(maya.scope)), url: origin, httpOnly: true, sameSite: 'Lax' }])
	return { page, context, signIn, conversation: sent.ok ? sent.conversationId : '' }
}

/** After sign-in: what was written is there, and goes where it was meant to go. */
async function sendAgain(page: Page, written: string): Promise<void> {
	await page.getByRole('heading', { name: 'Not sent yet' }).waitFor()
	await page.getByRole('listitem').filter({ hasText: written }).waitFor()
	await page.getByRole('button', { name: 'Send it now' }).click()
}

test('ACC-7: with scripts off, a profile whose session ended in the middle is kept and saved after sign-in', async () => {
	const { page, context, signIn } = await asMaya()
	await page.goto('/profile')
	await page.getByLabel('First name').fill('Maya Luz')
	await context.clearCookies({ name: 'portal_session' })
	await page.getByRole('button', { name: 'Save' }).first().click()
	await page.getByText('What you wrote is kept').waitFor()
	await signIn()
	await page.reload()
	await sendAgain(page, 'Maya Luz')
	await page.waitForURL('**/profile?done=saved')
	expect(await page.getByLabel('First name').inputValue()).toBe('Maya Luz')
	await context.close()
})

test('ACC-7: with scripts off, a message whose session ended in the middle is kept and sent after sign-in', async () => {
	const { page, context, signIn, conversation } = await asMaya()
	await page.goto(`/messages/${conversation}`)
	await page.getByRole('textbox', { name: 'Message' }).fill('The roof\nis fine')
	await context.clearCookies()
	await page.getByRole('button', { name: 'Send' }).click()
	await page.getByText('What you wrote is kept').waitFor()
	await signIn()
	await page.reload()
	await sendAgain(page, 'The roof')
	await page.waitForURL(`**/messages/${conversation}#end`)
	expect(await page.locator('[role=log] .bubble').allInnerTexts()).toEqual(['Hello', 'The roof\nis fine'])
	await context.close()
})

test('ACC-7: with scripts off, a new contact typed by a member is kept through the sign-in with the password', async () => {
	const scope = await makeWorkspace({ slug: 'office' })
	const dev = await makeMember({ in: scope, passwordHash: await hashPassword('a long way home') })
	const origin = server.urlOf('office')
	const options = { ...desktop, javaScriptEnabled: false }
	const { page, context } = await browser.open(origin, await makeSession(dev.scope), options)
	await page.goto('/office/contacts/new')
	await page.getByLabel('First name').fill('Ana')
	await page.getByLabel('E-mail').first().fill('ana@example.com')
	await context.clearCookies({ name: 'office_session' })
	await page.locator('form[action="?/create"] button:not([formaction])').last().click()
	await page.getByText('What you wrote is kept').waitFor()
	await page.getByLabel('E-mail').fill(dev.email)
	await page.getByLabel('Password').fill('a long way home')
	await page.getByRole('button', { name: 'Sign in' }).click()
	await sendAgain(page, 'ana@example.com')
	await page.waitForURL('**/office/contacts/con_*')
	await context.close()
})
