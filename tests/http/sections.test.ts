import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey } from '#features/access/apiKeys/writes.ts'
import { linkContact } from '#features/people/links/writes.ts'
import type { AccessArea } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web' })
})
afterAll(() => server.stop())

/** The sections of the portal, with the area that shows each; home and the profile are everybody's. */
const sections: [path: string, area: AccessArea | null][] = [
	['/', null],
	['/projects', 'projects'],
	['/visits', 'visits'],
	['/files', 'documents'],
	['/pictures', 'documents'],
	['/messages', 'messages'],
	['/profile', null],
]
const paths = sections.map(([path]) => path)
const shownTo = (areas: readonly AccessArea[]) =>
	sections.filter(([, area]) => area === null || areas.includes(area)).map(([path]) => path)

let count = 0
async function makeCompany() {
	const slug = `sections-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const key = await createApiKey(scope, { name: 'CRM', grants: ['workspace:write'] })
	if (!key.ok) throw new Error(key.reason)
	const turn = (modules: object) =>
		ask(`${server.urlOf(slug)}/api/v1/workspace`, {
			method: 'PATCH',
			headers: { authorization: `Bearer ${key.apiKey}` },
			body: { modules },
		})
	/** What the navigation names and what opens, of all sections. */
	const seenBy = async (contact: Awaited<ReturnType<typeof makeContact>>) => {
		const cookie = await makeSession(contact.scope)
		const get = (path: string) => ask(server.urlOf(slug) + path, { cookie, headers: { accept: 'text/html' } })
		const home = (await get('/')).text
		const navigations = [...home.matchAll(/<nav[\s\S]*?<\/nav>/g)].map(([nav]) => nav).join('')
		const open = await Promise.all(
			paths.map(async (path) => {
				// Some lead on to the one thing that they would list.
				const { status, headers } = await get(path)
				const on = status === 303 && headers.location?.startsWith(`${path}/`)
				return status === 200 || on ? [path] : []
			}),
		)
		return { named: paths.filter((path) => navigations.includes(`href="${path}"`)), open: open.flat() }
	}
	return { scope, account, turn, seenBy }
}

const both = (list: string[]) => ({ named: list, open: list })

test.each<[string, AccessArea[]]>([
	['all of them', ['projects', 'documents', 'visits', 'messages']],
	['projects alone', ['projects']],
	['documents and visits', ['documents', 'visits']],
	['messages', ['messages']],
	['none', []],
])('HOM-2: a client sees the sections of its areas and no others: %s', async (_, accessAreas) => {
	const { account, seenBy } = await makeCompany()
	expect(await seenBy(await makeContact({ accounts: [account], accessAreas }))).toEqual(both(shownTo(accessAreas)))
})

test.each<[string, AccessArea]>([
	['projects', 'projects'],
	['documents', 'documents'],
	['messages', 'messages'],
])('HOM-2: what the company switched off is gone for everybody, and comes back: %s', async (module, gone) => {
	const { account, turn, seenBy } = await makeCompany()
	const areas: AccessArea[] = ['projects', 'documents', 'visits', 'messages']
	const maya = await makeContact({ accounts: [account], accessAreas: areas })
	expect((await turn({ [module]: false })).status).toBe(200)
	expect(await seenBy(maya)).toEqual(both(shownTo(areas.filter((area) => area !== gone))))
	expect((await turn({ [module]: true })).status).toBe(200)
	expect(await seenBy(maya)).toEqual(both(paths))
})

test('HOM-2: a lender has its projects and no other section; who is linked with nothing has none', async () => {
	const { scope, account, seenBy } = await makeCompany()
	const project = await makeProject({ account })
	const lender = await makeContact({ accounts: [], workspaceId: scope.workspaceId, kind: 'lender' })
	expect(await seenBy(lender)).toEqual(both(shownTo([])))
	await linkContact(scope, lender.id, { type: 'project', id: project.id })
	expect(await seenBy(lender)).toEqual(both(shownTo(['projects'])))
})
