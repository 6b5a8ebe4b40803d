import { createHash, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listDocuments } from '#features/documents/reads.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { visit } from '#support/alive.ts'
import { seriousFindings } from '#support/axe.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, pdf } from '#support/document.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { isTooWide } from '#support/pages.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase({ jobs: ['document-thumbnail'] })
openStorage()
const browser = openBrowser()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, dataDir: theApp().config.dataDir })
})
afterAll(() => server?.stop())

let count = 0

/** A company with a client and a member, whose pages open signed in. */
async function makeHouse() {
	const slug = `house-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const dev = await makeMember({ in: scope })
	const origin = server.urlOf(slug)
	return {
		scope,
		account,
		maya,
		client: async (options: object = phone) => browser.open(origin, await makeSession(maya.scope), options),
		staff: async (options: object = desktop) => browser.open(origin, await makeSession(dev.scope), options),
		titles: async () =>
			(await read(scope, (reader) => listDocuments(reader, {}, { limit: 50 }))).rows.map((row) => row.title),
	}
}

const file = (name: string, buffer = pdf(), mimeType = 'application/pdf') => ({ name, mimeType, buffer })

test('DOC-1: the office uploads and shares; the client sees it come in and opens it on a phone', async () => {
	const { account, client, staff } = await makeHouse()
	const content = pdf()
	const maya = await client()
	await visit(maya.page, '/files')
	await maya.page.getByText('No files yet').waitFor()
	const dev = await staff()
	await visit(dev.page, `/office/accounts/${account.id}`)
	await dev.page.getByLabel('Into folder').selectOption('permits')
	await dev.page.locator('input[type=file]').setInputFiles([file('City permit.pdf', content), file('Notes.pdf')])
	const row = dev.page.getByRole('row', { name: /City permit/ })
	await row.waitFor()
	await dev.page.getByRole('row', { name: /Notes/ }).waitFor()
	await row.getByRole('button', { name: 'Actions for City permit' }).click()
	await dev.page.getByRole('menuitem', { name: 'Share with portal' }).click()
	await row.getByText('Shared', { exact: true }).waitFor()
	await maya.page.getByRole('link', { name: /Permits.*1 file/ }).click()
	await maya.page.getByRole('link', { name: /City permit/ }).click()
	await maya.page.getByRole('heading', { name: 'City permit' }).waitFor()
	const [download] = await Promise.all([
		maya.page.waitForEvent('download'),
		maya.page.getByRole('link', { name: 'Download' }).click(),
	])
	expect(download.suggestedFilename()).toBe('City permit.pdf')
	expect((await readFile(await download.path())).equals(content)).toBe(true)
	await visit(maya.page, '/files')
	expect(await maya.page.getByText('Notes').count()).toBe(0)
	expect(await maya.page.getByText('1 new').count()).toBe(0)
	await dev.page.reload()
	await row.getByText(/^Opened /).waitFor()
	expect([...maya.errors, ...dev.errors]).toEqual([])
})

test('DOC-1: a refused file says why and keeps no other; several are shared at once; a removal is taken back', async () => {
	const { account, staff, titles } = await makeHouse()
	const { page, errors } = await staff()
	await visit(page, `/office/accounts/${account.id}`)
	const program = file('Rechnung.pdf', Buffer.from('MZ\u0090\u0000'))
	await page.locator('input[type=file]').setInputFiles([file('Alpha.pdf'), program, file('Beta.pdf')])
	await page.getByText('This is a program.').waitFor()
	await page.getByRole('row', { name: /Alpha/ }).waitFor()
	await page.getByRole('row', { name: /Beta/ }).waitFor()
	expect((await titles()).sort()).toEqual(['Alpha', 'Beta'])
	await page.getByRole('checkbox', { name: 'Select all on this page' }).check()
	await page.getByText('2 selected').waitFor()
	await page.getByRole('region', { name: '2 selected' }).getByRole('button', { name: 'Share with portal' }).click()
	await page.getByText('2 documents are now in the portal.').waitFor()
	await page.getByRole('button', { name: 'Actions for Alpha' }).click()
	await page.getByRole('menuitem', { name: 'Remove' }).click()
	await page.getByText('1 document was removed.').waitFor()
	await expect.poll(titles).toEqual(['Beta'])
	await page.getByRole('button', { name: 'Undo' }).click()
	await page.getByText('1 document is back.').waitFor()
	await page.getByRole('row', { name: /Alpha/ }).waitFor()
	expect(errors).toEqual([])
})

test('DOC-2: a client sends pictures from a phone; one that is refused leaves the form as it was', async () => {
	const { client, titles } = await makeHouse()
	const photo = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#456' } })
		.jpeg()
		.toBuffer()
	const { page, errors } = await client()
	await visit(page, '/files/new')
	await page.getByLabel('What is it?').fill('Main panel')
	const input = page.locator('input[type=file]')
	await input.setInputFiles([
		file('panel.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'),
	])
	await page.getByRole('button', { name: 'Send', exact: true }).click()
	await page.getByText('SVG drawings cannot be uploaded').waitFor()
	expect(await page.getByLabel('What is it?').inputValue()).toBe('Main panel')
	await input.setInputFiles([file('1.jpg', photo, 'image/jpeg'), file('2.jpg', photo, 'image/jpeg')])
	await page.getByRole('button', { name: 'Send', exact: true }).click()
	await page.getByText('Your 2 files are with us.').waitFor()
	await page.getByRole('link', { name: /Main panel \(1\)/ }).waitFor()
	expect((await titles()).sort()).toEqual(['Main panel (1)', 'Main panel (2)'])
	expect(errors).toEqual([])
})

test('DOC-2: the same without scripts', async () => {
	const { client, titles } = await makeHouse()
	const { page } = await client({ ...phone, javaScriptEnabled: false })
	await page.goto('/files/new')
	await page.getByLabel('What is it?').fill('Utility bill')
	await page.locator('input[type=file]').setInputFiles([file('bill.pdf', Buffer.from('MZ'))])
	await page.getByRole('button', { name: 'Send', exact: true }).click()
	await page.getByText('This is a program.').waitFor()
	expect(await page.getByLabel('What is it?').inputValue()).toBe('Utility bill')
	await page.locator('input[type=file]').setInputFiles([file('bill.pdf')])
	await page.getByRole('button', { name: 'Send', exact: true }).click()
	await page.getByText('Your file is with us.').waitFor()
	await page.getByRole('link', { name: /Utility bill/ }).click()
	await page.getByRole('link', { name: 'Download' }).waitFor()
	expect(await titles()).toEqual(['Utility bill'])
})

/** Nothing that axe calls serious or worse, and nothing wider than the screen. */
async function expectSound(page: Page, path: string) {
	await page.goto(path)
	expect(await seriousFindings(page), path).toEqual([])
	expect(await isTooWide(page), path).toBe(false)
}

test('DOC-1: the pages are sound on a phone, with a title that is longer than it is wide', async () => {
	const { account, client, staff } = await makeHouse()
	const long =
		'Inspection report of a building with a rather long name and AnUnbrokenWordThatIsLongerThanAPhoneIsWide_0123456789'
	const { id } = await makeDocument({ account, sharedWithPortal: true, title: long, folder: 'reports' })
	await makeDocument({ account, content: Buffer.from('a,b\n1,2\n'), contentType: 'text/csv', filename: 'list.csv' })
	const maya = await client()
	for (const path of ['/files', '/files?folder=reports', '/files?q=nothing', `/files/${id}`, '/files/new'])
		await expectSound(maya.page, path)
	const dev = await staff(phone)
	const office = ['/office/documents', '/office/documents?folder=permits', `/office/documents/${id}`]
	for (const path of [...office, `/office/documents/new?accountId=${account.id}`]) await expectSound(dev.page, path)
	expect([...maya.errors, ...dev.errors]).toEqual([])
})

test('DOC-4: a large file goes on by itself after the line was cut, on a phone', async () => {
	const { scope, account, client } = await makeHouse()
	const { page, context } = await client()
	const network = await context.newCDPSession(page)
	await visit(page, '/files/new')
	const line = { latency: 50, downloadThroughput: -1, uploadThroughput: 3_000_000 }
	await network.send('Network.emulateNetworkConditions', { offline: false, ...line })
	const content = Buffer.concat([pdf(), randomBytes(16_000_000)])
	// From the disk, as a person would: handed over by the test it would travel as text, and take its time.
	const path = join(theApp().config.dataDir, 'Roof survey.pdf')
	await writeFile(path, content)
	await page.locator('input[type=file]').first().setInputFiles(path)
	const parts = page.waitForResponse((response) => response.request().method() === 'PATCH')
	await page.getByRole('button', { name: 'Send', exact: true }).click()
	await parts
	for (const offline of [true, false]) {
		await network.send('Network.emulateNetworkConditions', { offline, ...line })
		await page.waitForTimeout(1500)
	}
	await page.getByText('Your file is with us.').waitFor()
	const { rows } = await read(scope, (reader) => listDocuments(reader, {}, { limit: 5 }))
	const sha256 = createHash('sha256').update(content).digest('hex')
	expect(rows).toMatchObject([{ title: 'Roof survey', accountId: account.id, sha256 }])
	await context.close()
})
