import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contactLinks } from '#features/people/tables.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { read, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { systemScope } from '#platform/scope/make.ts'
import { accessAreas } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { openDatabase } from '#support/open-database.ts'
import { makeSession } from '#support/session.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { findClientSession } from '../sessions/reads.ts'
import { reachOf } from './reads.ts'

openDatabase()

async function makeCouple() {
	const workspace = await makeWorkspace()
	const scope = systemScope(workspace)
	const accounts = [await makeAccount({ in: workspace }), await makeAccount({ in: workspace })]
	const places: { accountId: string; siteId: string | null }[] = []
	for (const account of accounts) {
		places.push({ accountId: account.id, siteId: null })
		for (const name of ['roof', 'barn'])
			places.push({ accountId: account.id, siteId: (await makeSite({ account, name })).id })
	}
	const maya = await makeContact({ workspaceId: workspace.workspaceId, accounts: [], mayInvite: true })
	const tom = await makeContact({ workspaceId: workspace.workspaceId, accounts: [], delegateOf: maya.id })
	const { workspaceId } = workspace
	const give = (contactId: string, indexes: number[], areas: readonly string[]) =>
		write(scope, async ({ db, client }) => {
			await client.query('delete from contact_links where contact_id = $1', [contactId])
			await client.query('update contacts set access_areas = $1 where id = $2', [areas, contactId])
			for (const index of indexes)
				await db
					.insert(contactLinks)
					.values({ workspaceId, id: newId('lnk'), contactId, createdAt: new Date(), ...places[index]! })
		})
	const set = (statement: string, ...values: unknown[]) => write(scope, ({ client }) => client.query(statement, values))
	/** All that a reach opens, one by one: what belongs to an account as a whole, and each site. */
	const atoms = (reach: { accountIds: readonly string[]; siteIds: readonly string[] } | null) =>
		places
			.filter(
				({ accountId, siteId }) =>
					reach?.accountIds.includes(accountId) || (siteId !== null && reach?.siteIds.includes(siteId)),
			)
			.map(({ accountId, siteId }) => siteId ?? accountId)
	const linked = (indexes: number[]) => ({
		accountIds: indexes.flatMap((index) => (places[index]?.siteId ? [] : [places[index]?.accountId ?? ''])),
		siteIds: indexes.flatMap((index) => places[index]?.siteId ?? []),
	})
	return { scope, workspaceId, maya, tom, give, set, atoms, linked }
}

test('ACC-15: whatever the two are linked with, a delegate sees what both have, and never more than its inviter', {
	timeout: 120_000,
}, async () => {
	const { scope, maya, tom, give, atoms, linked } = await makeCouple()
	const indexes = fc.subarray([0, 1, 2, 3, 4, 5])
	const areas = fc.subarray([...accessAreas])
	await fc.assert(
		fc.asyncProperty(indexes, indexes, areas, areas, async (hers, his, herAreas, hisAreas) => {
			await give(maya.id, hers, herAreas)
			await give(tom.id, his, hisAreas)
			const [inviter, delegate] = await read(scope, async (reader) => [
				await reachOf(reader, maya.id),
				await reachOf(reader, tom.id),
			])
			const [hersSeen, hisSeen] = [atoms(inviter), atoms(delegate)]
			expect(hersSeen).toEqual(atoms(linked(hers)))
			expect(hisSeen).toEqual(atoms(linked(his)).filter((atom) => hersSeen.includes(atom)))
			expect(delegate?.areas).toEqual(hisAreas.filter((area) => herAreas.includes(area)))
		}),
		{ numRuns: 60 },
	)
})

test.each([
	['suspended', `update contacts set portal_status = 'suspended' where id = $1`],
	['archived', 'update contacts set archived_at = now() where id = $1'],
	['erased', `update contacts set portal_status = 'notEnrolled', archived_at = now(), erased_at = now() where id = $1`],
	['without the right', 'update contacts set may_invite = false where id = $1'],
	['a delegate itself', 'update contacts set delegate_of = $1 where id = $1'],
	['unlinked', 'delete from contact_links where contact_id = $1'],
])('ACC-15: once the inviter is %s, a delegate has no session and no reach any more', async (_, statement) => {
	const { scope, workspaceId, maya, tom, give, set, atoms } = await makeCouple()
	await give(maya.id, [0], ['documents'])
	await give(tom.id, [0, 1], ['documents'])
	const { value } = await makeSession(tom.scope)
	const session = () => findClientSession(workspaceId, hashToken(value))
	expect(await session()).toMatchObject({ delegateOf: maya.id, mayInvite: false, areas: ['documents'] })
	await set(statement, maya.id)
	expect(await session()).toBeNull()
	expect(atoms(await read(scope, (reader) => reachOf(reader, tom.id)))).toEqual([])
})

test('ACC-15: an account without portal is shut for a delegate as for everybody', async () => {
	const { workspaceId, maya, tom, give, set } = await makeCouple()
	await give(maya.id, [0, 3], ['documents'])
	await give(tom.id, [0, 3], ['documents'])
	const { value } = await makeSession(tom.scope)
	await set('update accounts set portal_enabled = false')
	expect(await findClientSession(workspaceId, hashToken(value))).toBeNull()
})
