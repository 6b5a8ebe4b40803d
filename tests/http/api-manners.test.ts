import { afterAll, beforeAll, expect, test } from 'vitest'
import { allGrants } from '#features/access/apiKeys/rules.ts'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { ask } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
let server: TestServer

beforeAll(async () => {
	server = await startServer({ databaseUrl: installation.url(), role: 'web' })
})
afterAll(() => server?.stop())

type Problem = { detail?: string; status: number; errors?: { path: string; code: string; message: string }[] }
interface Member {
	id: string
	externalId: string | null
	email: string
	name: string
	role: string
	status: string
}

let companies = 0
async function program() {
	const slug = `manners-${++companies}`
	const scope = await makeWorkspace({ slug })
	const made = await createApiKey(scope, { name: 'crm', grants: allGrants })
	if (!made.ok) throw new Error(made.reason)
	return (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
		ask(`${server.urlOf(slug)}/api/v1${path}`, {
			method,
			body,
			headers: { authorization: `Bearer ${made.apiKey}`, ...headers },
		})
}

test('API-1: every problem says in a sentence what is wrong', async () => {
	const call = await program()
	const refused = [
		await call('GET', '/contacts/con_nope'),
		await call('GET', '/nowhere'),
		await call('POST', '/accounts', { name: '' }),
		await call('GET', '/contacts?limit=201'),
		await call('GET', '/contacts', undefined, { authorization: 'Bearer x' }),
	]
	for (const answer of refused) {
		expect(answer.headers['content-type']).toBe('application/problem+json')
		const { detail, status } = answer.json<Problem>()
		expect(status).toBe(answer.status)
		expect(detail?.length).toBeGreaterThan(10)
	}
	expect(refused.map(({ status }) => status)).toEqual([404, 404, 422, 422, 401])
})

test('API-1: a body that is no JSON is malformed, whatever it calls itself', async () => {
	const call = await program()
	for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json']) {
		const answer = await call('POST', '/accounts', Buffer.from('name=x'), { 'content-type': type })
		expect([type, answer.status]).toEqual([type, 400])
		expect(answer.json<Problem>().detail).toContain('JSON')
	}
})

test('API-1: members come in pages, by an id of the other program too, and leave', async () => {
	const call = await program()
	const put = (id: string, body: object) => call('PUT', `/members/external/${id}`, body)
	const made = await put('M-1', { email: 'dev@sunny.example', name: 'Dev', role: 'office' })
	expect(made.status).toBe(201)
	const dev = made.json<Member>()
	expect(made.headers.location).toBe(`/api/v1/members/${dev.id}`)
	const again = await put('M-1', { email: 'dev@sunny.example', name: 'Dev Patel', role: 'admin' })
	expect([again.status, again.json<Member>()]).toMatchObject([200, { id: dev.id, name: 'Dev Patel', role: 'admin' }])
	expect((await put('M-2', { email: 'dev@sunny.example', role: 'office' })).status).toBe(409)
	const taken = await call('POST', '/members', { email: 'ann@sunny.example', role: 'office', externalId: 'M-1' })
	expect([taken.status, taken.json<Problem>().errors?.[0]?.path]).toEqual([409, 'externalId'])
	expect((await put('M-2', { email: 'ann@sunny.example', role: 'owner' })).status).toBe(201)
	const first = (await call('GET', '/members?limit=1')).json<{ data: Member[]; nextCursor: string | null }>()
	expect(first.data.map(({ email }) => email)).toEqual(['dev@sunny.example'])
	const rest = (await call('GET', `/members?limit=1&cursor=${first.nextCursor}`)).json<typeof first>()
	expect([rest.data.map(({ email }) => email), rest.nextCursor]).toEqual([['ann@sunny.example'], null])
	expect((await call('GET', '/members?externalId=M-1')).json<typeof first>().data).toHaveLength(1)
	expect((await call('GET', '/members?cursor=zzz')).status).toBe(422)
	expect((await call('DELETE', `/members/${dev.id}`)).status).toBe(204)
	expect((await call('GET', `/members/${dev.id}`)).json<Member>().status).toBe('deactivated')
	expect((await call('DELETE', '/members/mem_nope')).status).toBe(404)
})

test('API-1: a currency and a language are those that there are', async () => {
	const call = await program()
	for (const currency of ['XXX', 'usd', 'ABC', 7])
		expect((await call('PATCH', '/workspace', { currency })).json<Problem>().errors?.[0]?.code).toBe('currency_unknown')
	for (const currency of ['EUR', 'MXN', 'XOF', 'USD'])
		expect((await call('PATCH', '/workspace', { currency })).json()).toMatchObject({ currency })
	expect((await call('PATCH', '/workspace', { language: 'xx' })).json<Problem>().errors?.[0]?.code).toBe(
		'language_unknown',
	)
})

test('ACC-8: what a new contact of a kind sees is the company’s choice, and changes nothing for those who are there', async () => {
	const call = await program()
	const make = async (kind: string, more: object = {}) =>
		(await call('POST', '/contacts', { firstName: 'Ana', kind, ...more })).json<{ id: string; accessAreas: string[] }>()
	const before = await make('lender')
	expect(before.accessAreas).toEqual(['projects', 'documents'])
	const changed = await call('PATCH', '/workspace', { accessPresets: { lender: ['messages', 'documents'], other: [] } })
	expect(changed.json<{ accessPresets: object }>().accessPresets).toMatchObject({
		lender: ['documents', 'messages'],
		other: [],
		authority: ['documents', 'inspectionReports'],
	})
	expect((await make('lender')).accessAreas).toEqual(['documents', 'messages'])
	expect((await make('other')).accessAreas).toEqual([])
	expect((await make('lender', { accessAreas: ['projects'] })).accessAreas).toEqual(['projects'])
	const old = await call('GET', `/contacts/${before.id}`)
	expect(old.json<{ accessAreas: string[] }>().accessAreas).toEqual(['projects', 'documents'])
	const refused = await call('PATCH', '/workspace', { accessPresets: { lender: ['everything'] } })
	expect(refused.json<Problem>().errors?.[0]?.code).toBe('access_area_unknown')
})
