import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestInput } from '#features/documentRequests/schema.ts'
import { askForDocument } from '#features/documentRequests/writes.ts'
import { useApp } from '#platform/app/app.ts'
import { loadConfig } from '#platform/config/config.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { makeAccount } from '#support/account.ts'
import { alive, visit } from '#support/alive.ts'
import { seriousFindings } from '#support/axe.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, pdf } from '#support/document.ts'
import { makeFlow, step } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const browser = openBrowser()
const dataDir = mkdtempSync(join(tmpdir(), 'tests-screens-'))
let server: TestServer

beforeAll(async () => {
	useSecret('a secret for tests, long enough for everything')
	const storage = await openDiskStorage(join(dataDir, 'files'))
	const config = loadConfig({ BASE_URL: 'http://portal.localhost' })
	useApp({ config, baseHost: 'portal.localhost', storage, stopping: new AbortController().signal })
	server = await startServer({ databaseUrl: database.url, dataDir })
})
afterAll(async () => {
	await server.stop()
	rmSync(dataDir, { recursive: true, force: true })
})

const asks = (screen: string, required: string) =>
	step(screen, { screen, holder: 'client', required: [required], movesOn: true })
const stages = [
	{
		id: 'all',
		name: 'All',
		portalName: { en: 'Solar' },
		steps: [
			asks('documents', 'documents'),
			asks('offer', 'offer'),
			asks('contract', 'contract'),
			asks('visit', 'visit'),
			step('won', { screen: 'success' }),
		],
	},
]

async function look(page: Page, name: string): Promise<void> {
	expect(await seriousFindings(page), name).toEqual([])
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)
	expect(wide, `${name} is wider than the screen`).toBe(false)
}

async function photo(name: string, background: string) {
	const picture = sharp({ create: { width: 600, height: 800, channels: 3, background } })
	return { name, mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() }
}

test('PRJ-3, HOM-1: a client goes through documents, offer, contract and visit to success on a phone', async () => {
	const scope = await makeWorkspace({ slug: 'screens', name: 'Sunny Solar' })
	const account = await makeAccount({ in: scope, name: 'Reyes' })
	const maya = await makeContact({ accounts: [account], firstName: 'Maya', lastName: 'Reyes' })
	const ann = await makeMember({ in: scope, role: 'owner', name: 'Ann' })
	const flow = await makeFlow(scope.workspaceId, stages)
	const { id } = await makeProject({ account, flowId: flow.id, name: 'Roof of Maya' })
	await askForDocument(scope, requestInput.parse({ projectId: id, title: 'Bill' }), { tell: false })
	const paper = (folder: 'proposals' | 'contracts', title: string) =>
		makeDocument({ account, projectId: id, folder, sharedWithPortal: true, title })
	await paper('proposals', 'Basic')
	await paper('contracts', 'Agreement')
	const origin = server.urlOf('screens')
	const client = (await browser.open(origin, await makeSession(maya.scope), phone)).page
	const office = (await browser.open(origin, await makeSession(ann.scope), desktop)).page
	const staff = () => visit(office, `/office/projects/${id}`)
	const home = () => visit(client, '/')

	// Two photos, put in the other order, become one document.
	await home()
	await client.getByRole('link', { name: 'Send: Bill' }).click()
	await alive(client)
	const pages = [await photo('IMG_1.jpg', '#a96'), await photo('IMG_2.jpg', '#69a')]
	await client.locator('input[type=file]:not([capture])').setInputFiles(pages)
	await client.getByRole('button', { name: 'Move IMG_2.jpg to the front' }).click()
	await look(client, 'photos in their order')
	await client.getByRole('button', { name: 'Send Bill' }).click()
	await client.getByText('Sent, we are looking at it').waitFor()
	expect(await client.getByRole('link', { name: 'Bill', exact: true }).count()).toBe(1)
	await staff()
	await office.getByText('Add an offer').click()
	await office
		.locator('#file-proposals')
		.setInputFiles([{ name: 'Plus.pdf', mimeType: 'application/pdf', buffer: pdf() }])
	await office.locator('#offers').getByRole('link', { name: 'Plus', exact: true }).waitFor()
	await office.getByRole('button', { name: 'Approve Bill' }).click()

	await home()
	await client.getByText('2 offers wait for you').waitFor()
	await client.getByRole('link', { name: /^Look: / }).click()
	await look(client, 'offers')
	await client.locator('summary', { hasText: 'Accept this offer' }).first().click()
	await client.getByRole('button', { name: 'Accept “Plus”' }).click()
	await client.getByText('“Plus” is accepted').waitFor()

	await home()
	await client.getByRole('link', { name: /^Sign: / }).click()
	await alive(client)
	await client.locator('input[type=file]:not([capture])').setInputFiles([await photo('signed.jpg', '#eee')])
	await client.getByRole('button', { name: 'Send the signed copy of Agreement' }).click()
	await client.getByText('the signed copy has arrived').waitFor()
	await staff()
	await office.getByText(/Accepted: Maya Reyes/).waitFor()
	await office.getByRole('button', { name: 'Confirm the signed copy of Agreement' }).click()
	await alive(office)

	await office.getByText('Schedule a visit').click()
	await office.locator('#title-new').fill('Installation')
	const day = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10)
	await office.locator('#date-new').fill(day)
	await office.locator('#from-new').fill('08:00')
	await office.locator('#to-new').fill('10:00')
	await office.locator('#name-new').fill('Ben')
	await office.locator('#phone-new').fill('(303) 555-0190')
	await look(office, 'the form of a visit')
	await office.getByRole('button', { name: 'Schedule', exact: true }).click()
	await office.getByText('The visit is scheduled').waitFor()
	await home()
	await client.getByRole('link', { name: 'Installation' }).click()
	await client.getByRole('link', { name: 'Call Ben' }).waitFor()
	await office.getByRole('button', { name: 'Set out for Installation' }).click()
	await client.getByText('On the way').waitFor()
	await look(client, 'a visit')
	const file = await client.evaluate(async () => (await fetch(`${location.pathname}/calendar`)).text())
	expect(file).toContain('SUMMARY:Installation (Sunny Solar)')
	await office.getByRole('button', { name: 'Mark Installation as done' }).click()
	await office.getByText('The visit is done').waitFor()

	await visit(client, `/projects/${id}`)
	await client.getByText('All done!').waitFor()
	await look(client, 'success')
})
