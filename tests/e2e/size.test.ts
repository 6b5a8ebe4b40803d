import { writeFileSync } from 'node:fs'
import { test } from 'vitest'
import { sendMessage } from '#features/messages/writes.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { ask } from '#support/http.ts'
import { openDatabase } from '#support/open-database.ts'
import { startServer } from '#support/server.ts'
import { makeSession } from '#support/session.ts'
import { makeWorkspace } from '#support/workspace.ts'

const database = openDatabase()
test('size', async () => {
	const server = await startServer({ databaseUrl: database.url })
	const scope = await makeWorkspace({ slug: 'sunny' })
	const maya = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const sent = await sendMessage(maya.scope, { accountId: maya.accountId }, { body: 'x' })
	if (!sent.ok) throw 1
	const cookie = await makeSession(maya.scope)
	const page = await ask(`${server.urlOf('sunny')}/messages/${sent.conversationId}`, { cookie })
	writeFileSync('/tmp/messages/page.html', page.text)
	await server.stop()
})
