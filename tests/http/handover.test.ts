import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { unzip } from '#support/zip.ts'

const database = openDatabase()
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web', dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

test('DOC-5: owners take their home file along; by the office’s form and by the API a site goes to another account, once', async () => {
	const scope = await makeWorkspace({ slug: 'sunny' })
	const [old, fresh] = [await makeAccount({ in: scope, name: 'Reyes' }), await makeAccount({ in: scope, name: 'Park' })]
	const [maya, noor] = [await makeContact({ accounts: [old] }), await makeContact({ accounts: [fresh] })]
	const site = await makeSite({ account: old, name: 'Home' })
	const permit = await makeDocument({
		account: old,
		siteId: site.id,
		folder: 'permits',
		title: 'Permit',
		sharedWithPortal: true,
	})
	const cookies = { maya: await makeSession(maya.scope), noor: await makeSession(noor.scope) }
	const staff = await makeSession((await makeMember({ in: scope })).scope)
	const made = await createApiKey(scope, { name: 'CRM', grants: ['sites:read', 'sites:write', 'documents:read'] })
	if (!made.ok) throw new Error(made.reason)
	const headers = { authorization: `Bearer ${made.apiKey}` }
	const at = (path: string) => server.urlOf('sunny') + path

	const file = await ask(at(`/sites/${site.id}/home-file`), { cookie: cookies.maya })
	expect([file.status, file.headers['content-type']]).toEqual([200, 'application/zip'])
	expect(Number(file.headers['content-length'])).toBe(file.bytes.length)
	expect(unzip(file.bytes).names).toEqual(['Permits/Permit.pdf', 'index.html'])
	expect((await ask(at(`/sites/${site.id}/home-file`), { cookie: cookies.noor })).status).toBe(404)
	expect(unzip((await ask(at(`/api/v1/sites/${site.id}/home-file`), { headers })).bytes).names).toHaveLength(2)

	const page = await ask(at(`/office/sites/${site.id}/handover?q=Park`), { cookie: staff })
	expect(page.text).toContain(`?to=${fresh.id}`)
	const form = (fields: Record<string, string>) =>
		ask(at(`/office/sites/${site.id}/handover?to=${fresh.id}`), {
			method: 'POST',
			cookie: staff,
			headers: { accept: 'text/html' },
			body: new URLSearchParams({ to: fresh.id, folder: 'permits', ...fields }),
		})
	const unsure = await form({})
	expect([unsure.status, unsure.text.includes('Tick this to go on')]).toEqual([422, true])
	expect((await form({ sure: 'on' })).headers.location).toBe(`/office/sites/${site.id}?handed`)
	expect((await form({ sure: 'on' })).status).toBe(409)
	const opened = async (cookie: typeof staff) => (await ask(at(`/files/${permit.id}`), { cookie })).status
	expect([await opened(cookies.maya), await opened(cookies.noor)]).toEqual([404, 200])

	const back = { headers, body: { accountId: old.id, folders: [] } }
	const wrong = await ask(at(`/api/v1/sites/${site.id}/handover`), { headers, body: { accountId: 'acc_unknown' } })
	expect([wrong.status, wrong.json()]).toMatchObject([
		422,
		{ errors: [{ path: 'accountId', code: 'account_unknown' }] },
	])
	const answer = await ask(at(`/api/v1/sites/${site.id}/handover`), back)
	expect([answer.status, answer.json()]).toMatchObject([201, { toAccountId: old.id, documents: 0 }])
	expect((await ask(at(`/api/v1/sites/${site.id}/handover`), back)).status).toBe(409)
	expect([await opened(cookies.maya), await opened(cookies.noor)]).toEqual([404, 200])
})
