import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { ask } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase({ jobs: ['document-thumbnail', 'delivery.send'] })
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

async function company(slug: string) {
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account })
	const maya = await makeContact({ accounts: [account] })
	const grants = ['visits:read', 'visits:write', 'documents:read', 'documents:write', 'projects:read']
	const key = await createApiKey(scope, { name: 'CRM', grants })
	if (!key.ok) throw new Error(key.reason)
	const api = async (method: string, path: string, body?: object) => {
		const headers = { authorization: `Bearer ${key.apiKey}` }
		const answer = await ask(`${server.urlOf(slug)}/api/v1${path}`, { method, headers, ...(body && { body }) })
		return { status: answer.status, body: answer.text ? JSON.parse(answer.text) : null }
	}
	return { account, project, maya, api }
}

test('API-1: visits are scheduled, moved, completed; the second is told what happened', async () => {
	const { project, api } = await company('visits-api')
	const visit = {
		projectId: project.id,
		title: 'Roof',
		startsAt: '2031-06-09T14:00:00Z',
		endsAt: '2031-06-09T16:00:00Z',
	}
	const made = await api('POST', '/visits', { ...visit, technicians: [{ name: 'Ben', phone: '(303) 555-0190' }] })
	expect(made).toMatchObject({
		status: 201,
		body: { status: 'scheduled', technicians: [{ memberId: null, name: 'Ben', phone: '+13035550190' }] },
	})
	const { id } = made.body
	expect(await api('PATCH', `/visits/${id}`, { startsAt: visit.endsAt })).toMatchObject({
		status: 422,
		body: { errors: [{ path: 'endsAt', code: 'times_reversed' }] },
	})
	expect(await api('PATCH', `/visits/${id}`, { note: 'Bring keys' })).toMatchObject({
		status: 200,
		body: { title: 'Roof' },
	})
	expect((await api('POST', `/visits/${id}/completion`)).status).toBe(201)
	expect(await api('POST', `/visits/${id}/cancellation`, {})).toMatchObject({
		status: 409,
		body: { detail: expect.stringContaining('decided by CRM') },
	})
	expect(await api('GET', `/visits?projectId=${project.id}&status=completed`)).toMatchObject({
		body: { data: [{ id }] },
	})
	for (const [times, status] of [
		[1, 201],
		[2, 200],
	] as const)
		expect((await api('PUT', '/visits/external/v-1', visit)).status, `time ${times}`).toBe(status)
	expect((await api('POST', '/visits', { ...visit, projectId: 'prj_unknown' })).status).toBe(422)
})

test('API-1: offers are accepted, and taken back; contracts and their copies are listed', async () => {
	const { account, project, maya, api } = await company('offers-api')
	const paper = (folder: 'proposals' | 'contracts') =>
		makeDocument({ account, projectId: project.id, folder, sharedWithPortal: true })
	const [offer, contract] = [await paper('proposals'), await paper('contracts')]
	const said = { name: 'Maya', contactId: maya.id }
	expect(await api('POST', `/documents/${offer.id}/acceptance`, { ...said, version: 7 })).toMatchObject({ status: 409 })
	expect((await api('POST', `/documents/${offer.id}/acceptance`, said)).status).toBe(201)
	expect(await api('POST', `/documents/${offer.id}/acceptance`, said)).toMatchObject({
		status: 409,
		body: { detail: expect.stringContaining('was accepted at') },
	})
	expect((await api('POST', `/documents/${offer.id}/acceptance/withdrawal`, {})).status).toBe(422)
	expect((await api('POST', `/documents/${offer.id}/acceptance/withdrawal`, { reason: 'Wrong price' })).status).toBe(
		201,
	)
	expect((await api('POST', `/documents/${offer.id}/declination`, { reason: 'Too dear' })).status).toBe(201)
	expect(await api('GET', `/projects/${project.id}/offers`)).toMatchObject({
		body: { data: [{ id: offer.id, state: 'declined', decisions: [{ withdrawalReason: 'Wrong price' }, {}] }] },
	})
	expect(await api('GET', `/projects/${project.id}/contracts`)).toMatchObject({
		body: { data: [{ id: contract.id, state: 'asked', documentRequestId: null, signedDocumentIds: [] }] },
	})
	expect((await api('POST', `/documents/${contract.id}/acceptance`, said)).status).toBe(404)
})
