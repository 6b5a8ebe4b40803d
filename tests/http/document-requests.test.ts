import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { pdf } from '#support/document.ts'
import { type Ask, ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase({ jobs: ['document-thumbnail', 'delivery.send'] })
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

let count = 0

/** A company with a client, its neighbour in another account, a member and a key. */
async function makeHouse() {
	const slug = `asks-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account, name: 'Roof of Maya' })
	const maya = await makeContact({ accounts: [account] })
	const neighbour = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const dev = await makeMember({ in: scope, name: 'Dev' })
	const key = await createApiKey(scope, { name: 'CRM', grants: ['document-requests:read', 'document-requests:write'] })
	if (!key.ok) throw new Error(key.reason)
	const as = async (who: Parameters<typeof makeSession>[0]) => {
		const cookie = await makeSession(who)
		return (path: string, how?: Ask) =>
			ask(server.urlOf(slug) + path, { cookie, headers: { accept: 'text/html' }, ...how })
	}
	const api = (path: string, method = 'GET', body?: object) =>
		ask(`${server.urlOf(slug)}/api/v1/document-requests${path}`, {
			method,
			headers: { authorization: `Bearer ${key.apiKey}` },
			body,
		})
	const people = { client: await as(maya.scope), neighbour: await as(neighbour.scope), staff: await as(dev.scope) }
	return { scope, project, maya, api, ...people }
}

function files(...contents: Uint8Array[]): FormData {
	const data = new FormData()
	for (const [n, content] of contents.entries()) data.append('file', new File([Buffer.from(content)], `IMG_${n}.pdf`))
	return data
}
const form = (values: Record<string, string>) => ({ body: new URLSearchParams(values) })

test('DOC-2: without scripts a client sends what is asked, the office sends it back with a reason, then approves', async () => {
	const { project, maya, client, neighbour, staff } = await makeHouse()
	const office = `/office/projects/${project.id}`
	const asked = await staff(
		`${office}/requests?/ask`,
		form({ title: 'Electricity bill', description: 'All pages', contactId: maya.id, dueOn: '2026-12-01' }),
	)
	expect([asked.status, asked.headers.location]).toEqual([303, `${office}?requests=asked#requests`])
	const home = (await client('/')).text
	expect(home).toContain('Electricity bill')
	const id = /request-(drq_\w+)/.exec(home)?.[1] ?? ''
	expect(home).toContain(`/projects/${project.id}#request-${id}`)
	const page = `/projects/${project.id}`
	const shown = (await client(page)).text
	for (const text of [
		'Electricity bill',
		'All pages',
		'December 1',
		'Please send',
		`action="/document-requests/${id}/files"`,
	])
		expect(shown).toContain(text)
	expect((await neighbour(page)).status).toBe(404)
	expect((await neighbour(`/document-requests/${id}/files`, { body: files(pdf()) })).status).toBe(404)

	const none = await client(`/document-requests/${id}/files`, { body: files() })
	expect(none.headers.location).toContain(`${page}?request=${id}&refused=`)
	expect((await client(none.headers.location ?? '')).text).toContain('It was not sent')
	const sent = await client(`/document-requests/${id}/files`, { body: files(pdf(), pdf()) })
	expect([sent.status, sent.headers.location]).toEqual([303, `${page}?sent=${id}#request-${id}`])
	expect((await client(sent.headers.location?.split('#')[0] ?? '')).text).toContain('Thank you, it has arrived.')
	expect((await client('/')).text).not.toContain(`#request-${id}`)

	expect((await staff('/office')).text).toContain('Electricity bill')
	expect((await staff(office)).text).toContain('Waiting for you')
	const empty = await staff(`${office}/requests?/sendBack`, form({ id, reason: ' ' }))
	expect(empty.status).toBe(422)
	const back = await staff(`${office}/requests?/sendBack`, form({ id, reason: 'Page 2 is blurred' }))
	expect(back.headers.location).toBe(`${office}?requests=sentBack#requests`)
	expect((await client(page)).text).toContain('Page 2 is blurred')
	expect((await client('/')).text).toContain('please send again')
	await client(`/document-requests/${id}/files`, { body: files(pdf()) })
	const old = await staff(`${office}/requests?/approve`, form({ id, seen: '1' }))
	expect(old.status).toBe(409)
	expect(old.text).toContain('Something was sent or changed meanwhile')
	expect((await staff(`${office}/requests?/approve`, form({ id }))).status).toBe(303)
	const late = await staff(`${office}/requests?/approve`, form({ id }))
	expect([late.status, late.text.includes('by Dev')]).toEqual([409, true])
	const after = (await client(page)).text
	expect(after).toContain('Approved')
	expect(after).not.toContain(`action="/document-requests/${id}/files"`)
	const refused = await client(`/document-requests/${id}/files`, { body: files(pdf()) })
	expect((await client(refused.headers.location ?? '')).text).toContain('has been approved already')
	expect((await staff(`${office}/requests?/ask`, form({ title: '', dueOn: 'soon' }))).status).toBe(422)
})

test('DOC-2: by the API, as the contract has it', async () => {
	const { project, maya, api, client } = await makeHouse()
	const made = await api('', 'POST', { projectId: project.id, contactId: maya.id, title: 'Deed', description: 'Copy' })
	const { id } = made.json<{ id: string }>()
	expect([made.status, made.headers.location]).toEqual([201, `/api/v1/document-requests/${id}`])
	expect(made.json()).toMatchObject({
		projectId: project.id,
		contactId: maya.id,
		title: 'Deed',
		description: 'Copy',
		state: 'asked',
		documentIds: [],
		reason: null,
	})
	const early = await api(`/${id}/approval`, 'POST')
	expect([early.status, early.json<{ type: string }>().type]).toEqual([409, 'urn:problem:request_not_sent'])
	await client(`/document-requests/${id}/files`, { body: files(pdf()) })
	const noReason = await api(`/${id}/return`, 'POST', {})
	expect([noReason.status, noReason.json<{ errors: { path: string }[] }>().errors[0]?.path]).toEqual([422, 'reason'])
	const back = await api(`/${id}/return`, 'POST', { reason: 'Not signed' })
	expect(back.json()).toMatchObject({
		state: 'sentBack',
		reason: 'Not signed',
		documentIds: [expect.stringMatching(/^doc_/)],
	})
	expect((await api(`/${id}/return`, 'POST', { reason: 'Again' })).status).toBe(409)
	expect((await api(`/${id}`, 'PATCH', { title: 'Signed deed' })).json()).toMatchObject({ title: 'Signed deed' })
	await client(`/document-requests/${id}/files`, { body: files(pdf()) })
	expect((await api(`?state=sent&projectId=${project.id}`)).json<{ data: unknown[] }>().data).toHaveLength(1)
	expect((await api(`?contactId=con_nobody`)).json<{ data: unknown[] }>().data).toEqual([])
	expect((await api('?state=lost')).status).toBe(422)
	expect((await api(`/${id}/approval`, 'POST')).json()).toMatchObject({ state: 'approved', reason: null })
	const twice = await api(`/${id}/approval`, 'POST')
	expect([twice.status, twice.json<{ detail: string }>().detail]).toEqual([409, expect.stringContaining('by CRM at')])
	expect((await api(`/${id}`, 'DELETE')).status).toBe(409)
	const other = (await api('', 'POST', { projectId: project.id, title: 'Permit' })).json<{ id: string }>().id
	const page = (await api('?limit=1')).json<{ data: { id: string }[]; nextCursor: string }>()
	expect(page.data.map((one) => one.id)).toEqual([other])
	const next = await api(`?limit=1&cursor=${page.nextCursor}`)
	expect(next.json()).toMatchObject({ data: [{ id }], nextCursor: null })
	expect([(await api(`/${other}`, 'DELETE')).status, (await api(`/${other}`)).status]).toEqual([204, 404])
	const stranger = await makeHouse()
	for (const [path, method] of [
		['', 'GET'],
		['', 'DELETE'],
		['/approval', 'POST'],
	] as const)
		expect((await stranger.api(`/${id}${path}`, method)).status).toBe(404)
	const foreign = await stranger.api('', 'POST', { projectId: project.id, title: 'Deed' })
	expect([foreign.status, foreign.text.includes('project_unknown')]).toEqual([422, true])
	const wrong = await api('', 'POST', { projectId: project.id, title: '', dueOn: '1.12.' })
	const { errors } = wrong.json<{ errors: { path: string; code: string }[] }>()
	expect(errors.map(({ path, code }) => [path, code])).toEqual([
		['title', 'required'],
		['dueOn', 'date_shape'],
	])
})
