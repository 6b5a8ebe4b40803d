import { expect, test } from 'vitest'
import { read, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { clientScope, keyScope, systemScope, visitorScope } from '#platform/scope/make.ts'
import type { AccessArea, Scope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { removeDocuments } from './keeping/writes.ts'
import { countFolders, documentsByIds, findByExternalId, findDocument, listDocuments } from './reads.ts'

openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

/** Every kind of document that there is in one workspace, seen from an account with two sites. */
async function makeHouse() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const other = await makeAccount({ in: scope })
	const roof = await makeSite({ account })
	const barn = await makeSite({ account })
	const maya = await makeContact({ accounts: [account] })
	const omar = await makeContact({ accounts: [account] })
	const conversationId = await converse(account, maya.id)
	const shared = { account, sharedWithPortal: true }
	const attached = { account, conversationId }
	const documents = {
		shared: await makeDocument({ ...shared, externalId: `x-${scope.workspaceId}` }),
		hidden: await makeDocument({ account }),
		removed: await makeDocument(shared),
		ofRoof: await makeDocument({ ...shared, siteId: roof.id }),
		ofBarn: await makeDocument({ ...shared, siteId: barn.id }),
		ofOther: await makeDocument({ account: other, sharedWithPortal: true }),
		sent: await makeDocument({ ...attached, by: maya.scope }),
		said: await makeDocument(attached),
		noted: await makeDocument(attached),
		unsaid: await makeDocument(attached),
	}
	await removeDocuments(scope, [documents.removed.id])
	await say(conversationId, account.workspaceId, documents.said.id, false)
	await say(conversationId, account.workspaceId, documents.noted.id, true)
	return { scope, account, roof, maya, omar, documents }
}
type House = Awaited<ReturnType<typeof makeHouse>>
type Name = keyof House['documents']

async function converse(account: { id: string; workspaceId: string }, contactId: string): Promise<string> {
	const id = newId('cnv')
	await write(systemScope(account), ({ client }) =>
		client.query('insert into conversations (workspace_id, id, account_id, contact_id) values ($1, $2, $3, $4)', [
			account.workspaceId,
			id,
			account.id,
			contactId,
		]),
	)
	return id
}

async function say(conversationId: string, workspaceId: string, documentId: string, internal: boolean) {
	const id = newId('msg')
	await write(systemScope({ workspaceId }), async ({ client }) => {
		await client.query(
			`insert into messages (workspace_id, id, conversation_id, author_type, body, internal, created_at) values ($1, $2, $3, 'system', 'x', $4, now())`,
			[workspaceId, id, conversationId, internal],
		)
		await client.query('insert into message_attachments (workspace_id, message_id, document_id) values ($1, $2, $3)', [
			workspaceId,
			id,
			documentId,
		])
	})
}

const filed: Name[] = ['shared', 'hidden', 'ofRoof', 'ofBarn', 'ofOther']
const attachments: Name[] = ['sent', 'said', 'noted', 'unsaid']
type Links = { areas?: AccessArea[]; accountIds?: string[]; siteIds?: string[] }
const client = (house: House, change: Links): Scope => clientScope({ ...house.maya.scope, ...change })

const table: [who: string, scope: (house: House) => Scope | Promise<Scope>, sees: Name[]][] = [
	['an office member', async (house) => (await makeMember({ in: house.scope })).scope, [...filed, ...attachments]],
	[
		'an owner',
		async (house) => (await makeMember({ in: house.scope, role: 'owner' })).scope,
		[...filed, ...attachments],
	],
	['a technician', async (house) => (await makeMember({ in: house.scope, role: 'technician' })).scope, []],
	[
		'an API key',
		(house) => keyScope({ workspaceId: house.scope.workspaceId, keyId: 'key_1', grants: [] }),
		[...filed, ...attachments],
	],
	['a job', (house) => house.scope, [...filed, ...attachments]],
	['a visitor', (house) => visitorScope({ workspaceId: house.scope.workspaceId, locale: 'en' }), []],
	['a contact of the account', (house) => house.maya.scope, ['shared', 'ofRoof', 'ofBarn', 'sent', 'said']],
	['another contact of the account', (house) => house.omar.scope, ['shared', 'ofRoof', 'ofBarn']],
	[
		'one linked with a site',
		(house) => client(house, { accountIds: [], siteIds: [house.roof.id] }),
		['ofRoof', 'sent', 'said'],
	],
	['one whose link was taken away', (house) => client(house, { accountIds: [], siteIds: [] }), []],
	['one without the area documents', (house) => client(house, { areas: ['messages'] }), ['sent', 'said']],
	['one without the area messages', (house) => client(house, { areas: ['documents'] }), ['shared', 'ofRoof', 'ofBarn']],
	['one without any area', (house) => client(house, { areas: [] }), []],
	['a contact of another account', async () => (await makeContact()).scope, []],
	[
		'a contact elsewhere who claims the account',
		async (house) => {
			const elsewhere = await makeContact()
			return clientScope({ ...elsewhere.scope, accountIds: [house.account.id], siteIds: [house.roof.id] })
		},
		[],
	],
]

test.each(table)('DOC-1: %s sees what it may, by list, id and external id', async (_who, scopeOf, sees) => {
	const house = await makeHouse()
	const scope = await scopeOf(house)
	const names = Object.keys(house.documents) as Name[]
	const nameOf = (id: string) => names.find((name) => house.documents[name].id === id)
	await read(scope, async (reader) => {
		const byId = []
		for (const name of names) if (await findDocument(reader, house.documents[name].id)) byId.push(name)
		expect(byId.sort()).toEqual([...sees].sort())
		const many = await documentsByIds(
			reader,
			names.map((name) => house.documents[name].id),
		)
		expect(many.map(({ id }) => nameOf(id)).sort()).toEqual([...sees].sort())
		const inFolders = sees.filter((name) => !attachments.includes(name)).sort()
		const { rows } = await listDocuments(reader, {}, { limit: 50 })
		expect(rows.map(({ id }) => nameOf(id)).sort()).toEqual(inFolders)
		const counts = await countFolders(reader)
		expect(counts.reduce((sum, { documents }) => sum + documents, 0)).toBe(inFolders.length)
		const external = await findByExternalId(reader, house.documents.shared.externalId ?? '')
		expect(Boolean(external)).toBe(sees.includes('shared'))
	})
})
