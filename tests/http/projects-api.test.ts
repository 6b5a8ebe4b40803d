import { beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { read } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { twoStages } from '#support/flow.ts'
import { useInstallation } from '#support/installation.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { answerApi } from '../../src/api.ts'
import { jobKinds } from '../../src/jobs.ts'

useInstallation(jobKinds)

async function company() {
	const scope = await makeWorkspace()
	const workspace = await read(scope, currentWorkspace)
	const grants = ['flows', 'projects', 'contacts'].flatMap((one) => [`${one}:read`, `${one}:write`])
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
		return { status: response.status, body: text ? JSON.parse(text) : null, headers: response.headers }
	}
	return { scope, call, account: await makeAccount({ in: scope }) }
}
let sunny: Awaited<ReturnType<typeof company>>
beforeAll(async () => {
	sunny = await company()
})

async function published() {
	const made = await sunny.call('POST', '/flows', { name: 'Solar', projectType: 'installation', stages: twoStages })
	await sunny.call('POST', `/flows/${made.body.id}/publication`)
	return made.body.id as string
}
async function begun(flowId: string) {
	const made = await sunny.call('POST', '/projects', { name: 'Roof', accountId: sunny.account.id, flowId })
	expect(made.status).toBe(201)
	return made.body.id as string
}

test('PRJ-1: a flow is made as a draft, published once, and changed into a next version', async () => {
	const made = await sunny.call('POST', '/flows', { name: 'Solar', projectType: 'installation', stages: twoStages })
	expect(made).toMatchObject({ status: 201, body: { version: 1, status: 'draft', publishedVersion: null } })
	const [first] = made.body.stages
	expect(first.steps[1]).toEqual({
		id: 'b',
		name: 'In b',
		portalName: { en: 'Portal b', es: 'Portal b es' },
		portalDescription: {},
		visible: true,
		holder: 'authority',
		typicalDays: [14, 21],
		screen: 'general',
		restartable: false,
		milestone: { code: 'M1', amount: { amount: 50_000, currency: 'USD' } },
		required: [],
		movesOn: false,
		documents: [],
		actionItems: [],
	})
	const path = `/flows/${made.body.id}`
	const twice = [await sunny.call('POST', `${path}/publication`), await sunny.call('POST', `${path}/publication`)]
	expect(twice.map(({ status, body }) => [status, body.version, body.status])).toEqual([
		[201, 1, 'published'],
		[200, 1, 'published'],
	])
	const changed = await sunny.call('PATCH', path, { stages: [first] })
	expect(changed.body).toMatchObject({ version: 2, status: 'draft', publishedVersion: 1 })
	expect((await sunny.call('GET', `${path}?version=1`)).body.stages).toEqual(made.body.stages)
	const broken = await sunny.call('PATCH', path, { stages: [] })
	expect(broken.status).toBe(200)
	const refused = await sunny.call('POST', `${path}/publication`)
	expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: 'stages', code: 'flow_without_steps' }] } })
})

test('PRJ-4: a project is moved by the API; the same move twice is a conflict that says what happened', async () => {
	const id = await begun(await published())
	const move = (body: object) => sunny.call('POST', `/projects/${id}/transitions`, body)
	const first = await move({ stepId: 'b', note: 'Handed in' })
	expect(first).toMatchObject({
		status: 201,
		body: { stepId: 'b', status: 'active', transition: { note: 'Handed in' } },
	})
	const second = await move({ stepId: 'b' })
	expect(second).toMatchObject({ status: 409, body: { type: 'urn:problem:already_there' } })
	expect(second.body.detail).toContain('CRM')
	expect(await move({ stepId: 'd', from: 'a' })).toMatchObject({
		status: 409,
		body: { type: 'urn:problem:moved_meanwhile' },
	})
	expect(await move({ stepId: 'nowhere' })).toMatchObject({ status: 422, body: { errors: [{ path: 'stepId' }] } })
	expect(await move({})).toMatchObject({ status: 422, body: { errors: [{ path: 'stepId', code: 'required' }] } })
	const undo = await sunny.call('DELETE', `/projects/${id}/transitions/${first.body.transition.id}`)
	expect(undo.status).toBe(204)
	expect((await sunny.call('GET', `/projects/${id}`)).body.stepId).toBe('a')
	const history = (await sunny.call('GET', `/projects/${id}/transitions`)).body.data
	expect(history.map((one: { kind: string; undoneAt: string | null }) => [one.kind, one.undoneAt !== null])).toEqual([
		['moved', true],
		['begun', false],
	])
})

test('PRJ-3: a failed project is begun again, one under way is not', async () => {
	const id = await begun(await published())
	expect((await sunny.call('POST', `/projects/${id}/restart`)).body.type).toBe('urn:problem:not_ended')
	await sunny.call('POST', `/projects/${id}/transitions`, { stepId: 'lost' })
	expect((await sunny.call('GET', `/projects/${id}`)).body.status).toBe('failed')
	const again = await sunny.call('POST', `/projects/${id}/restart`)
	expect(again).toMatchObject({ status: 201, body: { stepId: 'a', status: 'active' } })
	expect((await sunny.call('POST', `/projects/${id}/restart`)).status).toBe(409)
})

test('API-1: projects have filters, pages, external ids; what is not theirs is unknown', async () => {
	const flowId = await published()
	const body = { name: 'Barn', accountId: sunny.account.id, flowId }
	const put = [1, 2].map(() => sunny.call('PUT', '/projects/external/crm%2F7', body))
	expect((await Promise.all(put)).map(({ status }) => status).toSorted()).toEqual([200, 201])
	await begun(flowId)
	const first = await sunny.call('GET', `/projects?flowId=${flowId}&limit=1`)
	expect(first.body.data).toHaveLength(1)
	const second = await sunny.call('GET', `/projects?flowId=${flowId}&limit=1&cursor=${first.body.nextCursor}`)
	expect(second.body).toMatchObject({ data: [{ name: 'Roof' }], nextCursor: null })
	expect((await sunny.call('GET', '/projects?externalId=crm/7')).body.data).toMatchObject([{ name: 'Barn' }])
	const stranger = await company()
	const [{ id }] = first.body.data
	for (const path of [`/projects/${id}`, `/projects/${id}/transitions`, `/flows/${flowId}`])
		expect((await stranger.call('GET', path)).status).toBe(404)
	expect((await stranger.call('POST', `/projects/${id}/transitions`, { stepId: 'b' })).status).toBe(404)
	const foreign = await stranger.call('POST', '/projects', { ...body, accountId: stranger.account.id })
	expect(foreign).toMatchObject({ status: 422, body: { errors: [{ path: 'flowId', code: 'flow_not_published' }] } })
})

test('ACC-9: a contact is linked with a project by the API, and the link shows as one', async () => {
	const id = await begun(await published())
	const lender = await makeContact({ accounts: [sunny.account], kind: 'lender' })
	const linked = await sunny.call('PATCH', `/contacts/${lender.id}`, { links: [{ type: 'project', id }] })
	expect(linked).toMatchObject({ status: 200, body: { links: [{ type: 'project', id }] } })
	const unknown = await sunny.call('PATCH', `/contacts/${lender.id}`, { links: [{ type: 'project', id: 'prj_x' }] })
	expect(unknown).toMatchObject({ status: 422, body: { errors: [{ path: 'links.0.id', code: 'project_unknown' }] } })
})
