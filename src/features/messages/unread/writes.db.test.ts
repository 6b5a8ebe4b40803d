import { expect, test } from 'vitest'
import { read } from '#platform/db/db.ts'
import { makeContact } from '#support/contact.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { lastReceipt, listMessages } from '../reads.ts'
import { sendMessage } from '../writes.ts'
import { unreadForClient, unreadForStaff } from './reads.ts'
import { announceTyping, markRead } from './writes.ts'

openDatabase()

async function begin() {
	const maya = await makeContact()
	const dev = await makeMember({ in: maya.scope })
	const lena = await makeMember({ in: maya.scope, name: 'Lena Ortiz' })
	const say = async (who: typeof maya | typeof dev, body: string, internal = false) => {
		const to = { accountId: maya.accountId, contactId: maya.id }
		const sent = await sendMessage(who.scope, to, { body, internal })
		if (!sent.ok) throw new Error(sent.reason)
		return sent
	}
	return { maya, dev, lena, say }
}

test('MSG-1: what is unread is counted for each side, own messages and notes left out', async () => {
	const { maya, dev, lena, say } = await begin()
	expect(await read(maya.scope, unreadForClient)).toBe(0)
	const { conversationId } = await say(maya, 'Hello')
	await say(dev, 'A note', true)
	expect(await read(maya.scope, unreadForClient)).toBe(0)
	expect(await read(dev.scope, unreadForStaff)).toEqual({ unread: 1, waiting: 1 })
	await say(dev, 'One')
	const last = await say(dev, 'Two')
	expect(await read(maya.scope, unreadForClient)).toBe(2)
	expect(await read(dev.scope, unreadForStaff)).toEqual({ unread: 0, waiting: 0 })
	const again = await say(maya, 'And?')
	expect(await markRead(dev.scope, conversationId, again.messageId)).toBe(true)
	expect(await read(dev.scope, unreadForStaff)).toEqual({ unread: 0, waiting: 1 })
	expect(await read(lena.scope, unreadForStaff)).toEqual({ unread: 1, waiting: 1 })
	await markRead(maya.scope, conversationId, last.messageId)
	expect(await read(maya.scope, unreadForClient)).toBe(0)
})

test('MSG-1: a receipt says who saw it first and when; seen again changes nothing', async () => {
	const { maya, dev, lena, say } = await begin()
	const { conversationId, messageId } = await say(maya, 'Hello')
	const later = await say(maya, 'Anybody?')
	expect(await read(maya.scope, (reader) => lastReceipt(reader, conversationId))).toBeNull()
	expect(await markRead(dev.scope, conversationId, messageId)).toBe(true)
	expect(await markRead(dev.scope, conversationId, messageId)).toBe(true)
	const first = await read(maya.scope, (reader) => lastReceipt(reader, conversationId))
	expect(first).toMatchObject({ upTo: messageId, by: 'Dev Patel' })
	expect(await markRead(lena.scope, conversationId, later.messageId)).toBe(true)
	const { messages } = await read(maya.scope, (reader) => listMessages(reader, conversationId))
	expect(messages.map((message) => message.readBy)).toEqual(['Dev Patel', 'Lena Ortiz'])
	expect(messages[0]?.readAt).toBe(first?.at)
	const { rows } = await read(dev.scope, async ({ client }) =>
		client.query(`select actor_id, contact_id from events where type = 'message.read' order by id`),
	)
	expect(rows).toEqual([
		{ actor_id: dev.id, contact_id: maya.id },
		{ actor_id: lena.id, contact_id: maya.id },
	])
})

test('MSG-1: nobody marks or types in a conversation that is not theirs', async () => {
	const { maya, say } = await begin()
	const { conversationId, messageId } = await say(maya, 'Hello')
	const other = await makeContact()
	expect(await markRead(other.scope, conversationId, messageId)).toBe(false)
	expect(await announceTyping(other.scope, conversationId, 'Mallory')).toBe(false)
	expect(await announceTyping(maya.scope, conversationId, 'Maya')).toBe(true)
})

test('MSG-1: reading beyond the end stops at the last message', async () => {
	const { maya, dev, say } = await begin()
	const { conversationId } = await say(maya, 'Hello')
	expect(await markRead(dev.scope, conversationId, 'msg_zzzzzzzzzzzzzzzzzzzzzzzzzz')).toBe(true)
	await say(maya, 'New')
	expect(await read(dev.scope, unreadForStaff)).toEqual({ unread: 1, waiting: 1 })
})
