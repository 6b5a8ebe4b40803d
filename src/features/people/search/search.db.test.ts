import { expect, test } from 'vitest'
import { read, write } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { listAccounts, searchAccounts } from '../accounts/reads.ts'
import { createAccount, updateAccount } from '../accounts/writes.ts'
import { listContacts } from '../contacts/reads.ts'
import { createContact, updateContact } from '../contacts/writes.ts'
import { findPeople, findPlaces } from '../finding/reads.ts'
import { accountInput, contactInput } from '../schema.ts'
import { listSites } from '../sites/reads.ts'

openDatabase()

async function add(scope: SystemScope, given: Record<string, unknown>): Promise<string> {
	const made = await createContact(scope, contactInput('US').parse(given))
	if (!made.ok) throw new Error(made.reason)
	return made.contact.id
}

async function addAccount(scope: SystemScope, name: string) {
	const made = await createAccount(scope, accountInput.parse({ name }))
	if (!made.ok) throw new Error(made.reason)
	return { id: made.account.id, workspaceId: scope.workspaceId }
}

const people = async (scope: SystemScope, q: string) =>
	(await read(scope, (reader) => listContacts(reader, { filter: { q } }))).rows.map((row) => row.lastName)

test('ACC-9: an account is found by its name, its addresses and its people; a site by its address', async () => {
	const scope = await makeWorkspace()
	const account = await addAccount(scope, 'Müller & Söhne')
	await makeSite({ account, name: 'Werk Süd' })
	await add(scope, {
		firstName: 'Zoë',
		email: 'zoe@buero.example',
		phone: '(602) 823-8666',
		links: [{ type: 'account', id: account.id }],
	})
	await addAccount(scope, 'Somebody else')
	const accounts = async (q: string) =>
		(await read(scope, (reader) => listAccounts(reader, { filter: { q } }))).rows.map((row) => row.id)
	for (const q of [
		'muller',
		'Söhne müll',
		'juniper',
		'80501 longmont',
		'zoe',
		'buero.example',
		'602 823 8666',
		'8238666',
	])
		expect([q, await accounts(q)]).toEqual([q, [account.id]])
	for (const q of ['muller smith', '8238667', 'zoex']) expect([q, await accounts(q)]).toEqual([q, []])
	const places = await read(scope, (reader) => findPlaces(reader, 'werk'))
	expect(places.map((hit) => [hit.type, hit.title])).toEqual([
		['account', 'Müller & Söhne'],
		['site', 'Werk Süd'],
	])
	expect((await read(scope, (reader) => listSites(reader, { filter: { q: '12 junip' } }))).rows).toHaveLength(1)
	expect(await read(scope, (reader) => searchAccounts(reader, 'muller'))).toMatchObject([{ id: account.id }])
})

test('what is changed is found by what it is now and no more by what it was', async () => {
	const scope = await makeWorkspace()
	const account = await addAccount(scope, 'Before household')
	const id = await add(scope, { lastName: 'Old', email: 'old@example.com', phone: '602-823-8666' })
	await updateContact(
		scope,
		id,
		contactInput('US').parse({ lastName: 'New', email: 'new@example.net', phone: '+4922185579410' }),
	)
	await updateAccount(scope, account.id, { name: 'After household' })
	expect(await people(scope, 'old')).toEqual([])
	expect(await people(scope, '6028238666')).toEqual([])
	for (const q of ['new', 'new@', 'example.net', '0221 85579410', '+49 221 855', '5579410'])
		expect([q, await people(scope, q)]).toEqual([q, ['New']])
	const found = (q: string) => read(scope, (reader) => searchAccounts(reader, q))
	expect(await found('before')).toEqual([])
	expect(await found('after')).toHaveLength(1)
})

test('a word that hundreds have does not hide the rare one beside it, and is found by itself too', async () => {
	const scope = await makeWorkspace()
	await write(scope, async ({ client }) => {
		await client.query(
			`insert into contacts (workspace_id, id, first_name, last_name, sort_name, access_areas, search)
			select $1, 'con_' || i, 'Common', 'N' || i, 'n' || i || ' common', '{}', 'common n' || i from generate_series(1, 450) i`,
			[scope.workspaceId],
		)
	})
	expect(await people(scope, 'common n17')).toEqual([
		'N17',
		'N170',
		'N171',
		'N172',
		'N173',
		'N174',
		'N175',
		'N176',
		'N177',
		'N178',
		'N179',
	])
	expect(await people(scope, 'comm')).toHaveLength(50)
	expect(await people(scope, 'common zzz')).toEqual([])
})

test('those who are called so come before those who only belong to what is called so', async () => {
	const scope = await makeWorkspace()
	const account = await addAccount(scope, 'Zimmer household')
	await add(scope, { firstName: 'Anna', lastName: 'Abel', links: [{ type: 'account', id: account.id }] })
	await add(scope, { firstName: 'Zoe', lastName: 'Zimmer' })
	const hits = await read(scope, (reader) => findPeople(reader, 'zimmer', 'US'))
	expect(hits.map((hit) => hit.title)).toEqual(['Zoe Zimmer', 'Anna Abel'])
})

test('two workspaces: no word of one finds anything in the other', async () => {
	const [scope, other] = [await makeWorkspace(), await makeWorkspace()]
	await add(other, { lastName: 'Secret', phone: '602-823-8666' })
	expect(await people(scope, 'secret')).toEqual([])
	expect(await people(scope, '6028238666')).toEqual([])
	expect(await people(other, 'secret')).toEqual(['Secret'])
})
