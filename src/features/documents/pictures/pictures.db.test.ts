import { expect, test } from 'vitest'
import { read } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, makePicture } from '#support/document.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { moveDocuments, removeDocuments, restoreDocuments, shareDocuments } from '../keeping/writes.ts'
import { listDocuments } from '../reads.ts'
import { beside, findPair, findPicture, pairsOf, placesOfPictures } from './reads.ts'
import { pairPictures, swapPair, unpairPictures } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

const typesOf = (scope: ReturnType<typeof systemScope>, id: string) =>
	read(scope, async ({ client }) => {
		const { rows } = await client.query('select type from events where subject_id = $1 order by id', [id])
		return rows.map(({ type }) => type)
	})

test('DOC-3: a client sees the pictures that are shared, under the project, site or account that they belong to', async () => {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const site = await makeSite({ account, name: 'Cabin' })
	const project = await makeProject({ account, siteId: site.id, name: 'New roof' })
	const shared = { account, sharedWithPortal: true }
	const whole = await makePicture(shared)
	const cabin = [await makePicture({ ...shared, siteId: site.id }), await makePicture({ ...shared, siteId: site.id })]
	const roof = await makePicture({ ...shared, siteId: site.id, projectId: project.id })
	await makePicture({ account, siteId: site.id })
	await makeDocument({ ...shared, folder: 'photos', title: 'Not a picture' })
	await makeDocument({ ...shared, contentType: 'image/png', title: 'A picture elsewhere' })
	await makePicture({ sharedWithPortal: true })
	const places = await read(maya.scope, (reader) => placesOfPictures(reader, 1))
	expect(places).toMatchObject([
		{ id: project.id, name: 'New roof', where: 'Cabin', total: 1, pictures: [{ id: roof.id }] },
		{ id: site.id, name: 'Cabin', where: null, total: 2, pictures: [{ id: cabin[1]?.id }] },
		{ id: account.id, total: 1, pictures: [{ id: whole.id }] },
	])
	const page = await read(maya.scope, (reader) =>
		listDocuments(reader, { pictures: true, place: site.id }, { limit: 9 }),
	)
	expect(page.rows.map(({ id }) => id)).toEqual(cabin.map(({ id }) => id).reverse())
	const [older, newer] = cabin.map(({ id }) => id)
	const near = async (id = '') =>
		read(maya.scope, async (reader) => {
			const picture = await findPicture(reader, id)
			return picture && beside(reader, picture)
		})
	expect(await near(older)).toEqual({ newer, older: null })
	expect(await near(newer)).toEqual({ newer: null, older })
	const noor = await makeContact({ accounts: [await makeAccount({ in: systemScope(account) })] })
	expect(await read(noor.scope, (reader) => placesOfPictures(reader, 9))).toEqual([])
	expect(await read(noor.scope, (reader) => findPicture(reader, roof.id))).toBeNull()
	const forbidden = await makeContact({ accounts: [account], accessAreas: ['projects'] })
	expect(await read(forbidden.scope, (reader) => placesOfPictures(reader, 9))).toEqual([])
})

test('DOC-3: two pictures are a pair once, whoever asks, and apart again once', async () => {
	const account = await makeAccount()
	const scope = systemScope(account)
	const [before, after, third] = [
		await makePicture({ account }),
		await makePicture({ account }),
		await makePicture({ account }),
	]
	const wish = { beforeId: before.id, afterId: after.id }
	const [one, two] = await Promise.all([pairPictures(scope, wish), pairPictures(scope, wish)])
	expect([one, two].map((outcome) => outcome.ok && outcome.made).sort()).toEqual([false, true])
	if (!one.ok || !two.ok) throw new Error('refused')
	expect(two.pair.id).toBe(one.pair.id)
	expect(await pairPictures(scope, { beforeId: third.id, afterId: after.id })).toMatchObject({
		ok: false,
		reason: 'picture_paired',
		path: 'afterId',
	})
	expect(await pairPictures(scope, { beforeId: third.id, afterId: third.id })).toMatchObject({ path: 'afterId' })
	expect(await pairPictures(scope, { beforeId: newId('doc'), afterId: third.id })).toMatchObject({
		reason: 'picture_unknown',
	})
	const elsewhere = await makePicture({ account: await makeAccount({ in: scope }) })
	expect(await pairPictures(scope, { beforeId: third.id, afterId: elsewhere.id })).toMatchObject({
		reason: 'picture_elsewhere',
	})
	expect(await swapPair(scope, one.pair.id)).toMatchObject({ ok: true, pair: { before: { id: after.id } } })
	expect(await read(scope, (reader) => findPair(reader, one.pair.id))).toMatchObject({ after: { id: before.id } })
	const gone = await Promise.all([unpairPictures(scope, one.pair.id), unpairPictures(scope, one.pair.id)])
	expect(gone.sort()).toEqual([false, true])
	expect(await typesOf(scope, before.id)).toEqual(['document.uploaded', 'document.paired'])
	expect(await typesOf(scope, after.id)).toEqual(['document.uploaded', 'document.paired', 'document.unpaired'])
})

test('DOC-3: a pair is seen by whoever sees both pictures, and one that nobody sees is in nobody’s way', async () => {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const scope = systemScope(account)
	const [before, after, other] = [
		await makePicture({ account }),
		await makePicture({ account }),
		await makePicture({ account }),
	]
	const made = await pairPictures(scope, { beforeId: before.id, afterId: after.id })
	const seen = async (who: typeof maya.scope | typeof scope) =>
		(await read(who, (reader) => pairsOf(reader, { accountId: account.id }, { limit: 9 }))).pairs.length
	await shareDocuments(scope, [before.id], true)
	expect([await seen(maya.scope), await seen(scope)]).toEqual([0, 1])
	await shareDocuments(scope, [after.id], true)
	expect(await seen(maya.scope)).toBe(1)
	await removeDocuments(scope, [after.id])
	expect([await seen(maya.scope), await seen(scope)]).toEqual([0, 0])
	await restoreDocuments(scope, [after.id])
	expect(await seen(maya.scope)).toBe(1)
	await moveDocuments(scope, [after.id], 'reports')
	expect(await seen(scope)).toBe(0)
	const again = await pairPictures(scope, { beforeId: before.id, afterId: other.id })
	expect(again).toMatchObject({ ok: true, made: true })
	expect(made.ok && again.ok && again.pair.id !== made.pair.id).toBe(true)
})
