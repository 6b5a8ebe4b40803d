import { afterEach, expect, test } from 'vitest'
import { setClock } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { makeContact } from '#support/contact.ts'
import { formWith, makeDocument, pdf, storedKeys } from '#support/document.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { findDocument, listDocuments } from '../reads.ts'
import { sweepFiles } from '../uploads/writes.ts'
import { noteView } from '../views/writes.ts'
import { versionsOf } from './reads.ts'
import { replaceUpload, restoreVersion } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail'] })
openStorage()
afterEach(() => setClock())

async function permit() {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const scope = systemScope(account)
	const document = await makeDocument({ account, sharedWithPortal: true, title: 'Permit', folder: 'permits' })
	return { maya, scope, document }
}

const find = (
	scope: Parameters<typeof restoreVersion>[0] | Awaited<ReturnType<typeof permit>>['maya']['scope'],
	id: string,
) =>
	read(scope, async (reader) => {
		const document = await findDocument(reader, id)
		return { document, versions: document ? await versionsOf(reader, document) : [] }
	})

async function replace(scope: CompanyScope, id: string, name: string, content = pdf()) {
	const done = await replaceUpload(scope, id, formWith({}, [[name, content]]))
	if (!done.ok) throw new Error(done.reason)
	return done.documents[0]
}

test("DOC-1: another content takes a document's place; it is new again, and the one before is kept", async () => {
	const { maya, scope, document } = await permit()
	await noteView(maya.scope, document)
	const content = pdf()
	expect(await replaceUpload(await makeWorkspace(), document.id, formWith({}))).toMatchObject({ reason: 'unknown' })
	expect(await replaceUpload(scope, document.id, formWith({ title: '' }))).toMatchObject({ reason: 'invalid' })
	expect(await storedKeys(scope.workspaceId)).toEqual([document.storageKey])
	const done = await replaceUpload(scope, document.id, formWith({ title: 'City permit' }, [['v2.pdf', content]]))
	if (!done.ok) throw new Error(done.reason)
	const seen = await find(maya.scope, document.id)
	expect(seen.document).toMatchObject({ title: 'City permit', folder: 'permits', filename: 'v2.pdf', unseen: true })
	expect(seen.document).toMatchObject({ version: 2, size: content.length })
	// A client sees what counts, and nothing of what did.
	expect(seen.versions).toEqual([])
	const { versions } = await find(scope, document.id)
	expect(versions.map(({ version, filename }) => [version, filename])).toEqual([
		[2, 'v2.pdf'],
		[1, document.filename],
	])
	expect((await storedKeys(scope.workspaceId)).sort()).toEqual(
		[document.storageKey, done.documents[0]?.storageKey].sort(),
	)
	const found = await read(scope, (reader) => listDocuments(reader, { query: 'city' }, { limit: 5 }))
	expect(found.rows.map(({ id }) => id)).toEqual([document.id])
})

test('DOC-1: an earlier content counts again as a version of its own, and none is lost', async () => {
	const { scope, document } = await permit()
	await replace(scope, document.id, 'v2.pdf')
	const back = await restoreVersion(scope, document.id, '1')
	expect(back).toMatchObject({ version: 3, sha256: document.sha256, storageKey: document.storageKey })
	expect((await find(scope, document.id)).versions.map(({ version }) => version)).toEqual([3, 2, 1])
	// What counts already makes no version when it is asked for again.
	expect(await restoreVersion(scope, document.id, '1')).toMatchObject({ version: 3 })
	expect(await restoreVersion(scope, document.id, '9')).toBeNull()
	expect(await restoreVersion(await makeWorkspace(), document.id, '1')).toBeNull()
	const keys = await storedKeys(scope.workspaceId)
	setClock(() => new Date(Date.now() + 3 * 86_400_000))
	await sweepFiles(scope)
	expect(await storedKeys(scope.workspaceId)).toEqual(keys)
})

test('DOC-1: the same content sent again makes no version and leaves nothing behind', async () => {
	const { scope, document } = await permit()
	const content = pdf()
	const first = await replace(scope, document.id, 'a.pdf', content)
	const again = await replace(scope, document.id, 'b.pdf', content)
	expect(again).toMatchObject({ version: 2, filename: 'a.pdf', storageKey: first?.storageKey })
	expect(await storedKeys(scope.workspaceId)).toHaveLength(2)
})

test('DOC-1: two people who replace a document at once lose nothing', async () => {
	const { scope, document } = await permit()
	await Promise.all(['a.pdf', 'b.pdf', 'c.pdf'].map((name) => replace(scope, document.id, name)))
	const { versions } = await find(scope, document.id)
	expect(versions.map(({ version }) => version)).toEqual([4, 3, 2, 1])
	expect(versions.map(({ filename }) => filename).sort()).toEqual(['a.pdf', 'b.pdf', 'c.pdf', document.filename].sort())
})
