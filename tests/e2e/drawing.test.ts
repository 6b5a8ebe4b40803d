import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { updateSite } from '#features/people/sites/writes.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { type GeocoderSimulator, startGeocoder } from '#simulators/geocoder.ts'
import { makeAccount } from '#support/account.ts'
import { seriousFindings } from '#support/axe.ts'
import { desktop, drawsMaps, openBrowser, phone } from '#support/browser.ts'
import { makeContact } from '#support/contact.ts'
import { makeFlow, step } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const database = openDatabase({ jobs: jobKinds.map(({ name }) => name) })
const browser = openBrowser({ flags: drawsMaps })
const dataDir = mkdtempSync(join(tmpdir(), 'tests-drawing-'))
let server: TestServer
let geocoder: GeocoderSimulator

beforeAll(async () => {
	geocoder = await startGeocoder()
	server = await startServer({ databaseUrl: database.url, dataDir })
})
afterAll(async () => {
	await server.stop()
	await geocoder.close()
	rmSync(dataDir, { recursive: true, force: true })
})

const stages = [
	{
		id: 'design',
		name: 'Design',
		portalName: { en: 'Design', es: 'Diseño' },
		steps: [
			step('roof', { screen: 'drawing', holder: 'client', required: ['drawing'] }),
			step('next'),
			step('done', { screen: 'success' }),
		],
	},
]

async function look(page: Page, name: string): Promise<void> {
	expect(await seriousFindings(page), name).toEqual([])
	const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth + 1)
	expect(wide, `${name} is wider than the screen`).toBe(false)
}

/** Spots of the map, from its middle, pressed by `press` one after the other. */
async function press(page: Page, spots: [x: number, y: number][], by: 'tap' | 'click'): Promise<void> {
	const canvas = page.locator('.maplibregl-canvas')
	await canvas.evaluate((map) => map.scrollIntoView({ block: 'center' }))
	const box = await canvas.boundingBox()
	if (!box) throw new Error('there is no map')
	for (const [x, y] of spots) {
		const [left, top] = [box.x + box.width / 2 + x, box.y + box.height / 2 + y]
		if (by === 'tap') await page.touchscreen.tap(left, top)
		else await page.mouse.click(left, top)
		await page.waitForTimeout(60)
	}
}

const there = (page: Page) => page.locator('[data-stage="there"]').waitFor()

test('PRJ-3: a roof is drawn by touch and by pointer, taken back, found again after a reload, handed in and seen in the office', async () => {
	const scope = await makeWorkspace({ slug: 'roofs', name: 'Sunny Solar' })
	const account = await makeAccount({ in: scope, name: 'Reyes' })
	const site = await makeSite({ account })
	await updateSite(scope, site.id, { location: { lat: 39.73921, lng: -104.99027 } })
	const flowId = (await makeFlow(scope.workspaceId, stages)).id
	const project = await makeProject({ account, flowId, siteId: site.id, name: 'Our roof' })
	const maya = await makeContact({ accounts: [account] })
	const owner = await makeMember({ in: scope, role: 'owner' })
	const origin = server.urlOf('roofs')
	const { page, errors } = await browser.open(origin, await makeSession(maya.scope), phone)

	await page.goto(`/projects/${project.id}/drawing`)
	await there(page)
	await look(page, 'the empty drawing')
	await page.getByRole('button', { name: 'Draw a plane' }).click()
	await press(
		page,
		[
			[-80, -60],
			[80, -60],
			[80, 40],
			[-80, 40],
			[-80, -60],
		],
		'tap',
	)
	const measure = page.locator('.measure')
	await measure.waitFor()
	expect(await measure.textContent()).toMatch(/ft², looks south \(180°\)/)
	await page.getByRole('button', { name: 'Undo' }).click()
	expect(await measure.count()).toBe(0)
	await page.getByRole('button', { name: 'Redo' }).click()
	await measure.waitFor()
	const area = await measure.textContent()

	await page.reload()
	await page.getByText('is still here').waitFor()
	expect(await measure.textContent()).toBe(area)
	await page.getByText('m²', { exact: true }).click()
	expect(await measure.textContent()).toMatch(/ m², looks south/)
	await page.getByRole('button', { name: 'Save', exact: true }).click()
	await page.getByText('Saved', { exact: true }).waitFor()
	await look(page, 'the drawing')

	const maps = { tiles: geocoder.tiles, attribution: '© Somebody', maxZoom: 19, hosts: [], geocoder: geocoder.url }
	await updateWorkspace(scope, { settings: { maps } })
	const large = await browser.open(origin, await makeSession(maya.scope), desktop)
	await large.page.goto(`/projects/${project.id}/drawing`)
	await there(large.page)
	expect(geocoder.drawn.length).toBeGreaterThan(0)
	await large.page.getByText('© Somebody').waitFor()
	await large.page.getByLabel('Address').fill('14 Larkspur Lane')
	await large.page.getByRole('button', { name: 'Find', exact: true }).click()
	await large.page.getByRole('button', { name: 'Show 14 Larkspur Lane, Denver' }).click()
	await large.page.getByRole('button', { name: 'Draw a plane' }).click()
	await press(
		large.page,
		[
			[-300, -120],
			[-200, -120],
			[-200, 0],
			[-300, 0],
			[-300, -120],
		],
		'click',
	)
	await large.page.locator('.measure').nth(1).waitFor()
	await large.page.getByRole('button', { name: 'Hand in' }).click()
	await large.page.getByText('Handed in. Thank you.').waitFor()
	await look(large.page, 'what was handed in')
	expect([...errors, ...large.errors]).toEqual([])

	const office = await browser.open(origin, await makeSession(owner.scope), desktop)
	await office.page.goto(`/office/projects/${project.id}`)
	await office.page.getByRole('heading', { name: 'Roof drawing' }).waitFor()
	await office.page.getByRole('img', { name: /The roof from above.*Roof 2/ }).waitFor()
	expect(office.errors).toEqual([])
})
