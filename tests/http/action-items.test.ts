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

const database = openDatabase({ jobs: ['document-thumbnail', 'document-discard', 'delivery.send'] })
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

let count = 0

/** A company with two clients of one account, a member and a key. */
async function makeHouse() {
	const slug = `tasks-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account, name: 'Roof of Maya' })
	const [maya, noor] = [
		await makeContact({ accounts: [account] }),
		await makeContact({ accounts: [account], firstName: 'Noor' }),
	]
	const dev = await makeMember({ in: scope, name: 'Dev' })
	const resources = ['action-items', 'action-item-templates', 'work-orders']
	const grants = resources.flatMap((one) => [`${one}:read`, `${one}:write`])
	const key = await createApiKey(scope, { name: 'CRM', grants })
	if (!key.ok) throw new Error(key.reason)
	const as = async (who: Parameters<typeof makeSession>[0]) => {
		const cookie = await makeSession(who)
		return (path: string, how?: Ask) =>
			ask(server.urlOf(slug) + path, { cookie, headers: { accept: 'text/html' }, ...how })
	}
	const api = (path: string, method = 'GET', body?: object) =>
		ask(`${server.urlOf(slug)}/api/v1${path}`, { method, headers: { authorization: `Bearer ${key.apiKey}` }, body })
	return { project, maya, api, client: await as(maya.scope), other: await as(noor.scope), staff: await as(dev.scope) }
}

function multipart(values: Record<string, string>, field?: string): FormData {
	const data = new FormData()
	for (const [name, value] of Object.entries(values)) data.set(name, value)
	if (field) data.append(field, new File([Buffer.from(pdf())], 'panel.pdf'))
	return data
}
const form = (values: Record<string, string>) => ({ body: new URLSearchParams(values) })

test('PRJ-6: without scripts: assigned in the office, filled in the portal, what is not complete is kept; reopened, signed', async () => {
	const { project, api, client, other, staff } = await makeHouse()
	const fields = [
		{ id: 'code', type: 'text', label: { en: 'Gate code', es: 'Código' }, required: true },
		{ id: 'panel', type: 'photo', label: 'Photo of the panel', required: true },
	]
	const template = await api('/action-item-templates', 'POST', { kind: 'form', title: 'Access', fields, dueDays: 4 })
	const work = `/office/projects/${project.id}/work-orders`
	const assigned = await staff(`${work}?/assign`, form({ templateId: template.json<{ id: string }>().id, dueOn: '' }))
	expect([assigned.status, assigned.headers.location]).toEqual([303, expect.stringContaining('?work=assigned')])
	const home = (await client('/')).text
	const page = /\/action-items\/act_\w+/.exec(home)?.[0] ?? ''
	expect(home).toContain('Access')
	expect((await client(page)).text).toContain('Gate code')
	const half = await client(`${page}/completion`, { body: multipart({ f_code: '' }, 'f_panel') })
	expect([half.status, half.headers.location]).toEqual([303, `${page}?refused=incomplete`])
	const again = (await client(half.headers.location ?? '')).text
	expect([again.includes('Fill this in.'), again.includes('Sent, ready to hand in')]).toEqual([true, true])
	const done = await client(`${page}/completion`, { body: multipart({ f_code: 'Key <under> mat' }) })
	expect(done.headers.location).toBe(`${page}?done`)
	const late = await other(`${page}/completion`, { body: multipart({ f_code: 'x' }) })
	expect((await other(late.headers.location ?? '')).text).toContain('Maya Reyes has done this already')
	const shown = (await staff(work)).text
	expect(shown).toContain('Key &lt;under> mat')
	const id = page.split('/').at(-1) ?? ''
	const stale = await staff(`${work}?/reopen`, form({ id, reason: 'Blurred', seen: '0' }))
	expect(stale.status).toBe(409)
	expect((await staff(`${work}?/reopen`, form({ id, reason: '' }))).status).toBe(422)
	expect((await staff(`${work}?/reopen`, form({ id, reason: 'Blurred' }))).status).toBe(303)
	expect((await client(page)).text).toContain('Blurred')
	const sign = { title: 'Consent', instructions: 'I agree.', kind: 'sign', templateId: '' }
	await staff(`${work}?/assign`, form(sign))
	const open = /href="(\/action-items\/act_\w+)"[^>]*aria-label="Sign: Consent"/.exec((await client('/')).text)
	const consent = open?.[1] ?? ''
	await client(`${consent}/completion`, { body: multipart({ name: 'Maya Reyes' }) })
	expect((await client(consent)).text).toContain('SHA-256')
})

test('PRJ-6: by the API, as the contract has it', async () => {
	const { project, maya, api } = await makeHouse()
	const order = (await api('/work-orders', 'POST', { projectId: project.id, title: 'Survey' })).json<{ id: string }>()
	const made = await api('/action-items', 'POST', {
		projectId: project.id,
		workOrderId: order.id,
		contactId: maya.id,
		kind: 'confirm',
		title: 'Confirm the plan',
		instructions: 'It is in your files.',
		dueOn: '2026-12-24',
	})
	const { id } = made.json<{ id: string }>()
	expect([made.status, made.headers.location]).toEqual([201, `/api/v1/action-items/${id}`])
	const record = { projectId: project.id, workOrderId: order.id, contactId: maya.id, kind: 'confirm', state: 'open' }
	expect(made.json()).toMatchObject({ ...record, title: 'Confirm the plan', dueOn: '2026-12-24', answer: null })
	expect((await api(`/action-items?projectId=${project.id}&state=open`)).json()).toMatchObject({ data: [{ id }] })
	expect((await api(`/action-items/${id}/completion`, 'POST')).json()).toMatchObject({
		state: 'done',
		answer: { by: { type: 'key', name: 'CRM' }, values: {}, signature: null },
	})
	const twice = await api(`/action-items/${id}/completion`, 'POST', {})
	expect([twice.status, twice.json<{ detail: string }>().detail]).toEqual([409, expect.stringContaining('by CRM at')])
	const reopened = await api(`/action-items/${id}/reopening`, 'POST', { reason: 'The plan has changed' })
	expect(reopened.json()).toMatchObject({ state: 'open', answer: null, earlierAnswers: [{ by: { name: 'CRM' } }] })
	expect((await api(`/action-items/${id}`, 'DELETE')).status).toBe(204)
	expect((await api(`/action-items/${id}`)).json()).toMatchObject({ state: 'cancelled' })
	const signed = await api('/action-items', 'POST', { projectId: project.id, kind: 'sign', title: 'Consent' })
	const refused = await api(`/action-items/${signed.json<{ id: string }>().id}/completion`, 'POST', {})
	expect([refused.status, refused.text.includes('client_must_sign')]).toEqual([422, true])
	const wrong = await api('/action-items', 'POST', { projectId: project.id, kind: 'form', title: '' })
	const { errors } = wrong.json<{ errors: { path: string; code: string }[] }>()
	expect(errors.map(({ path, code }) => `${path} ${code}`)).toEqual(['title required', 'fields fields_missing'])
	expect((await api(`/work-orders/${order.id}`, 'PATCH', { state: 'done' })).json()).toMatchObject({
		number: 1,
		state: 'done',
	})
	const stranger = await makeHouse()
	for (const path of [`/action-items/${id}`, `/work-orders/${order.id}`])
		expect((await stranger.api(path)).status).toBe(404)
})
