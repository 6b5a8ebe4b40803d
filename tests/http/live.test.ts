import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { endSessions } from '#features/access/sessions/writes.ts'
import type { Posts } from '#features/messages/schema.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { write } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { openLine } from '#support/live.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
const dataDir = mkdtempSync(join(tmpdir(), 'tests-live-'))
let first: TestServer
let second: TestServer

beforeAll(async () => {
	;[first, second] = await Promise.all([
		startServer({ databaseUrl: database.url, role: 'web', dataDir }),
		startServer({ databaseUrl: database.url, role: 'web', dataDir }),
	])
})
afterAll(async () => {
	await Promise.all([first.stop('SIGKILL'), second.stop()])
	rmSync(dataDir, { recursive: true, force: true })
})

async function company(slug: string) {
	const scope = await makeWorkspace({ slug, name: slug })
	const maya = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const dev = await makeMember({ in: scope })
	return {
		slug,
		scope,
		maya: { ...maya, cookie: await makeSession(maya.scope) },
		dev: { ...dev, cookie: await makeSession(dev.scope) },
	}
}

const isMessage = (block: string) => block.includes('"message.sent"')

test('MSG-1: a message sent through one process reaches a client connected to the other; after a kill it reconnects and misses nothing', async () => {
	const { slug, maya, dev } = await company('sunny')
	const line = await openLine(`${second.urlOf(slug)}/live`, maya.cookie)
	expect(line.status).toBe(200)
	await line.until((block) => block.includes('event: open'))
	const sent = await sendMessage(dev.scope, { accountId: maya.accountId, contactId: maya.id }, { body: 'One' })
	if (!sent.ok) throw new Error(sent.reason)
	const base = `/messages/${sent.conversationId}/posts`
	expect(await line.until(isMessage)).toContain(sent.conversationId)
	const after = async (server: TestServer, id: string) =>
		(await ask(`${server.urlOf(slug)}${base}?after=${id}`, { cookie: maya.cookie })).json<Posts>()
	const known = (await after(second, '')).messages
	expect(known.map(({ body }) => body)).toEqual(['One'])

	await second.stop('SIGKILL')
	await line.ended
	await sendMessage(dev.scope, { conversationId: sent.conversationId }, { body: 'Two' })
	const again = await openLine(`${first.urlOf(slug)}/live`, maya.cookie)
	await again.until((block) => block.includes('event: open'))
	await sendMessage(dev.scope, { conversationId: sent.conversationId }, { body: 'Three' })
	await again.until(isMessage)
	const missed = (await after(first, known.at(-1)?.id ?? '')).messages
	expect(missed.map(({ body }) => body)).toEqual(['Two', 'Three'])
	again.close()
	second = await startServer({ databaseUrl: database.url, role: 'web', dataDir })
})

test('MSG-1: nobody hears another workspace, another account, or notes among colleagues', async () => {
	const one = await company('north')
	const two = await company('south')
	const neighbour = await makeContact({ accounts: [await makeAccount({ in: one.scope })] })
	const lines = await Promise.all([
		openLine(`${first.urlOf('north')}/live`, one.maya.cookie),
		openLine(`${first.urlOf('north')}/live`, await makeSession(neighbour.scope)),
		openLine(`${first.urlOf('south')}/office/live`, two.dev.cookie),
		openLine(`${first.urlOf('north')}/office/live`, one.dev.cookie),
	])
	const [mine, theirs, rivals, office] = lines
	if (!mine || !theirs || !rivals || !office) throw new Error('not open')
	await Promise.all(lines.map((line) => line.until((block) => block.includes('event: open'))))
	const say = (who: typeof one.dev | typeof neighbour, to: Parameters<typeof sendMessage>[1], more = {}) =>
		sendMessage(who.scope, to, { body: 'x', ...more })
	const begun = await say(one.dev, { accountId: one.maya.accountId, contactId: one.maya.id }, { internal: true })
	if (!begun.ok) throw new Error(begun.reason)
	await say(one.dev, { conversationId: begun.conversationId })
	const end = await say(neighbour, { accountId: neighbour.accountId })
	const rivalsEnd = await say(two.dev, { accountId: two.maya.accountId, contactId: two.maya.id })
	if (!end.ok || !rivalsEnd.ok) throw new Error('refused')
	expect(await mine.until((block) => block.startsWith('data'))).toContain('"message.sent"')
	expect(await theirs.until((block) => block.startsWith('data'))).toContain(end.messageId)
	expect(await rivals.until((block) => block.startsWith('data'))).toContain(rivalsEnd.messageId)
	expect(await office.until((block) => block.startsWith('data'))).toContain('"message.noted"')
	await office.until((block) => block.includes(end.messageId))
	for (const line of lines) line.close()
})

test('MSG-1: a stream of one host is not opened with the session of another, nor without one', async () => {
	const east = await company('east')
	await company('west')
	for (const slug of ['east', 'west']) {
		const cookie = slug === 'west' ? east.maya.cookie : { name: 'portal_session', value: 'none' }
		const answer = await ask(`${first.urlOf(slug)}/live`, { cookie })
		expect([answer.status, answer.headers.location]).toEqual([303, '/sign-in?next=%2Flive'])
	}
})

test('ACC-10: streams of all processes end with the session', async () => {
	const { slug, maya } = await company('ended')
	const lines = await Promise.all([first, second].map((server) => openLine(`${server.urlOf(slug)}/live`, maya.cookie)))
	await Promise.all(lines.map((line) => line.until((block) => block.includes('event: open'))))
	const system = systemScope({ workspaceId: maya.scope.workspaceId })
	await write(system, (writer) => endSessions(writer, { type: 'contact', id: maya.id }))
	for (const line of lines) {
		await line.until((block) => block.includes('event: ended'))
		await line.ended
	}
})

test('MSG-1: a process that is asked to stop ends its streams and goes', async () => {
	const { slug, maya } = await company('stopping')
	const line = await openLine(`${second.urlOf(slug)}/live`, maya.cookie)
	await line.until((block) => block.includes('event: open'))
	await Promise.all([second.stop(), line.ended])
	second = await startServer({ databaseUrl: database.url, role: 'web', dataDir })
})
