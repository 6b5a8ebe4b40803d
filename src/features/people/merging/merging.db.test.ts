import { expect, test } from 'vitest'
import { ownDelegates } from '#features/access/delegates/reads.ts'
import { removeDelegate } from '#features/access/delegates/removal/writes.ts'
import { documents } from '#features/documents/tables.ts'
import { conversations, messages } from '#features/messages/tables.ts'
import { read, write } from '#platform/db/db.ts'
import { events } from '#platform/events/tables.ts'
import { newId } from '#platform/id/id.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDelegate } from '#support/delegate.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { archiveContacts, restoreContact } from '../contacts/archiving/writes.ts'
import { findContact, listContacts } from '../contacts/reads.ts'
import { upsertContact } from '../contacts/writes.ts'
import { contactInput } from '../schema.ts'
import { belongingsOf, suggestDuplicates } from './reads.ts'
import { mergeContacts } from './writes.ts'

openDatabase()

async function converse(scope: SystemScope, contactId: string, accountId: string, bodies: string[]): Promise<string> {
	const id = newId('cnv')
	const { workspaceId } = scope
	await write(scope, async ({ db }) => {
		const at = { createdAt: new Date(), updatedAt: new Date() }
		await db.insert(conversations).values({ workspaceId, id, contactId, accountId, ...at })
		for (const body of bodies) {
			const message = {
				id: newId('msg'),
				conversationId: id,
				authorType: 'contact' as const,
				authorId: contactId,
				body,
			}
			await db.insert(messages).values({ workspaceId, ...message, createdAt: new Date() })
		}
	})
	return id
}

test('ACC-9: of two contacts one is made; everything comes over, nobody loses a message', async () => {
	const scope = await makeWorkspace()
	const { workspaceId } = scope
	const [home, work] = [await makeAccount({ in: scope }), await makeAccount({ in: scope, name: 'Bakery' })]
	const keep = await makeContact({ accounts: [home], email: null, phone: '+16025550100', portalStatus: 'invited' })
	const gone = await makeContact({
		accounts: [home, work],
		email: 'm@example.com',
		phone: '+16025550100',
		externalId: 'x',
	})
	const kept = await converse(scope, keep.id, home.id, ['one'])
	await converse(scope, gone.id, home.id, ['two', 'three'])
	await converse(scope, gone.id, work.id, ['four'])
	await write(scope, async ({ db, emit }) => {
		const file = {
			title: 'Bill',
			folder: 'clientDocuments' as const,
			contentType: 'x/y',
			size: 1,
			sha256: '',
			storageKey: '',
			filename: 'bill.pdf',
		}
		const at = { createdAt: new Date(), updatedAt: new Date() }
		const author = { authorType: 'contact' as const, authorId: gone.id, sharedWithPortal: true }
		await db.insert(documents).values({ workspaceId, id: newId('doc'), accountId: work.id, ...file, ...author, ...at })
		await emit({ type: 'contact.signedIn', subject: { type: 'contact', id: gone.id }, contactId: gone.id })
	})

	const suggested = await read(scope, async (reader) =>
		suggestDuplicates(reader, (await findContact(reader, keep.id))!),
	)
	expect(suggested).toMatchObject([{ id: gone.id, same: 'phone' }])
	const before = await read(scope, (reader) => belongingsOf(reader, gone.id))
	expect(before).toMatchObject({ links: 2, conversations: 2, messages: 3, documents: 1, events: 1 })
	expect(await mergeContacts(scope, keep.id, gone.id)).toEqual({ ok: true })

	const survivor = await read(scope, (reader) => findContact(reader, keep.id))
	expect(survivor).toMatchObject({ email: 'm@example.com', externalId: 'x', portalStatus: 'enrolled' })
	expect(new Set(survivor?.links.map((link) => link.accountId))).toEqual(new Set([home.id, work.id]))
	const after = await read(scope, (reader) => belongingsOf(reader, keep.id))
	expect(after).toMatchObject({ links: 2, conversations: 2, messages: 4, documents: 1 })
	const chat = await read(scope, ({ db }) => db.select().from(messages))
	expect(chat.filter((message) => message.conversationId === kept).map((message) => message.body)).toEqual(
		expect.arrayContaining(['one', 'two', 'three']),
	)
	expect(new Set(chat.map((message) => message.authorId))).toEqual(new Set([keep.id]))
	const history = await read(scope, ({ db }) => db.select().from(events))
	expect(history.filter((event) => event.contactId === keep.id).map((event) => event.type)).toEqual(
		expect.arrayContaining(['contact.signedIn', 'contact.merged']),
	)
	expect((await read(scope, (reader) => listContacts(reader))).rows.map((row) => row.id)).toEqual([keep.id])
})

test('a merged contact stays away: it is not restored, and its external id leads to the one who took it in', async () => {
	const scope = await makeWorkspace()
	const keep = await makeContact({ accounts: [await makeAccount({ in: scope })], externalId: 'a' })
	const gone = await makeContact({ accounts: [await makeAccount({ in: scope })], externalId: 'b' })
	await mergeContacts(scope, keep.id, gone.id)
	expect(await restoreContact(scope, gone.id)).toEqual({ ok: false, reason: 'not_found' })
	const written = await upsertContact(scope, 'b', contactInput('US').parse({ firstName: 'New' }))
	expect(written).toMatchObject({ ok: true, contact: { id: keep.id, externalId: 'a', firstName: 'New' } })
	expect(await mergeContacts(scope, keep.id, gone.id)).toEqual({ ok: false, reason: 'not_found' })
	expect(await mergeContacts(scope, keep.id, keep.id)).toEqual({ ok: false, reason: 'not_found' })
})

test('nobody is let back in by a merge: a suspended one makes the kept one suspended', async () => {
	const scope = await makeWorkspace()
	const accounts = [await makeAccount({ in: scope })]
	const keep = await makeContact({ accounts })
	const gone = await makeContact({ accounts, portalStatus: 'suspended', suspendedNote: 'Moved out' })
	await mergeContacts(scope, keep.id, gone.id)
	const survivor = await read(scope, (reader) => findContact(reader, keep.id))
	expect(survivor).toMatchObject({
		portalStatus: 'suspended',
		suspendedNote: 'Moved out',
		statusBeforeSuspension: 'enrolled',
	})
})

test('two workspaces: nobody is merged across', async () => {
	const here = await makeContact()
	const there = await makeContact()
	const scope = { ...(await makeWorkspace()), workspaceId: here.scope.workspaceId } as SystemScope
	expect(await mergeContacts(scope, here.id, there.id)).toEqual({ ok: false, reason: 'not_found' })
	await archiveContacts(scope, [there.id])
	expect((await read(scope, (reader) => findContact(reader, here.id)))?.archivedAt).toBeNull()
})

test('ACC-15: what was only lent is not merged into what somebody has in its own right', async () => {
	const scope = await makeWorkspace()
	const [home, work] = [await makeAccount({ in: scope }), await makeAccount({ in: scope, name: 'Bakery' })]
	const maya = await makeContact({ accounts: [home], mayInvite: true })
	const couple = async () => ({
		own: await makeContact({ accounts: [work], accessAreas: ['messages'] }),
		lent: await makeContact({ accounts: [home], accessAreas: ['documents', 'messages'], delegateOf: maya.id }),
	})
	const [first, second] = [await couple(), await couple()]
	expect(await mergeContacts(scope, first.own.id, first.lent.id)).toEqual({ ok: true })
	expect(await mergeContacts(scope, second.lent.id, second.own.id)).toEqual({ ok: true })
	for (const id of [first.own.id, second.lent.id]) {
		const left = await read(scope, (reader) => findContact(reader, id))
		expect(left).toMatchObject({ delegateOf: null, accessAreas: ['messages'] })
		expect(left?.links.map((link) => link.accountId)).toEqual([work.id])
	}
	const [one, two] = [(await couple()).lent, (await couple()).lent]
	await mergeContacts(scope, one.id, two.id)
	const both = await read(scope, (reader) => findContact(reader, one.id))
	expect(both).toMatchObject({ delegateOf: maya.id, accessAreas: ['documents', 'messages'] })
	expect(await mergeContacts(scope, maya.id, one.id)).toEqual({ ok: true })
	expect(await read(scope, (reader) => findContact(reader, maya.id))).toMatchObject({
		delegateOf: null,
		mayInvite: true,
	})
})

test('ACC-9, ACC-15: whom one of the two had let in can still be shut out, though the other had named the same address', async () => {
	const scope = await makeWorkspace()
	const home = await makeAccount({ in: scope })
	const [keep, remove] = [
		await makeContact({ accounts: [home], mayInvite: true }),
		await makeContact({ accounts: [home], mayInvite: true }),
	]
	const tom = await makeDelegate({ scope: remove.scope, accountId: home.id })
	await write(scope, ({ client }) =>
		client.query(
			`insert into delegations (workspace_id, id, inviter_id, contact_id, outcome, email, address, areas, places, created_at, updated_at)
			select workspace_id, $2, $3, contact_id, 'known', email, address, areas, places, created_at, updated_at
			from delegations where id = $1`,
			[tom.id, newId('dlg'), keep.id],
		),
	)
	expect(await mergeContacts(scope, keep.id, remove.id)).toEqual({ ok: true })
	const kept = clientScope({ ...keep.scope, mayInvite: true })
	expect(await read(kept, ownDelegates)).toMatchObject([{ id: tom.id, status: 'enrolled' }])
	expect(await removeDelegate(kept, tom.id)).toEqual({ ok: true })
	expect((await read(scope, (reader) => findContact(reader, tom.contactId)))?.links).toEqual([])
})
