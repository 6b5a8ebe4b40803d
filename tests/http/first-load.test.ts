import { afterAll, beforeAll, expect, test } from 'vitest'
import { requestInput } from '#features/documentRequests/schema.ts'
import { askForDocument } from '#features/documentRequests/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDrawing } from '#support/drawing.ts'
import { type Ask, ask } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeProject } from '#support/project.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
let client: Ask
let projectId: string
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web' })
	const maya = await makeContact({ accounts: [await makeAccount({ in: await makeWorkspace({ slug: 'sunny' }) })] })
	const { workspaceId } = maya.scope
	const project = await makeProject({ account: { id: maya.accountId, workspaceId } })
	projectId = project.id
	const request = requestInput.parse({ projectId, title: 'Bill' })
	await askForDocument(systemScope({ workspaceId }), request, { tell: false })
	await makeDrawing(systemScope({ workspaceId }), projectId)
	await sendMessage(maya.scope, { accountId: maya.accountId }, { body: 'Hello' })
	client = { cookie: await makeSession(maya.scope) }
})
afterAll(() => server.stop())

/** A page as a browser would get it, over redirects. */
async function open(path: string): Promise<{ url: string; html: string }> {
	const url = server.urlOf('sunny') + path
	const answer = await ask(url, path === '/sign-in' ? {} : client)
	const { location } = answer.headers
	return location ? open(location) : { url, html: answer.text }
}

/** Bytes on the wire, packed as a browser asks for it, of what a page loads before it lives. */
async function loaded(path: string): Promise<{ scripts: number; all: number }> {
	const { url, html } = await open(path)
	const addresses = [...html.matchAll(/"([^"]*\/_app\/immutable\/[^"]+\.(?:js|css|woff2))"/g)].map(
		(found) => found[1] ?? '',
	)
	const sizes = await Promise.all(
		[...new Set(addresses)].map(async (address) => {
			const file = await ask(new URL(address, url).href, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } })
			expect([file.status, address]).toEqual([200, address])
			return { address, bytes: Number(file.headers['content-length']) }
		}),
	)
	const sum = (of: (address: string) => boolean) =>
		sizes.filter(({ address }) => of(address)).reduce((total, { bytes }) => total + bytes, 0)
	return { scripts: sum((address) => address.endsWith('.js')), all: sum(() => true) }
}

const kB = 1024

test.each([
	'/',
	'/projects',
	'/projects/[id]',
	'/projects/[id]/drawing',
	'/messages',
	'/files',
	'/pictures',
	'/profile',
	'/sign-in',
])('HOM-4: the first load of %s is under 60 kB of scripts and 150 kB in all', async (path) => {
	const { scripts, all } = await loaded(path.replace('[id]', projectId))
	expect(scripts).toBeGreaterThan(20 * kB)
	expect(scripts).toBeLessThan(60 * kB)
	expect(all).toBeLessThan(150 * kB)
})

test('HOM-4: the styles of a page are found from whatever page it is gone to', async () => {
	const route = await ask(`${server.urlOf('sunny')}/__route.js`, client)
	const styles = [...route.text.matchAll(/'([^']+\.css)'/g)].map(([, path]) => path)
	expect(styles.length).toBeGreaterThan(0)
	expect(styles.filter((path) => !path?.startsWith('/_app/'))).toEqual([])
})
