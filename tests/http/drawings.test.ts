import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { toGeoJson } from '#features/drawings/rules.ts'
import { textOf } from '#features/drawings/typing/rules.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { type GeocoderSimulator, startGeocoder } from '#simulators/geocoder.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makePlane } from '#support/drawing.ts'
import { makeFlow, step } from '#support/flow.ts'
import { type Ask, ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
let geocoder: GeocoderSimulator
beforeAll(async () => {
	geocoder = await startGeocoder()
	server = await startServer({ databaseUrl: database.url, role: 'web' })
})
afterAll(async () => {
	await server.stop()
	await geocoder.close()
})
beforeEach(() => {
	geocoder.faults = {}
	geocoder.asked = []
})

let count = 0
const stages = [
	{
		id: 'design',
		name: 'Design',
		portalName: { en: 'Design', es: 'Diseño' },
		steps: [step('roof', { screen: 'drawing', holder: 'client' }), step('done', { screen: 'success' })],
	},
]

async function makeHouse() {
	const slug = `roofs-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account, flowId: (await makeFlow(scope.workspaceId, stages)).id })
	const maya = await makeContact({ accounts: [account] })
	const lender = await makeContact({ accounts: [], workspaceId: scope.workspaceId, kind: 'lender' })
	await linkContact(scope, lender.id, { type: 'project', id: project.id })
	const owner = await makeMember({ in: scope, role: 'owner' })
	const key = await createApiKey(scope, { name: 'CRM', grants: ['projects:read', 'projects:write', 'workspace:write'] })
	if (!key.ok) throw new Error(key.reason)
	const as = async (who: Parameters<typeof makeSession>[0]) => {
		const cookie = await makeSession(who)
		return (path: string, how?: Ask) =>
			ask(server.urlOf(slug) + path, { cookie, headers: { accept: 'text/html' }, ...how })
	}
	const api = (path: string, method = 'GET', body?: object) =>
		ask(`${server.urlOf(slug)}/api/v1${path}`, { method, headers: { authorization: `Bearer ${key.apiKey}` }, body })
	const page = `/projects/${project.id}/drawing`
	return {
		page,
		project,
		api,
		client: await as(maya.scope),
		lender: await as(lender.scope),
		staff: await as(owner.scope),
	}
}
const form = (values: Record<string, string>) => ({ body: new URLSearchParams(values) })
const south = makePlane('South')

test('API-1, PRJ-3: a roof goes in as GeoJSON and comes out the same with its measures; a stale one is refused', async () => {
	const { api, project } = await makeHouse()
	const roof = `/projects/${project.id}/roof`
	expect((await api(roof)).json()).toMatchObject({ features: [], revision: 0, state: 'draft' })
	const { features } = toGeoJson([south])
	const put = await api(roof, 'PUT', { type: 'FeatureCollection', features, revision: 0 })
	expect([put.status, put.json<{ revision: number }>().revision]).toEqual([200, 1])
	const got = (await api(roof)).json<ReturnType<typeof toGeoJson>>()
	expect(got.features[0]?.geometry).toEqual(features[0]?.geometry)
	expect(got.features[0]?.properties).toMatchObject({ name: 'South', eaveAzimuthDegrees: 180 })
	expect(got.features[0]?.properties.areaSquareMetres).toBeCloseTo(96, 0)
	const stale = await api(roof, 'PUT', { type: 'FeatureCollection', features: [], revision: 0 })
	expect([stale.status, stale.text]).toEqual([409, expect.stringContaining('drawing_changed')])
	const hole = structuredClone(features[0])
	hole?.geometry.coordinates.push(hole.geometry.coordinates[0] ?? [])
	expect((await api(roof, 'PUT', { type: 'FeatureCollection', features: [hole] })).text).toContain('plane_has_holes')
	const png = await api(`${roof}/picture`)
	expect([png.headers['content-type'], png.bytes.subarray(1, 4).toString()]).toEqual(['image/png', 'PNG'])
	expect((await api(`${roof}/submission`, 'POST')).status).toBe(201)
	const back = await api(`${roof}/return`, 'POST', { reason: 'The garage is missing' })
	expect(back.json()).toMatchObject({ state: 'returned', reason: 'The garage is missing' })
	expect((await api(`${roof}/return`, 'POST', { reason: '' })).status).toBe(409)
})

test('PRJ-3: without scripts a roof is drawn by its corners, a mistake gives the typing back, and of two who save the second is told', async () => {
	const { page, client, lender, staff, project } = await makeHouse()
	const plane = (corners: string, more: Record<string, string> = {}) => ({
		...{ 'name-0': 'Garage <1>', 'corners-0': corners, 'eave-0': '1', 'tilt-0': '20', unit: 'm2', revision: '0' },
		...more,
	})
	const wrong = await client(`${page}?/save`, form(plane('39.7, -104.9\nnorth of it')))
	expect(wrong.status).toBe(422)
	expect(wrong.text).toContain('north of it')
	expect(wrong.text).toContain('Write one corner a line')
	expect(wrong.text).toContain('Garage &lt;1')
	const saved = await client(`${page}?/save`, form(plane(textOf(south.corners))))
	expect([saved.status, saved.headers.location]).toEqual([303, `${page}?done=saved`])
	const shown = await client(page)
	expect(shown.text).toMatch(/96 m²|95\.9 m²|96\.0 m²|1,03\d ft²/)
	const stale = await client(`${page}?/save`, form(plane(textOf(makePlane('x', [0, 0], [5, 5]).corners))))
	expect(stale.status).toBe(409)
	expect(stale.text).toContain('saved this drawing while you were drawing')
	expect(stale.text).toMatch(/name="revision" value="1"|value="1" name="revision"/)
	expect((await lender(page)).status).toBe(404)
	expect((await lender(`${page}?/save`, form(plane(textOf(south.corners))))).status).toBe(404)
	expect((await client(`${page}?/handIn`, form(plane(textOf(south.corners), { revision: '1' })))).status).toBe(303)
	expect((await client(page)).text).toContain('This is what you handed in')
	const office = `/office/projects/${project.id}/drawing`
	const geo = await staff(`${office}/roof.geojson`)
	expect([geo.headers['content-type'], geo.json<{ features: object[] }>().features.length]).toEqual([
		'application/geo+json',
		1,
	])
	expect((await staff(`${office}/roof.png`)).headers['content-disposition']).toContain('.png')
	expect((await staff(`${office}?/reopen`, form({ reason: 'Too small', revision: '1' }))).status).toBe(303)
	expect((await client(page)).text).toContain('Too small')
})

test('PRJ-3: only a page with a map lets the tiles’ host in; our server asks for addresses, and says what went wrong', async () => {
	const { page, api, client, project } = await makeHouse()
	const policy = async (path: string) => String((await client(path)).headers['content-security-policy'])
	expect(await policy(page)).not.toContain('connect-src')
	expect((await client(`${page}?/find`, form({ q: '14 Larkspur Lane' }))).status).toBe(404)
	const maps = { tiles: geocoder.tiles, attribution: '© Somebody', geocoder: geocoder.url }
	expect((await api('/workspace', 'PATCH', { maps })).status).toBe(200)
	const host = new URL(geocoder.url).origin
	expect(await policy(page)).toMatch(new RegExp(`connect-src 'self' ${host}`))
	expect(await policy(page)).toMatch(new RegExp(`img-src [^;]*${host}`))
	expect(await policy(page)).toMatch(/script-src 'self' 'nonce-[^']+'/)
	expect(await policy(`/projects/${project.id}`)).not.toContain(host)
	const found = await client(`${page}?/find`, form({ q: '14 Larkspur Lane' }))
	expect(found.text).toContain('14 Larkspur Lane, Denver')
	expect(geocoder.asked[0]?.userAgent).toMatch(/^customer-portal/)
	await client(`${page}?/find`, form({ q: '14  larkspur lane' }))
	expect(geocoder.asked).toHaveLength(1)
	geocoder.faults = { broken: true }
	expect((await client(`${page}?/find`, form({ q: '15 Larkspur Lane' }))).text).toContain('does not answer just now')
	for (const tiles of ['javascript:alert(1)', 'https://a.example;script-src *', 'https://user:pass@a.example'])
		expect((await api('/workspace', 'PATCH', { maps: { tiles } })).status, tiles).toBe(422)
})
