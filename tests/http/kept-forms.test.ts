import { afterAll, beforeAll, expect, test } from 'vitest'
import { endSessions } from '#features/access/sessions/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { read, write } from '#platform/db/db.ts'
import type { ClientScope, StaffScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { type Answer, ask } from '#support/http.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
let server: TestServer
let maya: Awaited<ReturnType<typeof makeContact>>
let noor: Awaited<ReturnType<typeof makeContact>>
let member: Awaited<ReturnType<typeof makeMember>>
let conversation: string
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, role: 'web' })
	const scope = await makeWorkspace({ slug: 'sunny' })
	maya = await makeContact({ accounts: [await makeAccount({ in: scope })], firstName: 'Maya' })
	noor = await makeContact({ accounts: [await makeAccount({ in: scope })], firstName: 'Noor' })
	member = await makeMember({ in: scope })
	const sent = await sendMessage(maya.scope, { accountId: maya.accountId }, { body: 'Hello' })
	if (sent.ok) conversation = sent.conversationId
})
afterAll(() => server.stop())

/** A browser without scripts: its cookies, and what it sends. */
function openTab(...cookies: { name: string; value: string }[]) {
	const jar = new Map(cookies.map(({ name, value }) => [name, value]))
	const go = async (path: string, body?: URLSearchParams | FormData, headers: Record<string, string> = {}) => {
		const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
		const answer = await ask(server.urlOf('sunny') + path, {
			headers: { accept: 'text/html,*/*;q=0.8', cookie, ...headers },
			...(body && { body }),
		})
		for (const set of answer.headers['set-cookie'] ?? []) {
			const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
			if (/max-age=0/i.test(set) || value === '') jar.delete(name)
			else jar.set(name, value)
		}
		return answer
	}
	return { jar, go }
}

async function endOf(scope: ClientScope | StaffScope): Promise<void> {
	const who =
		scope.kind === 'client'
			? ({ type: 'contact', id: scope.contactId } as const)
			: ({ type: 'member', id: scope.memberId } as const)
	await write(scope, (writer) => endSessions(writer, who))
}

/** Somebody has a page open, and the session ends before the form on it is sent. */
async function interrupted(scope: ClientScope | StaffScope, page: string) {
	const tab = openTab(await makeSession(scope))
	expect((await tab.go(page)).status).toBe(200)
	await endOf(scope)
	return tab
}

async function signIn(tab: ReturnType<typeof openTab>, scope: ClientScope | StaffScope): Promise<void> {
	const { name, value } = await makeSession(scope)
	tab.jar.set(name, value)
}

const details = (lastName: string) =>
	new URLSearchParams({ firstName: 'Maya', lastName, email: maya.email ?? '', phone: '', language: 'en' })
const fieldsOf = ({ text }: Answer) =>
	Object.fromEntries(
		[...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]),
	)
const kept = () => read(maya.scope, async ({ client }) => (await client.query('select * from kept_forms')).rows)

test('ACC-7: a profile sent after the session ended waits for its writer, who can send it after signing in', async () => {
	const tab = await interrupted(maya.scope, '/profile')
	const away = await tab.go('/profile?/save', details('Olsen <b>'))
	expect([away.status, away.headers.location]).toEqual([303, '/sign-in?next=%2Fkept'])
	expect((await tab.go('/sign-in?next=%2Fkept')).text).toContain('What you wrote is kept')
	expect(JSON.stringify(await kept())).not.toContain('Olsen')
	expect((await tab.go('/kept')).headers.location).toBe('/sign-in?next=%2Fkept')
	await signIn(tab, maya.scope)
	const page = await tab.go('/kept')
	expect(page.text).toMatch(/<li dir="auto"[^>]*>Olsen &lt;b><\/li>/)
	expect(page.text).toContain('action="/profile?/save"')
	expect(fieldsOf(page)).toMatchObject({ firstName: 'Maya', lastName: 'Olsen &lt;b>', language: 'en' })
	const sent = await tab.go('/profile?/save', details('Olsen'))
	expect(sent.headers.location).toBe('/profile?done=saved')
	expect((await tab.go('/kept')).headers.location).toBe('/')
})

test('ACC-7: nobody else who signs in on that browser sees it or can send it', async () => {
	const tab = await interrupted(maya.scope, '/profile')
	await tab.go('/profile?/save', details('Privately'))
	await signIn(tab, noor.scope)
	const page = await tab.go('/kept')
	expect([page.status, page.headers.location]).toEqual([303, '/'])
	expect(page.text).not.toContain('Privately')
	await tab.go('/kept?/discard', new URLSearchParams())
	const other = openTab(await makeSession(maya.scope))
	expect((await other.go('/kept')).headers.location).toBe('/')
})

test('ACC-7: a message with a file waits without the file, line by line', async () => {
	const tab = await interrupted(maya.scope, `/messages/${conversation}`)
	const form = new FormData()
	form.set('clientKey', crypto.randomUUID())
	form.set('text', 'The roof\r\nis fine')
	form.set('file', new File([Buffer.alloc(300_000)], 'roof.jpg', { type: 'image/jpeg' }))
	const away = await tab.go(`/messages/${conversation}/posts`, form)
	expect(away.headers.location).toBe('/sign-in?next=%2Fkept')
	await signIn(tab, maya.scope)
	const page = await tab.go('/kept')
	expect(page.text).toMatch(/<li dir="auto"[^>]*>The roof\s+is fine<\/li>/)
	expect(page.text).toContain('Files cannot be kept')
	expect(page.text).toContain('enctype="multipart/form-data"')
})

test('ACC-7: thrown away, it is gone', async () => {
	const tab = await interrupted(maya.scope, '/profile')
	await tab.go('/profile?/save', details('Nonsense'))
	await signIn(tab, maya.scope)
	const before = (await kept()).length
	expect((await tab.go('/kept?/discard', new URLSearchParams())).headers.location).toBe('/')
	expect((await kept()).length).toBe(before - 1)
	expect(tab.jar.has('portal_kept')).toBe(false)
})

test('ACC-7: what members typed waits in the office, without passwords', async () => {
	const tab = await interrupted(member.scope, '/office/contacts/new')
	const typed = new URLSearchParams({ firstName: 'Ana', email: 'ana@example.com', password: 'hunter2hunter2' })
	const away = await tab.go('/office/contacts/new?/create', typed)
	expect(away.headers.location).toBe('/office/sign-in?next=%2Foffice%2Fkept')
	expect((await tab.go('/office/sign-in?next=%2Foffice%2Fkept')).text).toContain('What you wrote is kept')
	await signIn(tab, member.scope)
	const page = await tab.go('/office/kept')
	expect(fieldsOf(page)).toEqual({ firstName: 'Ana', email: 'ana@example.com' })
	expect(page.text).not.toContain('hunter2')
})

test('ACC-7: a browser that tells nothing keeps it too, for a shorter while', async () => {
	const tab = openTab()
	await tab.go('/profile?/save', details('Nameless'))
	const [row] = (await kept()).filter(({ author }) => author === null)
	expect(row.expires_at.getTime() - Date.now()).toBeLessThan(11 * 60_000)
	await signIn(tab, maya.scope)
	expect((await tab.go('/kept')).text).toContain('Nameless')
})

test.each([
	['a button without typing', () => new URLSearchParams({ session: 'ses_01h455vb4pex5vsknk084sn02q' }), {}],
	['far too much', () => details('x'.repeat(70_000)), {}],
	['far more than that', () => details('x'.repeat(300_000)), {}],
	[
		'a form that a script sends',
		() => details('Scripted'),
		{ accept: 'application/json', 'x-sveltekit-action': 'true' },
	],
])('ACC-7: %s is not kept, and leads to sign-in as ever', async (_, body, headers) => {
	const tab = openTab()
	const before = (await kept()).length
	const answer = await tab.go('/profile?/save', body(), headers)
	expect(`${answer.headers.location} ${answer.text}`).toMatch(/\/sign-in\?next=%2Fprofile/)
	expect((await kept()).length).toBe(before)
})

test('ACC-7: a form from another site is refused before anything is kept', async () => {
	const before = (await kept()).length
	const answer = await openTab().go('/profile?/save', details('Forged'), { 'sec-fetch-site': 'cross-site' })
	expect(answer.status).toBe(403)
	expect((await kept()).length).toBe(before)
})
