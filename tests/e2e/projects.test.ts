import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { useApp } from '#platform/app/app.ts'
import { loadConfig } from '#platform/config/config.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { openDiskStorage } from '#platform/files/disk.ts'
import { makeAccount } from '#support/account.ts'
import { visit } from '#support/alive.ts'
import { seriousFindings } from '#support/axe.ts'
import { desktop, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { makeFlow } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { isTooWide } from '#support/pages.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const browser = openBrowser()
const dataDir = mkdtempSync(join(tmpdir(), 'tests-projects-'))
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

async function look(page: Page, name: string): Promise<void> {
	expect(await seriousFindings(page), name).toEqual([])
	const wide = await isTooWide(page)
	expect(wide, `${name} is wider than the screen`).toBe(false)
}

/** A stage or step of the flow, added by its name. */
async function add(page: Page, field: string, name: string): Promise<void> {
	const box = page.getByRole('textbox', { name: field, exact: true })
	await box.fill(name)
	await box.press('Enter')
	await page.getByRole('heading', { name, exact: true }).waitFor()
}

async function describeStep(page: Page, english: string, more: Record<string, string> = {}): Promise<void> {
	await page.getByLabel('Name in the portal, English').fill(english)
	for (const [field, value] of Object.entries(more)) await page.locator(`[name=${field}]`).selectOption(value)
	await page.getByRole('button', { name: 'Save step' }).click()
	await page.getByText('Saved', { exact: true }).waitFor()
}

async function moveTo(page: Page, step: string): Promise<void> {
	await page.locator('#stepId').selectOption({ label: step })
	await page.getByRole('button', { name: 'Move', exact: true }).click()
	await page.locator('.now b', { hasText: step }).waitFor()
}

test('PRJ-1, PRJ-2, PRJ-3: the office draws a flow, a client follows a project to success on a phone, and begins a failed one again', async () => {
	const scope = await makeWorkspace({ slug: 'flows', name: 'Sunny Solar' })
	const account = await makeAccount({ in: scope, name: 'Reyes' })
	const maya = await makeContact({ accounts: [account] })
	const owner = await makeMember({ in: scope, role: 'owner' })
	const origin = server.urlOf('flows')
	const { page } = await browser.open(origin, await makeSession(owner.scope), desktop)

	await visit(page, '/office/settings/flows')
	await page.getByLabel('Name of the flow').fill('Battery')
	await page.getByRole('button', { name: 'Make flow' }).click()
	await page.waitForURL(/flows\/flw_/)
	await add(page, 'New stage', 'Planning')
	await add(page, 'New step in Planning', 'Survey')
	await describeStep(page, 'We visit your home')
	await add(page, 'New step in Planning', 'Permit')
	await describeStep(page, 'Your permit', { holder: 'authority' })
	await add(page, 'New step in Planning', 'Done')
	await describeStep(page, 'All is done', { screen: 'success' })
	await add(page, 'New step in Planning', 'Stopped')
	await page.getByLabel('The client may begin again from here').check()
	await describeStep(page, 'Stopped', { screen: 'failed' })
	await look(page, 'editor')
	await page.getByRole('button', { name: 'Publish' }).click()
	await page.getByText('Published', { exact: true }).waitFor()

	await visit(page, `/office/projects/new?account=${account.id}`)
	await page.getByRole('button', { name: 'Begin project' }).click()
	await page.waitForURL(/projects\/prj_/)
	await look(page, 'project in the office')

	const client = (await browser.open(origin, await makeSession(maya.scope), phone)).page
	await visit(client, '/projects')
	await client.waitForURL(/projects\/prj_/)
	await look(client, 'project in the portal')
	const now = (step: string) => client.locator('[aria-current=step]', { hasText: step }).waitFor()
	await now('We visit your home')
	await moveTo(page, 'Permit')
	await now('Your permit')
	await moveTo(page, 'Done')
	await client.getByText('All steps are done').waitFor()

	await page.getByRole('button', { name: 'Take back' }).click()
	await now('Your permit')
	await moveTo(page, 'Stopped')
	await client.getByRole('button', { name: 'Begin again' }).click()
	await now('We visit your home')
	await visit(page, '/office/projects?view=board')
	await page.getByRole('link', { name: 'Battery', exact: true }).waitFor()
	await look(page, 'board')
	await page.getByRole('button', { name: 'Move Battery to its next step' }).click()
	await now('Your permit')
})

test('PRJ-4: on the board one card after another is dragged to the same stage', async () => {
	const scope = await makeWorkspace({ slug: 'board' })
	const account = await makeAccount({ in: scope })
	const { id: flowId } = await makeFlow(scope.workspaceId)
	for (const name of ['Barn roof', 'Carport']) await makeProject({ account, flowId, name })
	const owner = await makeMember({ in: scope, role: 'owner' })
	const { page, errors } = await browser.open(server.urlOf('board'), await makeSession(owner.scope), desktop)

	await visit(page, '/office/projects?view=board')
	const column = page.getByRole('region', { name: /^Two/ })
	for (const name of ['Barn roof', 'Carport']) {
		await page.locator('li.card', { hasText: name }).dragTo(column.getByRole('heading'))
		await column.getByText(name).waitFor()
	}
	await page.reload()
	expect(await column.locator('li.card').count()).toBe(2)
	expect(errors).toEqual([])
})
