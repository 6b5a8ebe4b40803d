import { expect, test } from 'vitest'
import { mergeAccounts } from '#features/people/accounts/merging/writes.ts'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { assignConversation, setConversationStatus } from '../conversations/writes.ts'
import { inbox } from '../inbox/reads.ts'
import { listMessages } from '../reads.ts'
import { unreadForStaff } from '../unread/reads.ts'
import { markRead } from '../unread/writes.ts'
import { sendMessage } from '../writes.ts'

openDatabase()

test('MSG-1: of two conversations one is made in the order of time, and nobody overlooks what it had not read', async () => {
	const scope = await makeWorkspace()
	const [keep, gone] = [await makeAccount({ in: scope }), await makeAccount({ in: scope })]
	const maya = await makeContact({ accounts: [keep, gone] })
	const [dev, lena] = [await makeMember({ in: scope }), await makeMember({ in: scope, name: 'Lena Ortiz' })]
	const say = async (account: { id: string }, body: string) => {
		const sent = await sendMessage(maya.scope, { accountId: account.id }, { body })
		if (!sent.ok) throw new Error(sent.reason)
		return sent
	}
	await say(keep, 'first')
	const other = await say(gone, 'second')
	const last = await say(keep, 'third')
	for (const { scope: reader } of [dev, lena]) await markRead(reader, last.conversationId, last.messageId)
	await markRead(lena.scope, other.conversationId, other.messageId)
	await setConversationStatus(scope, last.conversationId, 'done')
	await assignConversation(scope, other.conversationId, lena.id)

	await mergeAccounts(systemScope(scope), keep.id, gone.id)
	const rows = await read(dev.scope, async (reader) => (await inbox(reader, { view: 'all' })).rows)
	expect(rows).toMatchObject([{ id: last.conversationId, status: 'open' }])
	const said = await read(maya.scope, (reader) => listMessages(reader, last.conversationId))
	expect(said?.messages.map(({ body }) => body)).toEqual(['first', 'second', 'third'])
	expect(await read(dev.scope, unreadForStaff)).toEqual({ unread: 1, waiting: 1 })
	expect(await read(lena.scope, unreadForStaff)).toEqual({ unread: 0, waiting: 1 })
	const mine = await read(lena.scope, (reader) => inbox(reader, { view: 'mine' }))
	expect(mine.rows.map(({ id }) => id)).toEqual([last.conversationId])
})
