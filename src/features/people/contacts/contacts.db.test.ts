import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { read } from '#platform/db/db.ts'
import { decodeCursor } from '#platform/paging/cursor.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { archiveAccount, createAccount, updateAccount } from '../accounts/writes.ts'
import { linkContact, unlinkContact } from '../links/writes.ts'
import { accountInput, contactInput, contactPatch } from '../schema.ts'
import { archiveContacts, restoreContact } from './archiving/writes.ts'
import { type Contact, type ContactListing, countContacts, findContact, listContacts } from './reads.ts'
import { createContact, updateContact, upsertContact } from './writes.ts'

openDatabase()

const list = (scope: SystemScope, listing: ContactListing = {}) =>
	read(scope, (reader) => listContacts(reader, listing))
const names = async (scope: SystemScope, q: string) =>
	(await list(scope, { filter: { q } })).rows.map((row) => row.lastName)
const input = (given: Record<string, unknown>) => contactInput('US').parse(given)

async function add(scope: SystemScope, given: Record<string, unknown>): Promise<Contact> {
	const made = await createContact(scope, input({ firstName: 'Maya', ...given }))
	if (!made.ok) throw new Error(made.reason)
	return made.contact
}

async function addAccount(scope: SystemScope, name = 'Reyes household') {
	const made = await createAccount(scope, accountInput.parse({ name }))
	if (!made.ok) throw new Error(made.reason)
	return { ...made.account, workspaceId: scope.workspaceId, link: { type: 'account' as const, id: made.account.id } }
}

describe('contacts are found', () => {
	test.each([
		['lukasz', true],
		['OSTERGAARD łukasz', true],
		['luk@poczta', true],
		['(602) 823-8666', true],
		['+1 602.823.8666', true],
		['6028238666', true],
		['8238666', true],
		['juniper lane', true],
		['longmont 80501', true],
		['hill household', true],
		['100%', false],
		['luk_sz', false],
		['8238667', false],
	])('ACC-9: by %s: %s', async (q, expected) => {
		const scope = await makeWorkspace()
		const account = await addAccount(scope, 'Hill household')
		await makeSite({ account })
		const known = { firstName: 'Łukasz', lastName: 'Østergaard', email: 'luk@poczta.example', phone: '602-823-8666' }
		await add(scope, { ...known, links: [account.link] })
		await add(scope, { lastName: 'Else' })
		expect(await names(scope, q)).toEqual(expected ? ['Østergaard'] : [])
	})

	test('ACC-9: by what their account is called now, not by what it was or by one they left', async () => {
		const scope = await makeWorkspace()
		const [account, bakery] = [await addAccount(scope, 'Old name'), await addAccount(scope, 'Bakery')]
		const contact = await add(scope, { lastName: 'Ruiz', links: [account.link] })
		await linkContact(scope, contact.id, bakery.link)
		await updateAccount(scope, account.id, { name: 'Brand new' })
		expect(await names(scope, 'brand new')).toEqual(['Ruiz'])
		expect(await names(scope, 'old name')).toEqual([])
		expect(await names(scope, 'bakery')).toEqual(['Ruiz'])
		const linked = await read(scope, (reader) => findContact(reader, contact.id))
		const link = linked?.links.find((one) => one.accountId === bakery.id)
		expect(await unlinkContact(scope, contact.id, link?.id ?? '')).toBe(true)
		expect(await names(scope, 'bakery')).toEqual([])
	})
})

describe('pages of contacts', () => {
	test('neither skip nor repeat anybody while others are added, in every order', async () => {
		const rounds = fc.record({
			before: fc.array(fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', 'é', '👩', 'z') }), {
				minLength: 1,
				maxLength: 8,
			}),
			during: fc.array(fc.constantFrom('a', 'm', 'zz'), { maxLength: 4 }),
			sort: fc.constantFrom('name' as const, 'created' as const, 'seen' as const, 'status' as const),
			direction: fc.constantFrom('asc' as const, 'desc' as const),
			limit: fc.integer({ min: 1, max: 4 }),
		})
		await fc.assert(
			fc.asyncProperty(rounds, async ({ before, during, sort, direction, limit }) => {
				const scope = await makeWorkspace()
				const there = new Set<string>()
				for (const lastName of before) there.add((await add(scope, { lastName })).id)
				const seen: string[] = []
				const arriving = [...during]
				let after: string | null = null
				do {
					const page = await list(scope, { sort, direction, limit, after: decodeCursor(after) })
					seen.push(...page.rows.map((row) => row.id))
					after = page.next
					const lastName = arriving.pop()
					if (lastName) await add(scope, { lastName })
				} while (after)
				expect(new Set(seen).size).toBe(seen.length)
				expect([...there].filter((id) => !seen.includes(id))).toEqual([])
			}),
			{ numRuns: 12 },
		)
	})

	test('the way back shows the same pages', async () => {
		const scope = await makeWorkspace()
		for (const lastName of ['A', 'B', 'C', 'D', 'E']) await add(scope, { lastName })
		const first = await list(scope, { limit: 2 })
		const second = await list(scope, { limit: 2, after: decodeCursor(first.next) })
		const third = await list(scope, { limit: 2, after: decodeCursor(second.next) })
		const back = await list(scope, { limit: 2, before: decodeCursor(third.previous) })
		const start = await list(scope, { limit: 2, before: decodeCursor(back.previous) })
		expect(first.previous).toBeNull()
		expect([third.next, third.rows.map((row) => row.lastName)]).toEqual([null, ['E']])
		expect(back.rows).toEqual(second.rows)
		expect(start.rows).toEqual(first.rows)
		expect(start.previous).toBeNull()
	})

	test('a cursor of another order, or made by hand, begins at the start', async () => {
		const scope = await makeWorkspace()
		const { id } = await add(scope, {})
		for (const after of [
			['x', 'y'],
			[null, 'con_1'],
			['a\u001fb', 'x'],
			['\u0000', 'x'],
		] as const) {
			const { rows } = await list(scope, { sort: 'created', after })
			expect(rows.map((row) => row.id)).toEqual([id])
		}
	})
})

test('ACC-3: views and how many are in each, archived ones apart', async () => {
	const scope = await makeWorkspace()
	await add(scope, {})
	await add(scope, { kind: 'lender' })
	const { id } = await add(scope, {})
	await archiveContacts(scope, [id])
	const counts = await read(scope, (reader) => countContacts(reader, { kind: 'client' }))
	expect(counts).toEqual({
		all: 2,
		notEnrolled: 2,
		invited: 0,
		enrolled: 0,
		bounced: 0,
		suspended: 0,
		isNew: 0,
		delegates: 0,
		lenders: 1,
		archived: 1,
		shown: 1,
	})
})

describe('ACC-1: writing contacts', () => {
	test('an e-mail belongs to one person; the conflict names that person', async () => {
		const scope = await makeWorkspace()
		const { id } = await add(scope, { email: 'one@example.com' })
		const taken = { ok: false, reason: 'email_taken', path: 'email', contactId: id }
		expect(await createContact(scope, input({ email: 'ONE@example.com' }))).toEqual(taken)
		const twin = input({ firstName: 'Twin', email: 'twin@example.com' })
		const both = await Promise.all([createContact(scope, twin), createContact(scope, twin)])
		expect(both.filter((one) => one.ok)).toHaveLength(1)
		expect(both.find((one) => !one.ok)).toMatchObject({ reason: 'email_taken' })
		await archiveContacts(scope, [id])
		expect((await createContact(scope, input({ email: 'one@example.com' }))).ok).toBe(true)
		expect(await restoreContact(scope, id)).toMatchObject({ ok: false, reason: 'email_taken' })
	})

	test('the second of two editors is told what is there now, and overwrites nothing', async () => {
		const scope = await makeWorkspace()
		const { id, updatedAt } = await add(scope, { firstName: 'Maya' })
		const first = await updateContact(scope, id, { firstName: 'Mia' }, updatedAt)
		expect(first).toMatchObject({ ok: true, contact: { firstName: 'Mia' } })
		const second = await updateContact(scope, id, { firstName: 'Mary' }, updatedAt)
		expect(second).toMatchObject({ ok: false, reason: 'changed', current: { firstName: 'Mia' } })
	})

	test('a patch clears what is null, leaves the rest, and replaces links', async () => {
		const scope = await makeWorkspace()
		const account = await addAccount(scope)
		const contact = await add(scope, { email: 'm@example.com', phone: '602-823-8666', links: [account.link] })
		const site = await makeSite({ account })
		const patch = contactPatch('US').parse({ phone: null, links: [{ type: 'site', id: site.id }] })
		expect(await updateContact(scope, contact.id, patch)).toMatchObject({
			ok: true,
			contact: { phone: null, email: 'm@example.com', links: [{ type: 'site', siteId: site.id }] },
		})
	})

	test('another program writes by its own id: made once, then brought up to date, also out of the archive', async () => {
		const scope = await makeWorkspace()
		const made = await upsertContact(scope, 'crm-7', input({ firstName: 'Ana' }))
		const same = await upsertContact(scope, 'crm-7', input({ firstName: 'Ana', lastName: 'Ruiz' }))
		expect([made.created, same.created]).toEqual([true, undefined])
		expect(same).toMatchObject({ ok: true, contact: { lastName: 'Ruiz', externalId: 'crm-7' } })
		const { id } = (same as { contact: Contact }).contact
		await archiveContacts(scope, [id])
		const back = await upsertContact(scope, 'crm-7', input({ firstName: 'Ana' }))
		expect(back).toMatchObject({ ok: true, contact: { id, archivedAt: null } })
		const atOnce = await Promise.all([1, 2, 3].map(() => upsertContact(scope, 'crm-8', input({ firstName: 'Bo' }))))
		expect(new Set(atOnce.map((one) => (one.ok ? one.contact.id : ''))).size).toBe(1)
	})
})

test('two workspaces: nothing of one is found, linked, changed or counted in the other', async () => {
	const [scope, elsewhere] = [await makeWorkspace(), await makeWorkspace()]
	const [own, theirs] = [await addAccount(scope), await addAccount(elsewhere)]
	const same = { email: 'same@example.com', externalId: 'x1' }
	const here = await add(scope, { ...same, lastName: 'Here', links: [own.link] })
	const there = await add(elsewhere, { ...same, lastName: 'There', links: [theirs.link] })
	expect(await read(scope, (reader) => findContact(reader, there.id))).toBeNull()
	expect(await names(scope, 'there')).toEqual([])
	expect(await updateContact(scope, there.id, { firstName: 'X' })).toEqual({ ok: false, reason: 'not_found' })
	expect(await archiveContacts(scope, [there.id])).toEqual([])
	expect(await archiveAccount(scope, theirs.id)).toBe(false)
	expect(await linkContact(scope, here.id, theirs.link)).toMatchObject({ ok: false, reason: 'account_unknown' })
	expect(await linkContact(scope, there.id, own.link)).toMatchObject({ ok: false, reason: 'not_found' })
	expect((await read(scope, (reader) => countContacts(reader))).all).toBe(1)
})
