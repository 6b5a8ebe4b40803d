import { afterAll, beforeAll, expect, test } from 'vitest'
import { changeMember } from '#features/access/members/writes.ts'
import { suspendContact } from '#features/access/suspension/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { read, thePool, write } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { ask } from '#support/http.ts'
import { openLine } from '#support/live.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeVisitor } from '#support/visitor.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { readTables } from '../access/rows.ts'

const database = openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

let server: TestServer
beforeAll(async () => {
	server = await startServer({ databaseUrl: database.url, dataDir: theApp().config.dataDir })
})
afterAll(() => server.stop())

let count = 0

/** A member in front of a contact with a document and a message that nobody has read yet. */
async function makeHouse(contact: Parameters<typeof makeContact>[0] = {}) {
	const slug = `house-${++count}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account], firstName: 'Maya', lastName: 'Reyes', ...contact })
	const dev = await makeMember({ in: scope })
	const plan = await makeDocument({ account, sharedWithPortal: true, title: 'Plan of the roof' })
	const sent = await sendMessage(dev.scope, { accountId: account.id, contactId: maya.id }, { body: 'Hello Maya' })
	if (!sent.ok) throw new Error(sent.reason)
	const member = makeVisitor(server.urlOf(slug))
	const { name, value } = await makeSession(dev.scope)
	member.cookies.set(name, value)
	const begin = () => member.post(`/office/contacts/${maya.id}?/preview`)
	return { slug, scope, account, maya, dev, plan, sent, member, begin, office: { name, value } }
}

/** All rows but those that tell of the preview itself. */
async function rowsOf(scope: Parameters<typeof read>[0]): Promise<string[]> {
	const tables = (await readTables(thePool())).filter(({ name }) => name !== 'events' && name !== 'previews')
	return read(scope, async ({ client }) => {
		const texts: string[] = []
		for (const { name } of tables) {
			const { rows } = await client.query(`select t::text as row from ${name} t order by 1`)
			texts.push(...rows.map(({ row }) => `${name} ${row}`))
		}
		return texts
	})
}

const eventsOf = (scope: Parameters<typeof read>[0]) =>
	read(scope, async ({ client }) => {
		const { rows } = await client.query(
			`select type, actor_id as by from events where type like 'contact.preview%' order by id`,
		)
		return rows as { type: string; by: string }[]
	})

test('ACC-12: a member sees what the contact sees, under a banner, and leaves no trace but in the audit log', async () => {
	const { scope, maya, dev, plan, sent, member, begin } = await makeHouse()
	const before = await rowsOf(scope)
	const begun = await begin()
	expect([begun.status, begun.headers.location]).toEqual([303, '/'])
	const home = await member.get('/')
	expect(home.text).toContain('You see the portal as Maya Reyes does.')
	expect(home.text).toContain('Hello Maya')
	for (const path of ['/files', `/files/${plan.id}`, `/files/${plan.id}/content`, `/messages/${sent.conversationId}`])
		expect((await member.get(path)).status, path).toBe(200)
	expect((await member.get(`/messages/${sent.conversationId}/reading?upTo=${sent.messageId}`)).status).toBe(204)
	expect((await member.get('/profile')).text).toContain(maya.email)
	// The office goes on beside it.
	expect((await member.get(`/office/contacts/${maya.id}`)).text).toContain('Portal previewed')
	const left = await member.post('/office/preview')
	expect(left.headers.location).toBe(`/office/contacts/${maya.id}`)
	expect((await member.get('/')).headers.location).toBe('/sign-in')
	expect(await rowsOf(scope)).toEqual(before)
	expect(await eventsOf(scope)).toEqual([
		{ type: 'contact.previewed', by: dev.id },
		{ type: 'contact.previewEnded', by: dev.id },
	])
})

test('ACC-12: every change answers 403, to a browser without scripts with a page that says why', async () => {
	const { scope, member, begin, sent, slug } = await makeHouse()
	await begin()
	const before = await rowsOf(scope)
	for (const path of [
		'/profile?/save',
		'/profile?/endOthers',
		'/files/uploads',
		`/messages/${sent.conversationId}/posts`,
		`/messages/${sent.conversationId}/reading`,
		`/messages/${sent.conversationId}/typing`,
		'/sign-out',
		'/language',
		'/no-such-page',
	]) {
		const answer = await member.post(path, { firstName: 'Eve', language: 'es' })
		expect([answer.status, answer.text.includes('Nothing was changed.')], path).toEqual([403, true])
		expect(answer.text, path).toContain('You see the portal as Maya Reyes does.')
	}
	const cookie = { name: 'portal_preview', value: member.cookies.get('portal_preview') ?? '' }
	for (const method of ['PUT', 'PATCH', 'DELETE'])
		expect((await ask(`${server.urlOf(slug)}/profile`, { method, cookie })).status).toBe(403)
	const headers = { accept: 'application/json', 'x-sveltekit-action': 'true' }
	const scripted = await ask(`${server.urlOf(slug)}/profile?/save`, { cookie, headers, body: new URLSearchParams() })
	expect([scripted.status, scripted.json<{ location: string }>().location]).toEqual([403, '/read-only?back=%2F'])
	expect(await rowsOf(scope)).toEqual(before)
})

test('ACC-12: even past the front door a preview cannot write', async () => {
	const { maya } = await makeHouse()
	const preview = { id: 'prv_1', memberId: 'mem_1', locale: 'en' as const }
	const { workspaceId, contactId, areas, accountIds, siteIds, locale } = maya.scope
	const scope = clientScope({ workspaceId, contactId, areas, accountIds, siteIds, locale, preview })
	await expect(write(scope, async () => 'written')).rejects.toThrow('a preview changes nothing')
	await expect(sendMessage(scope, { accountId: maya.accountId }, { body: 'x' })).rejects.toThrow()
})

test('ACC-12: the preview stands before a session of the portal in the same browser, and gives it back', async () => {
	const { account, member, begin } = await makeHouse()
	const noor = await makeContact({ accounts: [account], firstName: 'Noor', lastName: 'Haddad' })
	const own = await makeSession(noor.scope)
	member.cookies.set(own.name, own.value)
	expect((await member.get('/profile')).text).toContain('Noor')
	await begin()
	const shown = (await member.get('/profile')).text
	expect([shown.includes('Maya Reyes'), shown.includes('Noor')]).toEqual([true, false])
	await member.post('/office/preview')
	expect((await member.get('/profile')).text).toContain('Noor')
})

test.each(['suspended', 'notEnrolled'] as const)(
	'ACC-12: what a contact that is %s would see can be looked at',
	async (portalStatus) => {
		const { member, begin } = await makeHouse({ portalStatus })
		await begin()
		expect((await member.get('/files')).text).toContain('Plan of the roof')
	},
)

test('ACC-12: technicians do not preview, nor does anybody a contact of another company', async () => {
	const { scope, maya, slug } = await makeHouse()
	const other = await makeHouse()
	const tess = await makeMember({ in: scope, role: 'technician' })
	const post = async (where: string, cookie: { name: string; value: string }, id: string) =>
		(await ask(`${server.urlOf(where)}/office/contacts/${id}?/preview`, { cookie, body: new URLSearchParams() })).status
	expect(await post(slug, await makeSession(tess.scope), maya.id)).toBe(404)
	expect(await post(other.slug, other.office, maya.id)).toBe(404)
	expect(await eventsOf(scope)).toEqual([])
})

test.each([
	['signs out', ({ member }: House) => member.post('/office/sign-out')],
	['is deactivated', ({ scope, dev }: House) => changeMember(scope, dev.id, { active: false })],
	['is made a technician', ({ scope, dev }: House) => changeMember(scope, dev.id, { role: 'technician' })],
	['suspends the contact', ({ dev, maya }: House) => suspendContact(dev.scope, maya.id, '')],
] as const)('ACC-12: the preview, its live stream too, ends when the member %s', async (_, end) => {
	const house = await makeHouse()
	await house.begin()
	const cookie = { name: 'portal_preview', value: house.member.cookies.get('portal_preview') ?? '' }
	const line = await openLine(`${server.urlOf(house.slug)}/live`, cookie)
	expect(line.status).toBe(200)
	await line.until((block) => block.includes('event: open'))
	await end(house)
	await line.until((block) => block.includes('event: ended'))
	await line.ended
	const answer = await ask(`${server.urlOf(house.slug)}/files`, { cookie })
	expect(answer.headers.location).toContain('/sign-in')
	expect((await eventsOf(house.scope)).map(({ type }) => type)).toEqual(['contact.previewed', 'contact.previewEnded'])
})
type House = Awaited<ReturnType<typeof makeHouse>>
