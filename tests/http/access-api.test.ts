import { beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDelivery } from '#support/delivery.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { answerApi } from '../../src/api.ts'
import { jobKinds } from '../../src/jobs.ts'

const { runJobs } = useInstallation(jobKinds)

interface Line {
	event: string
	channel: string | null
	to: string | null
	by: { type: string; name: string }
}

async function company(grants = ['contacts:read', 'contacts:write', 'deliveries:read']) {
	const scope = await makeWorkspace()
	const workspace = await read(scope, currentWorkspace)
	const key = await createApiKey(scope, { name: 'CRM', grants })
	if (!key.ok) throw new Error(key.reason)
	const call = async (method: string, path: string, body?: object) => {
		const headers = { authorization: `Bearer ${key.apiKey}`, ...(body && { 'content-type': 'application/json' }) }
		const request = new Request(`http://x.localhost/api/v1${path}`, {
			method,
			headers,
			body: body && JSON.stringify(body),
		})
		const response = await answerApi(request, { workspace, ip: '127.0.0.1', requestId: 'req' })
		const text = await response.text()
		return { status: response.status, body: text ? JSON.parse(text) : null }
	}
	const contact = async (overrides: object = {}) =>
		makeContact({ accounts: [await makeAccount({ in: scope })], portalStatus: 'notEnrolled', ...overrides })
	return { scope, call, contact }
}

let sunny: Awaited<ReturnType<typeof company>>
let acme: typeof sunny
beforeAll(async () => {
	sunny = await company()
	acme = await company()
})

const eventsOf = async (id: string): Promise<Line[]> =>
	(await sunny.call('GET', `/contacts/${id}/portal-history`)).body.data

test('ACC-1: an invitation is sent by the API, with or without channels, and told in the history', async () => {
	const maya = await sunny.contact({ phone: '+13035550142' })
	const byText = await sunny.call('POST', `/contacts/${maya.id}/invitations`, { channels: ['sms'] })
	expect(byText).toMatchObject({
		status: 201,
		body: { contactId: maya.id, sent: [{ channel: 'sms', to: '+13035550142' }] },
	})
	const byAll = await sunny.call('POST', `/contacts/${maya.id}/invitations`)
	expect(byAll.body.sent).toHaveLength(2)
	await runJobs()
	const by = { type: 'key', name: 'CRM' }
	expect(await eventsOf(maya.id)).toMatchObject([
		{ event: 'invited', channel: 'sms', to: '+13035550142', by },
		{ event: 'resent', channel: 'email', to: maya.email, by },
		{ event: 'resent', channel: 'sms', to: '+13035550142', by },
	])
})

test('ACC-1: what cannot be invited is refused with its reason', async () => {
	const nobody = await sunny.contact({ email: null })
	const answer = await sunny.call('POST', `/contacts/${nobody.id}/invitations`, {})
	expect(answer).toMatchObject({
		status: 409,
		body: { type: 'urn:problem:noAddress', detail: expect.stringContaining('e-mail') },
	})
	expect((await sunny.call('POST', `/contacts/${nobody.id}/invitations`, { channels: ['fax'] })).status).toBe(422)
	expect((await sunny.call('POST', `/contacts/${nobody.id}/invitations`, { channels: [] })).status).toBe(422)
	expect((await sunny.call('POST', '/contacts/con_none/invitations', {})).status).toBe(404)
})

test('ACC-1: in bulk by ids and all at once', async () => {
	const { call, contact, scope } = await company()
	const [fresh, enrolled] = [await contact(), await contact({ portalStatus: 'enrolled' })]
	const skipped = [{ contactId: enrolled.id, reason: 'enrolled' }]
	expect(await call('POST', '/contacts/invitations', { contactIds: [fresh.id, enrolled.id] })).toMatchObject({
		status: 200,
		body: { sent: 1, skipped },
	})
	expect(await call('POST', '/contacts/invitations', { all: true })).toMatchObject({
		status: 200,
		body: { sent: 1, skipped },
	})
	expect(await lettersOf(scope.workspaceId)).toHaveLength(2)
	for (const wrong of [{}, { all: false }, { contactIds: [] }, { contactIds: 'all' }]) {
		expect((await call('POST', '/contacts/invitations', wrong)).status).toBe(422)
	}
})

test('ACC-10: suspended with a note, reinstated, each once', async () => {
	const maya = await sunny.contact({ portalStatus: 'enrolled' })
	const path = `/contacts/${maya.id}/suspension`
	expect(await sunny.call('POST', path, { note: 'Sold the house' })).toMatchObject({
		status: 201,
		body: { note: 'Sold the house' },
	})
	expect((await sunny.call('GET', `/contacts/${maya.id}`)).body.portalStatus).toBe('suspended')
	expect((await sunny.call('POST', path, { note: '' })).status).toBe(409)
	expect((await sunny.call('DELETE', path)).status).toBe(204)
	expect((await sunny.call('GET', `/contacts/${maya.id}`)).body.portalStatus).toBe('enrolled')
	expect((await sunny.call('DELETE', path)).status).toBe(409)
	expect((await eventsOf(maya.id)).map(({ event }) => event)).toEqual(['suspended', 'reinstated'])
})

test("API-1: another company's contacts and messages are unknown, and a key without the scope is refused", async () => {
	const maya = await sunny.contact()
	const delivery = await makeDelivery(sunny.scope)
	for (const [method, path] of [
		['POST', `/contacts/${maya.id}/invitations`],
		['POST', `/contacts/${maya.id}/suspension`],
		['DELETE', `/contacts/${maya.id}/suspension`],
		['GET', `/contacts/${maya.id}/portal-history`],
		['GET', `/deliveries/${delivery}`],
	] as const) {
		expect((await acme.call(method, path)).status).toBe(404)
	}
	const bulk = await acme.call('POST', '/contacts/invitations', { contactIds: [maya.id] })
	expect(bulk.body).toMatchObject({ runId: null, sent: 0, skipped: [{ contactId: maya.id, reason: 'notFound' }] })
	const reader = await company(['contacts:read'])
	expect((await reader.call('POST', '/contacts/invitations', { all: true })).status).toBe(403)
	expect((await reader.call('GET', '/deliveries')).status).toBe(403)
})

test('NOT-5: deliveries are listed newest first, filtered, in pages, and never show their contents', async () => {
	const { scope, call }: { scope: SystemScope; call: typeof sunny.call } = await company()
	const first = await makeDelivery(scope, { recipient: 'maya@home.example' })
	const second = await makeDelivery(scope, { channel: 'sms', recipient: '+13035550142' })
	const third = await makeDelivery(scope, { recipient: 'max@home.example' })
	await runJobs()
	const ids = async (query: string) =>
		(await call('GET', `/deliveries?${query}`)).body.data.map(({ id }: { id: string }) => id)
	expect(await ids('')).toEqual([third, second, first])
	expect(await ids('channel=email')).toEqual([third, first])
	expect(await ids('to=MAY')).toEqual([first])
	expect(await ids('to=(303)%20555-0142')).toEqual([second])
	expect(await ids('status=skipped')).toEqual([third, second, first])
	expect(await ids('status=sent')).toEqual([])
	const page = (await call('GET', '/deliveries?limit=2')).body
	expect((await call('GET', `/deliveries?limit=2&cursor=${page.nextCursor}`)).body).toMatchObject({
		data: [{ id: first }],
		nextCursor: null,
	})
	const detail = await call('GET', `/deliveries/${first}`)
	expect(detail.body).toMatchObject({
		to: 'maya@home.example',
		status: 'skipped',
		error: 'notConfigured',
		log: [{ outcome: 'skipped' }],
	})
	expect(JSON.stringify(detail.body)).not.toContain('123456')
})
