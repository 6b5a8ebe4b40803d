import { afterAll, beforeAll, expect, test } from 'vitest'
import { theApp } from '#platform/app/app.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { makeAccount } from '#support/account.ts'
import { alive } from '#support/alive.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { lettersOf } from '#support/mailbox.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
openStorage()
const browser = openBrowser()
let server: TestServer
beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	server = await startServer({ databaseUrl: database.url, dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

test('ACC-15, ACC-16: Maya lets Tom in to one account, he comes, she ends it, and his open page is shut', async () => {
	const scope = await makeWorkspace({ slug: 'sunny' })
	const home = await makeAccount({ in: scope, name: 'Reyes household' })
	const work = await makeAccount({ in: scope, name: 'Reyes Rentals' })
	const maya = await makeContact({ accounts: [home, work], mayInvite: true })
	await makeDocument({ account: home, sharedWithPortal: true, title: 'Plan of home' })
	await makeDocument({ account: work, sharedWithPortal: true, title: 'Plan of work' })
	const hers = await browser.open(server.urlOf('sunny'), await makeSession(maya.scope), desktop)

	// She looks at one of her accounts, and at all again.
	await hers.page.goto('/files')
	await hers.page.locator('summary').click()
	await hers.page.getByRole('button', { name: 'Reyes Rentals' }).click()
	await hers.page.getByText('Plan of work').waitFor()
	expect(await hers.page.getByText('Plan of home').count()).toBe(0)
	await hers.page.locator('summary').click()
	await hers.page.getByRole('button', { name: 'All accounts' }).click()
	await hers.page.getByText('Plan of home').waitFor()

	await hers.page.goto('/profile')
	await hers.page.getByRole('link', { name: /People you have let in/ }).click()
	await hers.page.getByRole('link', { name: 'Invite somebody' }).click()
	await hers.page.waitForURL('**/profile/people/new')
	await alive(hers.page)
	await hers.page.fill('[name=firstName]', 'Tom')
	await hers.page.getByRole('button', { name: 'Send the invitation' }).click()
	await hers.page.getByText('Give an e-mail address or a mobile number').first().waitFor()
	expect(await hers.page.inputValue('[name=firstName]')).toBe('Tom')
	await hers.page.fill('[name=email]', 'tom@example.com')
	await hers.page.uncheck(`[name=place][value=${home.id}]`)
	await hers.page.check(`[name=place][value=${work.id}]`)
	await hers.page.getByRole('button', { name: 'Send the invitation' }).click()
	await hers.page.getByText('The invitation is on its way.').waitFor()

	await expect.poll(async () => (await lettersOf(scope.workspaceId)).length).toBe(1)
	const [letter] = await lettersOf(scope.workspaceId)
	const his = await browser.open(server.urlOf('sunny'), null, phone)
	await his.page.goto(`/i/${letter?.token}`)
	await his.page.getByRole('button', { name: 'Continue' }).click()
	await his.page.waitForURL((url) => url.pathname === '/')
	await his.page.goto('/files')
	await his.page.getByText('Plan of work').waitFor()
	expect(await his.page.getByText('Plan of home').count()).toBe(0)
	expect(await his.page.locator('summary').count()).toBe(0)

	await hers.page.reload()
	await hers.page.getByRole('link', { name: /Tom/ }).click()
	await hers.page.waitForURL(/\/profile\/people\/dlg_/)
	await alive(hers.page)
	await hers.page.check('[name=sure]')
	await hers.page.getByRole('button', { name: 'End their access' }).click()
	await hers.page.getByText('Their access has ended.').waitFor()
	// His page hears of it by itself.
	await his.page.waitForURL((url) => url.pathname === '/sign-in')
	expect([...hers.errors, ...his.errors]).toEqual([])
})
