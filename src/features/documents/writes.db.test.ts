import sharp from 'sharp'
import { afterEach, expect, test } from 'vitest'
import { theApp } from '#platform/app/app.ts'
import { setClock } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { newKey } from '#platform/files/storage.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { formWith as form, makeDocument, pdf, storedKeys as stored } from '#support/document.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { changeDocument, moveDocuments, removeDocuments, restoreDocuments, shareDocuments } from './keeping/writes.ts'
import { countFolders, findDocument, listDocuments } from './reads.ts'
import { makeThumbnail } from './thumbnails/writes.ts'
import { storagePrefix, sweepFiles } from './uploads/writes.ts'
import { noteView } from './views/writes.ts'
import { storeUpload } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail'] })
openStorage()
afterEach(() => setClock())

/** Every look at the clock is a second later, so that what follows on another also sorts after it. */
function tick() {
	let seconds = 0
	setClock(() => new Date(Date.UTC(2026, 2, 1, 12, 0, seconds++)))
}

async function eventsOf(scope: Scope, subject: string): Promise<string[]> {
	return read(scope, async ({ client }) => {
		const { rows } = await client.query('select type, account_id from events where subject_id = $1 order by id', [
			subject,
		])
		return rows.map((row) => row.type)
	})
}

const titles = async (scope: Scope, filter = {}) =>
	(await read(scope, (reader) => listDocuments(reader, filter, { limit: 50 }))).rows.map(({ title }) => title)

test('DOC-1: an uploaded file is a document with its content, and its account hears of it', async () => {
	const account = await makeAccount()
	const { scope } = await makeMember({ in: systemScope(account) })
	const content = pdf()
	const fields = { accountId: account.id, folder: 'contracts', sharedWithPortal: 'on' }
	const done = await storeUpload(scope, form(fields, [['Contrato “Sol”.pdf', content]]))
	if (!done.ok) throw new Error(done.reason)
	const [document] = done.documents
	expect(document).toMatchObject({
		title: 'Contrato “Sol”',
		folder: 'contracts',
		contentType: 'application/pdf',
		size: content.length,
	})
	expect((await eventsOf(scope, document!.id)).sort()).toEqual(['document.shared', 'document.uploaded'])
	expect(await stored(account.workspaceId)).toEqual([document!.storageKey])
	expect(await read(scope, (reader) => findDocument(reader, document!.id))).toMatchObject({
		authorName: 'Dev Patel',
		accountName: account.name,
	})
})

test('DOC-2: a client adds only to what it is linked with; what is refused leaves nothing behind', async () => {
	const maya = await makeContact()
	const neighbour = await makeAccount({ in: maya.scope })
	const elsewhere = await makeAccount()
	for (const accountId of [neighbour.id, elsewhere.id, newId('acc'), 'x']) {
		const refused = await storeUpload(maya.scope, form({ accountId }))
		expect(refused).toMatchObject({
			ok: false,
			reason: 'invalid',
			errors: [{ path: 'accountId', code: 'account_unknown' }],
		})
	}
	const site = await makeSite({ account: neighbour })
	const refused = await storeUpload(maya.scope, form({ accountId: maya.accountId, siteId: site.id }))
	expect(refused).toMatchObject({ ok: false, errors: [{ path: 'siteId', code: 'site_unknown' }] })
	expect(await stored(maya.scope.workspaceId)).toEqual([])
	const done = await storeUpload(maya.scope, form({ accountId: maya.accountId }), {
		fixed: { folder: 'clientDocuments', sharedWithPortal: 'true' },
	})
	expect(done).toMatchObject({ ok: true, documents: [{ folder: 'clientDocuments', authorId: maya.id }] })
})

test('DOC-2: what a form may not decide is decided for it', async () => {
	const maya = await makeContact()
	const fields = { accountId: maya.accountId, folder: 'contracts', sharedWithPortal: 'false', externalId: 'crm-1' }
	const done = await storeUpload(maya.scope, form(fields), {
		fixed: { folder: 'clientDocuments', sharedWithPortal: 'true', externalId: '' },
	})
	expect(done).toMatchObject({
		ok: true,
		documents: [{ folder: 'clientDocuments', sharedWithPortal: true, externalId: null }],
	})
})

test('DOC-1: several files of one form are several documents, or none', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	const good: [string, Uint8Array] = ['a.pdf', pdf()]
	const refused = await storeUpload(
		scope,
		form({ accountId: account.id }, [good, ['b.pdf', Buffer.from('MZ program')]]),
	)
	expect(refused).toMatchObject({ ok: false, reason: 'typeRefused', filename: 'b.pdf', type: 'executable' })
	expect(await stored(account.workspaceId)).toEqual([])
	expect(await titles(scope)).toEqual([])
	await storeUpload(scope, form({ accountId: account.id }, [good, ['b.pdf', pdf()]]))
	expect((await titles(scope)).sort()).toEqual(['a', 'b'])
})

test('DOC-1: share, rename, move, remove and undo each tell once', async () => {
	tick()
	const account = await makeAccount()
	const scope = systemScope(account)
	const { id } = await makeDocument({ account, title: 'Permit' })
	expect(await shareDocuments(scope, [id], true)).toHaveLength(1)
	expect(await shareDocuments(scope, [id], true)).toHaveLength(0)
	expect(await changeDocument(scope, id, { title: 'Building permit' })).toMatchObject({ ok: true })
	expect(await changeDocument(scope, id, { title: 'Building permit' })).toMatchObject({ ok: true })
	expect(await moveDocuments(scope, [id], 'permits')).toHaveLength(1)
	expect(await shareDocuments(scope, [id], false)).toHaveLength(1)
	expect(await removeDocuments(scope, [id])).toHaveLength(1)
	expect(await removeDocuments(scope, [id])).toHaveLength(0)
	expect(await titles(scope)).toEqual([])
	expect(await changeDocument(scope, id, { title: 'Gone' })).toEqual({ ok: false, reason: 'unknown' })
	expect(await restoreDocuments(scope, [id])).toHaveLength(1)
	expect(await titles(scope, { folder: 'permits' })).toEqual(['Building permit'])
	const kinds = ['uploaded', 'shared', 'renamed', 'moved', 'unshared', 'removed', 'restored']
	expect(await eventsOf(scope, id)).toEqual(kinds.map((kind) => `document.${kind}`))
})

test('DOC-1: nobody changes the documents of another workspace', async () => {
	const mine = await makeDocument({ title: 'Mine', sharedWithPortal: true })
	const intruder = await makeWorkspace()
	expect(await shareDocuments(intruder, [mine.id], false)).toEqual([])
	expect(await moveDocuments(intruder, [mine.id], 'permits')).toEqual([])
	expect(await removeDocuments(intruder, [mine.id])).toEqual([])
	expect(await changeDocument(intruder, mine.id, { title: 'Yours' })).toEqual({ ok: false, reason: 'unknown' })
	await removeDocuments(systemScope(mine), [mine.id])
	expect(await restoreDocuments(intruder, [mine.id])).toEqual([])
})

test('API-1: an external id names one document of a workspace', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	await makeDocument({ account, externalId: 'crm-7' })
	const taken = { reason: 'invalid', path: 'externalId', code: 'external_id_taken' }
	const again = await storeUpload(scope, form({ accountId: account.id, externalId: 'crm-7' }))
	expect(again).toMatchObject({
		ok: false,
		reason: 'invalid',
		errors: [{ path: 'externalId', code: 'external_id_taken' }],
	})
	const other = await makeDocument({ account })
	expect(await changeDocument(scope, other.id, { externalId: 'crm-7' })).toMatchObject(taken)
	await makeDocument({ externalId: 'crm-7' })
})

test('DOC-1: pages lead through all documents, newest first, and back', async () => {
	tick()
	const account = await makeAccount()
	const scope = systemScope(account)
	for (const title of ['1', '2', '3', '4', '5']) await makeDocument({ account, title })
	const page = (place: { after?: string | null; before?: string | null }) =>
		read(scope, (reader) => listDocuments(reader, { accountId: account.id }, { ...place, limit: 2 }))
	const names = (rows: { title: string }[]) => rows.map(({ title }) => title).join('')
	const first = await page({})
	const second = await page({ after: first.next })
	const third = await page({ after: second.next })
	expect([first, second, third].map(({ rows }) => names(rows))).toEqual(['54', '32', '1'])
	expect([first.back, third.next]).toEqual([null, null])
	const again = await page({ before: third.back })
	expect(names(again.rows)).toBe('32')
	expect(await page({ before: again.back })).toMatchObject({ back: null, next: first.next })
})

test('DOC-1: a search finds titles by the beginnings of their words', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	const { id } = await makeDocument({ account, title: 'Garantía del tejado' })
	await makeDocument({ account, title: 'Roof plan' })
	expect(await titles(scope, { query: 'tej GARAN' })).toEqual(['Garantía del tejado'])
	for (const query of ['ejado', 'tejado roof', '%', "'", '🏡']) expect(await titles(scope, { query })).toEqual([])
	await changeDocument(scope, id, { title: 'Warranty' })
	expect(await titles(scope, { query: 'tejado' })).toEqual([])
	expect(await titles(scope, { query: 'war' })).toEqual(['Warranty'])
})

test('DOC-1: the client opens a document: it is no longer new, and the feed hears of it once a day', async () => {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const document = await makeDocument({ account, sharedWithPortal: true, folder: 'contracts' })
	const contracts = async () =>
		(await read(maya.scope, (reader) => countFolders(reader))).find(({ folder }) => folder === 'contracts')
	expect(await contracts()).toMatchObject({ documents: 1, unseen: 1 })
	for (const at of ['2026-03-01T10:00Z', '2026-03-01T10:01Z', '2026-03-01T18:00Z', '2026-03-02T09:00Z']) {
		setClock(() => new Date(at))
		await noteView(maya.scope, document)
	}
	expect(await contracts()).toMatchObject({ unseen: 0 })
	const scope = systemScope(account)
	expect((await eventsOf(scope, document.id)).filter((type) => type === 'document.opened')).toHaveLength(2)
	const seen = await read(scope, (reader) => findDocument(reader, document.id))
	expect(seen?.openedAt).toEqual(new Date('2026-03-02T09:00Z'))
})

test('DOC-3: a picture gets a small one, once; a damaged one stays without', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	const content = await sharp({ create: { width: 900, height: 600, channels: 3, background: '#a33' } })
		.jpeg()
		.toBuffer()
	const { id } = await makeDocument({ account, content, contentType: 'image/jpeg', filename: 'roof.jpg' })
	await makeThumbnail(scope, id)
	const first = await read(scope, (reader) => findDocument(reader, id))
	await makeThumbnail(scope, id)
	expect(first?.thumbnailKey).toBeTruthy()
	expect(first).toMatchObject({ displayKey: expect.any(String), width: 900, height: 600 })
	expect(await read(scope, (reader) => findDocument(reader, id))).toEqual(first)
	expect(await stored(account.workspaceId)).toHaveLength(3)
	const damaged = await makeDocument({ account, content: content.subarray(0, 30), contentType: 'image/jpeg' })
	await makeThumbnail(scope, damaged.id)
	await makeThumbnail(scope, newId('doc'))
	expect(await read(scope, (reader) => findDocument(reader, damaged.id))).toMatchObject({ thumbnailKey: null })
})

test('DOC-4: the daily sweep deletes files that no document names, of their own workspace, once they are old', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	const { storage } = theApp()
	const put = async (workspaceId: string, at: string) => {
		const key = newKey(storagePrefix(workspaceId, new Date(at)))
		await storage.put(
			key,
			(async function* () {
				yield Buffer.from('left over')
			})(),
			{ contentType: 'text/plain' },
		)
		return key
	}
	setClock(() => new Date('2026-03-01T12:00Z'))
	const removed = await makeDocument({ account })
	await removeDocuments(scope, [removed.id])
	const orphan = await put(account.workspaceId, '2026-03-01T12:00Z')
	const fresh = await put(account.workspaceId, '2026-03-04T12:00Z')
	const elsewhere = await put('wsp_elsewhere', '2026-03-01T12:00Z')
	setClock(() => new Date('2026-03-05T03:20Z'))
	await sweepFiles(scope)
	expect(await storage.stat(orphan)).toBeNull()
	for (const key of [removed.storageKey, fresh, elsewhere]) expect(await storage.stat(key)).not.toBeNull()
})
