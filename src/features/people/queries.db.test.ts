import pg from 'pg'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { countAccounts, listAccountSummaries } from './accounts/reads.ts'
import { createAccountWithSite, noteAccount } from './accounts/writes.ts'
import { countContacts, listContacts } from './contacts/reads.ts'
import { createContact } from './contacts/writes.ts'
import { accountFeed, contactFeed } from './feed/reads.ts'
import { findPeople, findPlaces } from './finding/reads.ts'
import { contactsOfAccount } from './links/reads.ts'
import { accountInput, address, contactInput } from './schema.ts'

openDatabase()

const sent = vi.fn()
beforeEach(() => {
	const query = pg.Client.prototype.query
	vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...args: unknown[]) {
		sent()
		return Reflect.apply(query, this, args)
	} as typeof query)
})
afterEach(() => vi.restoreAllMocks())

/** Everything that the lists and the pages of an account and a contact read. */
async function cost(scope: SystemScope, accountId: string, contactId: string): Promise<number> {
	sent.mockClear()
	await read(scope, async (reader) => {
		await listContacts(reader, { filter: { q: 'many' } })
		await countContacts(reader, { q: 'many' })
		await listAccountSummaries(reader)
		await countAccounts(reader, {}, 100)
		await contactsOfAccount(reader, accountId)
		await accountFeed(reader, accountId)
		await contactFeed(reader, contactId)
		await findPeople(reader, 'many', 'US')
		await findPlaces(reader, 'many')
	})
	return sent.mock.calls.length
}

test('a page costs the same queries with one row as with sixty', async () => {
	const scope = await makeWorkspace()
	const place = address.parse({ line1: '1 Many Street' })
	const made = await createAccountWithSite(scope, accountInput.parse({ name: 'Many household' }), place)
	if (!made.ok) throw new Error(made.reason)
	const links = [{ type: 'account', id: made.account.id }]
	const add = async (i: number) => createContact(scope, contactInput('US').parse({ lastName: `Many ${i}`, links }))
	const first = await add(0)
	if (!first.ok) throw new Error(first.reason)
	const few = await cost(scope, made.account.id, first.contact.id)
	for (let i = 1; i < 60; i++) await add(i)
	for (let i = 0; i < 40; i++) await noteAccount(scope, made.account.id, `Note ${i}`)
	for (let i = 0; i < 20; i++) {
		await createAccountWithSite(scope, accountInput.parse({ name: `Many ${i}` }), place)
	}
	expect(await cost(scope, made.account.id, first.contact.id)).toBe(few)
	expect(few).toBeLessThan(35)
})
