import { expect, test } from 'vitest'
import { placesOf } from '#features/people/places/reads.ts'
import { type Reader, read } from '#platform/db/db.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeSite } from '#support/site.ts'
import { accountDocuments, documentTable } from './lists/reads.ts'
import { countFolders, listDocuments, newestDocuments } from './reads.ts'
import { noteView } from './views/writes.ts'

openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

/** How many queries a page's reads send. */
async function countQueries(reader: Reader, work: () => Promise<unknown>): Promise<number> {
	const { client } = reader
	const query = client.query
	let count = 0
	const counted = (...given: unknown[]) => {
		count++
		return Reflect.apply(query, client, given)
	}
	Object.assign(client, { query: counted })
	try {
		await work()
	} finally {
		Reflect.deleteProperty(client, 'query')
	}
	return count
}

test('DOC-1: no list sends more queries when it has more rows', async () => {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const dev = await makeMember({ in: maya.scope })
	const counts = async () => {
		const portal = await read(maya.scope, (reader) =>
			countQueries(reader, async () => {
				await listDocuments(reader, {}, { limit: 30 })
				await countFolders(reader)
				await placesOf(reader)
			}),
		)
		const office = await read(dev.scope, (reader) =>
			countQueries(reader, async () => {
				await documentTable(reader, new URLSearchParams({ q: 'plan', portal: 'shared' }))
				await accountDocuments(reader, account.id, new URLSearchParams())
			}),
		)
		return { portal, office }
	}
	await makeDocument({ account, sharedWithPortal: true })
	const few = await counts()
	const site = await makeSite({ account })
	for (let i = 0; i < 40; i++)
		await makeDocument({
			account,
			siteId: i % 2 ? site.id : null,
			sharedWithPortal: true,
			by: i % 3 ? maya.scope : dev.scope,
		})
	expect(await counts()).toEqual(few)
	expect(few.portal).toBeLessThanOrEqual(4)
})

test('DOC-2: a client is offered the places that it is linked with, and no others', async () => {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const site = await makeSite({ account, name: 'Barn' })
	await makeSite()
	const places = await read(maya.scope, placesOf)
	expect(places).toEqual([
		{ accountId: account.id, accountName: 'Reyes family', siteId: null, label: 'Reyes family' },
		{ accountId: account.id, accountName: 'Reyes family', siteId: site.id, label: 'Barn' },
	])
})

test('HOM-1: the newest documents come with how many of all are not opened yet', async () => {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	expect(await read(maya.scope, (reader) => newestDocuments(reader, 2))).toEqual({ rows: [], unseen: 0 })
	const made = []
	for (let i = 0; i < 4; i++) made.push(await makeDocument({ account, sharedWithPortal: true }))
	await makeDocument({ account })
	if (made[0]) await noteView(maya.scope, made[0])
	const { rows, unseen } = await read(maya.scope, (reader) => newestDocuments(reader, 2))
	expect(rows.map(({ id }) => id).sort()).toEqual(
		made
			.slice(2)
			.map(({ id }) => id)
			.sort(),
	)
	expect(unseen).toBe(3)
})
