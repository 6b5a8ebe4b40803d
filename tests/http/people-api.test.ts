import { beforeAll, describe, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { read } from '#platform/db/db.ts'
import { useInstallation } from '#support/installation.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { answerApi } from '../../src/api.ts'
import { jobKinds } from '../../src/jobs.ts'

useInstallation(jobKinds)

type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
interface Answer {
	status: number
	headers: Headers
	// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever came.
	body: any
}

const grants = ['accounts', 'sites', 'contacts'].flatMap((one) => [`${one}:read`, `${one}:write`])

async function company(given = grants): Promise<{ call: Call; workspace: Workspace }> {
	const scope = await makeWorkspace({ language: 'es' })
	const workspace = await read(scope, currentWorkspace)
	const key = await createApiKey(scope, { name: 'CRM', grants: given })
	if (!key.ok) throw new Error(key.reason)
	const call: Call = async (method, path, body, headers = {}) => {
		const request = new Request(`http://x.localhost/api/v1${path}`, {
			method,
			headers: { authorization: `Bearer ${key.apiKey}`, 'content-type': 'application/json', ...headers },
			body: body === undefined ? undefined : JSON.stringify(body),
		})
		const response = await answerApi(request, { workspace, ip: '127.0.0.1', requestId: 'req' })
		const text = await response.text()
		return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null }
	}
	return { call, workspace }
}

let call: Call
let other: Call
beforeAll(async () => {
	call = (await company()).call
	other = (await company()).call
})

describe('API-1: accounts, sites and contacts', () => {
	test('are created with a Location, read, changed in part and archived', async () => {
		const made = await call('POST', '/accounts', { name: 'Reyes household', notes: 'Dog' })
		expect(made.status).toBe(201)
		expect(made.headers.get('location')).toBe(`/api/v1/accounts/${made.body.id}`)
		expect(made.body).toMatchObject({ kind: 'household', portalEnabled: true, externalId: null, notes: 'Dog' })
		const patched = await call('PATCH', `/accounts/${made.body.id}`, { portalEnabled: false })
		expect(patched.body).toMatchObject({ name: 'Reyes household', portalEnabled: false, notes: 'Dog' })
		expect((await call('DELETE', `/accounts/${made.body.id}`)).status).toBe(204)
		expect((await call('GET', `/accounts/${made.body.id}`)).status).toBe(404)
		expect((await call('DELETE', `/accounts/${made.body.id}`)).status).toBe(404)
		const archived = await call('GET', '/accounts?archived=true')
		expect(archived.body.data.map((row: { id: string }) => row.id)).toContain(made.body.id)
	})

	test('a site stands at an account; its address is replaced whole', async () => {
		const account = (await call('POST', '/accounts', { name: 'Hill' })).body
		const address = {
			line1: '1 Elm Ct',
			line2: 'Unit 2',
			city: 'Stowe',
			region: 'VT',
			postalCode: '5401',
			country: 'USA',
		}
		const location = { lat: 44.4, lng: -72.6 }
		const made = await call('POST', '/sites', { accountId: account.id, address, location })
		expect(made.body).toMatchObject({ address: { postalCode: '05401', country: 'US' }, location })
		const moved = await call('PATCH', `/sites/${made.body.id}`, { address: { line1: '2 Elm Ct' } })
		expect(moved.body.address).toMatchObject({ line1: '2 Elm Ct', line2: '', city: '' })
		expect((await call('GET', `/sites?accountId=${account.id}`)).body.data).toHaveLength(1)
		const unknown = await call('POST', '/sites', { accountId: 'acc_none', address })
		expect([unknown.status, unknown.body.errors[0].code]).toEqual([422, 'account_unknown'])
	})

	test('ACC-8, ACC-9: a contact has links and access areas; both are replaced whole', async () => {
		const account = (await call('POST', '/accounts', { name: 'Elm' })).body
		const links = [{ type: 'account', id: account.id }]
		const made = await call('POST', '/contacts', { firstName: 'Ana', phone: '(602) 823-8666', kind: 'lender', links })
		expect(made.body).toMatchObject({
			kind: 'lender',
			phone: '+16028238666',
			language: 'es',
			links,
			accessAreas: ['projects', 'documents'],
			portalStatus: 'notEnrolled',
			avatarUrl: null,
		})
		expect((await call('GET', '/contacts?phone=602-823-8666')).body.data[0].id).toBe(made.body.id)
		expect((await call('GET', `/contacts?accountId=${account.id}&kind=lender`)).body.data).toHaveLength(1)
		const changed = await call('PATCH', `/contacts/${made.body.id}`, { links: [], accessAreas: ['messages'] })
		expect(changed.body).toMatchObject({ links: [], accessAreas: ['messages'], firstName: 'Ana' })
	})

	test.each([
		['/contacts', { email: 'a@b' }, 'email', 'email_invalid'],
		['/contacts', {}, 'firstName', 'contact_empty'],
		['/contacts', { firstName: 'A', links: [{ type: 'account', id: 'acc_x' }] }, 'links.0.id', 'account_unknown'],
		['/contacts', { firstName: 'A', links: [{ type: 'project', id: 'prj_x' }] }, 'links.0.id', 'project_unknown'],
		['/contacts', { firstName: 'A', invite: true }, 'invite', 'invite_unreachable'],
		['/accounts', { name: ' ' }, 'name', 'name_missing'],
	])('%s with %o is refused at %s: %s', async (path, body, field, code) => {
		const answer = await call('POST', path, body)
		expect(answer.status).toBe(422)
		expect(answer.headers.get('content-type')).toBe('application/problem+json')
		expect(answer.body.errors).toEqual([{ path: field, code, message: expect.stringMatching(/ /) }])
	})

	test('a taken e-mail is a conflict', async () => {
		await call('POST', '/contacts', { email: 'taken@example.com' })
		const answer = await call('POST', '/contacts', { email: 'TAKEN@example.com' })
		expect([answer.status, answer.body.errors[0].code]).toEqual([409, 'email_taken'])
	})

	test('ACC-1: created with invite, a contact is invited at once', async () => {
		const made = await call('POST', '/contacts', { email: 'inv@example.com', invite: true })
		expect(made.body).toMatchObject({ portalStatus: 'invited' })
	})

	test.each(['accounts', 'contacts', 'sites'])('%s: upsert by external id answers 201, then 200', async (resource) => {
		const accountId = (await call('POST', '/accounts', { name: 'For sites' })).body.id
		const body = { name: 'N', firstName: 'F', accountId, address: { line1: '1 Main St' } }
		const first = await call('PUT', `/${resource}/external/crm 1`, body)
		const second = await call('PUT', `/${resource}/external/crm 1`, body)
		expect([first.status, second.status]).toEqual([201, 200])
		expect(second.body).toMatchObject({ id: first.body.id, externalId: 'crm 1' })
		expect((await call('GET', `/${resource}?externalId=crm%201`)).body.data).toHaveLength(1)
	})

	test('API-1: an upsert of a known record leaves alone what it does not name', async () => {
		const account = { name: 'Off', kind: 'organisation', portalEnabled: false }
		const { id } = (await call('PUT', '/accounts/external/keep', account)).body
		expect((await call('PUT', '/accounts/external/keep', { name: 'Off' })).body).toMatchObject(account)
		const links = [{ type: 'account', id }]
		const contact = { firstName: 'Ana', kind: 'lender', marketingOptIn: true, links, accessAreas: ['projects'] }
		await call('PUT', '/contacts/external/keep', contact)
		const again = await call('PUT', '/contacts/external/keep', { firstName: 'Anna' })
		expect(again.body).toMatchObject({ ...contact, firstName: 'Anna' })
	})

	test('lists go on by cursor and refuse one that is not theirs', async () => {
		const names = ['Pa', 'Pb', 'Pc'].map((n) => `${n} paged`)
		for (const name of names) await call('POST', '/accounts', { name })
		const first = await call('GET', '/accounts?q=paged&limit=2')
		const second = await call('GET', `/accounts?q=paged&limit=2&cursor=${first.body.nextCursor}`)
		expect([...first.body.data, ...second.body.data].map((row: { name: string }) => row.name)).toEqual(names)
		expect(second.body.nextCursor).toBeNull()
		for (const wrong of ['cursor=nonsense', 'limit=0', 'limit=201', 'kind=boss']) {
			expect((await call('GET', `/accounts?${wrong}`)).status).toBe(422)
		}
		expect((await call('GET', '/contacts?portalStatus=happy')).status).toBe(422)
	})

	test('what was archived comes back, two contacts become one, a note is written', async () => {
		const keep = (await call('POST', '/contacts', { firstName: 'Keep' })).body
		const gone = (await call('POST', '/contacts', { firstName: 'Gone', email: 'gone@example.com' })).body
		await call('DELETE', `/contacts/${gone.id}`)
		expect((await call('POST', `/contacts/${gone.id}/restoration`)).body).toMatchObject({ archivedAt: null })
		expect((await call('POST', `/contacts/${gone.id}/restoration`)).body.archivedAt).toBeNull()
		const merged = await call('POST', `/contacts/${keep.id}/merger`, { contactId: gone.id })
		expect(merged.body).toMatchObject({ id: keep.id, firstName: 'Keep', email: 'gone@example.com' })
		const again = await call('POST', `/contacts/${keep.id}/merger`, { contactId: gone.id })
		expect([again.status, again.body.errors[0].code]).toEqual([422, 'contact_unknown'])
		const account = (await call('POST', '/accounts', { name: 'Noted' })).body
		expect((await call('POST', `/accounts/${account.id}/notes`, { text: 'Beware of the goat' })).status).toBe(204)
		await call('DELETE', `/accounts/${account.id}`)
		expect((await call('POST', `/accounts/${account.id}/restoration`)).body.id).toBe(account.id)
		expect((await other('POST', `/accounts/${account.id}/notes`, { text: 'x' })).status).toBe(404)
		expect((await other('POST', `/contacts/${keep.id}/merger`, { contactId: keep.id })).status).toBe(404)
	})

	test('API-1: two accounts become one, and the same again changes nothing', async () => {
		const keep = (await call('POST', '/accounts', { name: 'Kept' })).body
		const gone = (await call('POST', '/accounts', { name: 'Gone', externalId: 'crm-gone', leadSource: 'Fair' })).body
		const site = await call('POST', '/sites', { accountId: gone.id, address: { line1: '1 Gone Rd', city: 'Longmont' } })
		for (const _ of ['once', 'again']) {
			const merged = await call('POST', `/accounts/${keep.id}/merger`, { accountId: gone.id })
			expect([merged.status, merged.body]).toMatchObject([
				200,
				{ id: keep.id, name: 'Kept', externalId: 'crm-gone', leadSource: 'Fair' },
			])
		}
		expect((await call('GET', `/sites/${site.body.id}`)).body.accountId).toBe(keep.id)
		for (const path of ['', '/restoration', '/notes']) {
			const answer = await call(
				path ? 'POST' : 'GET',
				`/accounts/${gone.id}${path}`,
				path === '/notes' ? { text: 'x' } : undefined,
			)
			expect(answer.status, path).toBe(404)
		}
		const codeFor = async (accountId: string) => {
			const refused = await call('POST', `/accounts/${keep.id}/merger`, { accountId })
			return [refused.status, refused.body.errors[0].code]
		}
		const third = (await call('POST', '/accounts', { name: 'Third' })).body
		await call('DELETE', `/accounts/${third.id}`)
		const theirs = (await other('POST', '/accounts', { name: 'Theirs' })).body
		expect(await codeFor(keep.id)).toEqual([422, 'account_itself'])
		expect(await codeFor(third.id)).toEqual([422, 'account_archived'])
		expect(await codeFor(theirs.id)).toEqual([422, 'account_unknown'])
		expect((await other('POST', `/accounts/${keep.id}/merger`, { accountId: theirs.id })).status).toBe(404)
		const { call: reading } = await company(['accounts:read'])
		expect((await reading('POST', `/accounts/${keep.id}/merger`, { accountId: third.id })).status).toBe(403)
		expect((await call('POST', `/accounts/${third.id}/merger`, { accountId: keep.id })).status).toBe(404)
	})

	test("another company's records are unknown", async () => {
		const account = (await call('POST', '/accounts', { name: 'Ours' })).body
		const contact = (
			await call('POST', '/contacts', { firstName: 'Ours', links: [{ type: 'account', id: account.id }] })
		).body
		for (const path of [`/accounts/${account.id}`, `/contacts/${contact.id}`]) {
			expect((await other('GET', path)).status).toBe(404)
			expect((await other('PATCH', path, {})).status).toBe(404)
			expect((await other('DELETE', path)).status).toBe(404)
		}
		const stolen = await other('POST', '/contacts', { firstName: 'X', links: [{ type: 'account', id: account.id }] })
		expect([stolen.status, stolen.body.errors[0].code]).toEqual([422, 'account_unknown'])
		expect((await other('GET', '/contacts?q=ours')).body.data).toEqual([])
	})
})
