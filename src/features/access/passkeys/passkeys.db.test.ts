import { expect, test } from 'vitest'
import { read, write } from '#platform/db/db.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { passkeys } from '../tables.ts'
import { listPasskeys } from './reads.ts'
import { renamePasskey } from './writes.ts'

openDatabase()

const key = (id: string) => ({
	id,
	name: 'Phone',
	credentialId: `cred ${id}`,
	publicKey: 'key',
	transports: [],
	counter: 0,
	host: 'sunny.example',
	createdAt: new Date(),
})

test('ACC-6: clients and members rename their own passkeys and nobody else’s; twice is once', async () => {
	const account = await makeAccount()
	const { workspaceId } = account
	const maya = await makeContact({ accounts: [account] })
	const noor = await makeContact({ accounts: [account] })
	const dev = await makeMember({ in: account })
	await write(maya.scope, ({ db }) =>
		db.insert(passkeys).values([
			{ workspaceId, contactId: maya.id, ...key('pky_1') },
			{ workspaceId, memberId: dev.id, ...key('pky_2') },
		]),
	)
	expect(await renamePasskey(noor.scope, 'pky_1', 'Mine')).toBe(false)
	expect(await renamePasskey(dev.scope, 'pky_1', 'Mine')).toBe(false)
	expect(await renamePasskey(maya.scope, 'pky_1', 'Blue phone')).toBe(true)
	expect(await renamePasskey(maya.scope, 'pky_1', 'Blue phone')).toBe(true)
	expect(await renamePasskey(dev.scope, 'pky_2', 'Laptop')).toBe(true)
	expect((await read(maya.scope, listPasskeys)).map(({ name }) => name)).toEqual(['Blue phone'])
	expect((await read(dev.scope, listPasskeys)).map(({ name }) => name)).toEqual(['Laptop'])
	const { rows } = await read(dev.scope, ({ client }) =>
		client.query(`select type, data->>'name' as name from events where type like '%passkeyRenamed' order by id`),
	)
	expect(rows).toEqual([
		{ type: 'contact.passkeyRenamed', name: 'Blue phone' },
		{ type: 'member.passkeyRenamed', name: 'Laptop' },
	])
})
