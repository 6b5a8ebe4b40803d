import sharp from 'sharp'
import { expect, test } from 'vitest'
import { sweepAttachments } from '#features/messages/attachments/sweeping/writes.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { theApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { formWith, makeDocument, pdf, storedKeys } from '#support/document.ts'
import { useInstallation } from '#support/installation.ts'
import { documentJobs } from '../jobs.ts'
import { removeDocuments, restoreDocuments } from '../keeping/writes.ts'
import type { DocumentRow } from '../reads.ts'
import { replaceUpload, restoreVersion } from '../versions/writes.ts'
import { purgeDocuments } from './writes.ts'

const { runJobs, advance } = useInstallation(documentJobs.filter(({ cron }) => !cron))
const day = 86_400

async function there(scope: SystemScope, { id, storageKey }: DocumentRow) {
	const row = await read(scope, async ({ client }) => {
		const { rows } = await client.query('select id from documents where id = $1', [id])
		return rows.length === 1
	})
	return { row, content: (await theApp().storage.stat(storageKey)) !== null }
}
const [whole, gone] = [
	{ row: true, content: true },
	{ row: false, content: false },
]

test('DOC-1: what was removed can be brought back for 30 days, and is gone after them', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	const [plan, kept, back] = [
		await makeDocument({ account, title: 'Plan' }),
		await makeDocument({ account }),
		await makeDocument({ account }),
	]
	const elsewhere = await makeDocument()
	await removeDocuments(scope, [plan.id, back.id])
	await removeDocuments(systemScope(elsewhere), [elsewhere.id])
	await restoreDocuments(scope, [back.id])
	advance(29 * day)
	await purgeDocuments(scope)
	await runJobs()
	expect(await there(scope, plan)).toEqual(whole)
	advance(31 * day)
	await purgeDocuments(scope)
	await runJobs()
	expect(await there(scope, plan)).toEqual(gone)
	expect(await restoreDocuments(scope, [plan.id])).toEqual([])
	for (const one of [kept, back]) expect(await there(scope, one)).toEqual(whole)
	expect(await there(systemScope(elsewhere), elsewhere)).toEqual(whole)
	const told = await read(scope, async ({ client }) => {
		const { rows } = await client.query("select data->>'title' as title from events where type = 'document.purged'")
		return rows
	})
	expect(told).toEqual([{ title: 'Plan' }])
})

test('DOC-1: with a document go the contents that it had, and with a content its smaller pictures', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	const kept = await makeDocument({ account })
	const picture = await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } })
		.jpeg()
		.toBuffer()
	const photo = await makeDocument({ account, content: picture, contentType: 'image/jpeg', filename: 'Roof.jpg' })
	await runJobs()
	// Its own content, one for lists and one for screens.
	expect(await storedKeys(account.workspaceId)).toHaveLength(4)
	await replaceUpload(scope, photo.id, formWith({}, [['v2.pdf', pdf()]]))
	await runJobs()
	expect(await storedKeys(account.workspaceId)).toHaveLength(3)
	await restoreVersion(scope, photo.id, '1')
	await runJobs()
	// Three contents and the smaller pictures of the one that counts again.
	expect(await storedKeys(account.workspaceId)).toHaveLength(5)
	await removeDocuments(scope, [photo.id])
	advance(31 * day)
	await purgeDocuments(scope)
	await runJobs()
	expect(await storedKeys(account.workspaceId)).toEqual([kept.storageKey])
})

test('MSG-1: files for a message that was never sent go after 7 days; those that were sent stay', async () => {
	const maya = await makeContact()
	const scope = systemScope({ workspaceId: maya.scope.workspaceId })
	const account = { id: maya.accountId, workspaceId: scope.workspaceId }
	const said = await sendMessage(maya.scope, { accountId: account.id }, { body: 'Hello' })
	if (!said.ok) throw new Error(said.reason)
	const { conversationId } = said
	const put = () => makeDocument({ account, conversationId, by: maya.scope })
	const [sent, unsent] = [await put(), await put()]
	const again = await sendMessage(maya.scope, { conversationId }, { body: '', attachments: [sent.id] })
	expect(again.ok).toBe(true)
	advance(6 * day)
	await sweepAttachments(scope)
	await runJobs()
	expect(await there(scope, unsent)).toEqual(whole)
	advance(8 * day)
	await sweepAttachments(scope)
	await runJobs()
	expect(await there(scope, unsent)).toEqual(gone)
	expect(await there(scope, sent)).toEqual(whole)
	// Removed by the company, it goes from the message too.
	advance(9 * day)
	await removeDocuments(scope, [sent.id])
	advance(40 * day)
	await purgeDocuments(scope)
	await runJobs()
	expect(await there(scope, sent)).toEqual(gone)
})
