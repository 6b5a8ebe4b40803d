import fc from 'fast-check'
import { expect, test } from 'vitest'
import { read } from '#platform/db/db.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { conversationsOfClient, findConversation } from './conversations/reads.ts'
import { assignConversation, setConversationStatus, startConversation } from './conversations/writes.ts'
import { inbox } from './inbox/reads.ts'
import { findMessage, listMessages } from './reads.ts'
import { sendMessage } from './writes.ts'

openDatabase()

/** Sends, and expects that to work. */
async function say(scope: ClientScope | CompanyScope, to: Parameters<typeof sendMessage>[1], body: string, more = {}) {
	const sent = await sendMessage(scope, to, { body, ...more })
	if (!sent.ok) throw new Error(sent.reason)
	return sent
}

const bodies = async (scope: ClientScope | CompanyScope, conversationId: string) =>
	(await read(scope, (reader) => listMessages(reader, conversationId))).messages.map(({ body }) => body)

test('MSG-1: the first message begins the conversation of account and contact; both sides see it', async () => {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const first = await say(maya.scope, { accountId: maya.accountId }, '  Can the battery go outside?\r\n')
	const second = await say(dev.scope, { conversationId: first.conversationId }, 'Yes.')
	const third = await say(maya.scope, { accountId: maya.accountId }, 'Wonderful.')
	expect(new Set([first, second, third].map((sent) => sent.conversationId)).size).toBe(1)
	for (const scope of [maya.scope, dev.scope]) {
		expect(await bodies(scope, first.conversationId)).toEqual(['Can the battery go outside?', 'Yes.', 'Wonderful.'])
	}
	const { messages } = await read(maya.scope, (reader) => listMessages(reader, first.conversationId))
	expect(messages.map(({ author }) => [author.type, author.name])).toEqual([
		['contact', 'Maya Reyes'],
		['member', 'Dev Patel'],
		['contact', 'Maya Reyes'],
	])
})

test('MSG-1: an empty, a too long and a huge message are refused by name, and leave nothing', async () => {
	const maya = await makeContact()
	const to = { accountId: maya.accountId }
	expect(await sendMessage(maya.scope, to, { body: ' \n ' })).toEqual({ ok: false, reason: 'message_empty' })
	for (const length of [10_001, 1_000_000]) {
		const refused = await sendMessage(maya.scope, to, { body: 'x'.repeat(length) })
		expect(refused).toEqual({ ok: false, reason: 'message_too_long' })
	}
	expect(await read(maya.scope, conversationsOfClient)).toMatchObject([{ id: null }])
	await say(maya.scope, to, 'x'.repeat(10_000))
})

test('MSG-1: nobody but its contact and the office knows of a conversation', async () => {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const { conversationId, messageId } = await say(maya.scope, { accountId: maya.accountId }, 'Secret')
	const housemate = await makeContact({ accounts: [{ id: maya.accountId, workspaceId: maya.scope.workspaceId }] })
	const neighbour = await makeContact({ accounts: [await makeAccount({ in: maya.scope })] })
	const other = await makeContact()
	const rival = await makeMember({ in: other.scope, role: 'owner' })
	const technician = await makeMember({ in: maya.scope, role: 'technician' })
	const withoutArea = { ...maya.scope, areas: maya.scope.areas.filter((area) => area !== 'messages') }
	const unlinked = { ...maya.scope, accountIds: [] }
	for (const scope of [housemate, neighbour, other, rival, technician]
		.map((who) => who.scope)
		.concat(withoutArea, unlinked)) {
		expect(await read(scope, (reader) => findConversation(reader, conversationId))).toBeNull()
		expect(await read(scope, (reader) => findMessage(reader, messageId))).toBeNull()
		expect(await sendMessage(scope, { conversationId }, { body: 'Hello' })).toEqual({ ok: false, reason: 'not_found' })
	}
	expect(await sendMessage(neighbour.scope, { accountId: maya.accountId }, { body: 'Hi' })).toMatchObject({ ok: false })
	expect(await sendMessage(other.scope, { accountId: maya.accountId }, { body: 'Hi' })).toMatchObject({ ok: false })
	expect(await startConversation(rival.scope, { accountId: maya.accountId, contactId: maya.id })).toBeNull()
	expect((await read(rival.scope, (reader) => inbox(reader, { view: 'all' }))).rows).toEqual([])
	expect(await read(dev.scope, (reader) => findConversation(reader, conversationId))).toMatchObject({
		id: conversationId,
	})
	expect(await bodies(dev.scope, conversationId)).toEqual(['Secret'])
})

test('MSG-1: a note among colleagues never reaches the client', async () => {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const { conversationId } = await say(maya.scope, { accountId: maya.accountId }, 'Hello')
	const note = await say(dev.scope, { conversationId }, 'Owes us money', { internal: true })
	const tried = await say(maya.scope, { conversationId }, 'Not a note', { internal: true })
	expect(await bodies(maya.scope, conversationId)).toEqual(['Hello', 'Not a note'])
	expect(await bodies(dev.scope, conversationId)).toEqual(['Hello', 'Owes us money', 'Not a note'])
	expect(await read(maya.scope, (reader) => findMessage(reader, note.messageId))).toBeNull()
	const seen = await read(dev.scope, (reader) => findMessage(reader, tried.messageId))
	expect(seen?.message.internal).toBe(false)
	const [head] = await read(maya.scope, conversationsOfClient)
	expect(head).toMatchObject({ lastLine: 'Not a note' })
	const { rows } = await read(dev.scope, async ({ client }) =>
		client.query(`select type, contact_id from events where subject_id = $1`, [note.messageId]),
	)
	expect(rows).toEqual([{ type: 'message.noted', contact_id: null }])
})

test('MSG-1: sent again with the same key it is the same message, and the keys of others do not matter', async () => {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const to = { accountId: maya.accountId }
	const clientKey = 'key-of-the-page'
	const all = await Promise.all(
		Array.from({ length: 8 }, () => sendMessage(maya.scope, to, { body: 'Once', clientKey })),
	)
	const [first] = all
	if (!first?.ok) throw new Error('refused')
	expect(new Set(all.map((sent) => sent.ok && sent.messageId))).toEqual(new Set([first.messageId]))
	expect(all.filter((sent) => sent.ok && !sent.repeated)).toHaveLength(1)
	await say(dev.scope, { conversationId: first.conversationId }, 'Mine', { clientKey, internal: true })
	expect(await bodies(maya.scope, first.conversationId)).toEqual(['Once'])
	expect(await bodies(dev.scope, first.conversationId)).toEqual(['Once', 'Mine'])
})

test('MSG-1: of fifty who write at once, whoever asks for what came after the last one misses none', async () => {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const { conversationId, messageId } = await say(maya.scope, { accountId: maya.accountId }, 'start')
	let writing = true
	const sending = Promise.all(
		Array.from({ length: 50 }, (_, i) => say(i % 2 ? maya.scope : dev.scope, { conversationId }, `${i}`)),
	).finally(() => {
		writing = false
	})
	const heard: { id: string; body: string }[] = []
	let last = messageId
	for (let open = true; open; ) {
		open = writing
		const { messages } = await read(maya.scope, (reader) =>
			listMessages(reader, conversationId, { after: last, limit: 3 }),
		)
		heard.push(...messages)
		last = messages.at(-1)?.id ?? last
		if (messages.length > 0) open = true
	}
	await sending
	expect(heard.map(({ body }) => Number(body)).sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i))
	expect(heard.map(({ id }) => id)).toEqual(heard.map(({ id }) => id).sort())
})

test('MSG-1: pages of any size backwards and forwards give the same conversation', async () => {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const { conversationId } = await say(maya.scope, { accountId: maya.accountId }, '0')
	for (let i = 1; i < 12; i++) await say(dev.scope, { conversationId }, `${i}`, { internal: i % 3 === 0 })
	const page = (range: Parameters<typeof listMessages>[2]) =>
		read(maya.scope, (reader) => listMessages(reader, conversationId, range))
	const whole = (await page({})).messages
	expect(whole.map(({ body }) => body)).toEqual(['0', '1', '2', '4', '5', '7', '8', '10', '11'])
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 12 }), async (limit) => {
			const back = [...(await page({ limit })).messages]
			for (let more = true; more; ) {
				const earlier = await page({ before: back[0]?.id, limit })
				back.unshift(...earlier.messages)
				more = earlier.more
			}
			const forth = [whole[0]]
			for (let more = true; more; ) {
				const later = await page({ after: forth.at(-1)?.id, limit })
				forth.push(...later.messages)
				more = later.more
			}
			expect([back, forth]).toEqual([whole, whole])
		}),
		{ numRuns: 12 },
	)
})

test('MSG-1: the office assigns, puts away, and the client takes it up again by writing', async () => {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const stranger = await makeMember()
	const { conversationId } = await say(maya.scope, { accountId: maya.accountId }, 'Hello')
	expect(await assignConversation(dev.scope, conversationId, stranger.id)).toEqual({
		ok: false,
		reason: 'member_unknown',
	})
	expect(await assignConversation(stranger.scope, conversationId, stranger.id)).toEqual({
		ok: false,
		reason: 'not_found',
	})
	expect(await assignConversation(dev.scope, conversationId, dev.id)).toEqual({ ok: true })
	const view = async (which: 'mine' | 'done' | 'waiting' | 'all') =>
		(await read(dev.scope, (reader) => inbox(reader, { view: which }))).rows.map((row) => row.status)
	expect([await view('mine'), await view('waiting'), await view('done')]).toEqual([['open'], ['open'], []])
	await setConversationStatus(dev.scope, conversationId, 'done')
	expect([await view('mine'), await view('waiting'), await view('done')]).toEqual([['done'], [], ['done']])
	await say(dev.scope, { conversationId }, 'One more thing')
	expect(await view('done')).toEqual(['done'])
	await say(maya.scope, { conversationId }, 'Yes?')
	expect([await view('done'), await view('waiting')]).toEqual([[], ['open']])
})

test('MSG-1: the inbox finds by names and by what was written, page by page', async () => {
	const scope = await makeWorkspace()
	const dev = await makeMember({ in: scope })
	const people = []
	for (let i = 0; i < 7; i++) {
		const account = await makeAccount({ in: scope, name: `Household ${i}` })
		people.push(
			await makeContact({
				accounts: [account],
				firstName: `Ana${i}`,
				sortName: `reyes ana${i}`,
				search: `reyes ana${i}`,
			}),
		)
	}
	for (const [i, who] of people.entries()) await say(who.scope, { accountId: who.accountId }, `Der Östergård-Plan ${i}`)
	const find = (q: string, cursor?: string, limit?: number) =>
		read(dev.scope, (reader) => inbox(reader, { view: 'all', q, cursor, limit }))
	expect((await find('osterg plan')).rows).toHaveLength(7)
	expect((await find('ÖSTERGÅRD 3')).rows.map((row) => row.accountName)).toEqual(['Household 3'])
	expect((await find('ana5')).rows.map((row) => row.contactName)).toEqual(['Ana5 Reyes'])
	expect((await find('50% _ \\')).rows).toEqual([])
	expect((await find('tergard')).rows).toEqual([])
	const pages: string[] = []
	for (let cursor: string | undefined | null; cursor !== null; ) {
		const page = await find('', cursor, 3)
		pages.push(page.rows.map((row) => row.accountName.slice(-1)).join(''))
		cursor = page.nextCursor
	}
	expect(pages).toEqual(['654', '321', '0'])
})
