import { expect, test } from 'vitest'
import { reachOf } from '#features/access/reach/reads.ts'
import { listDocuments } from '#features/documents/reads.ts'
import { read, write } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDelegate } from '#support/delegate.ts'
import { makeDocument } from '#support/document.ts'
import { useInstallation } from '#support/installation.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { linkContact } from '../../links/writes.ts'
import { findAccount } from '../reads.ts'
import { accountsToMerge, seersOfMore, toldOf } from './reads.ts'
import { mergeAccounts } from './writes.ts'

useInstallation([])

async function couple(fields: { gone?: object } = {}) {
	const scope = await makeWorkspace()
	const keep = await makeAccount({ in: scope, name: 'Reyes family' })
	return { scope, keep, gone: await makeAccount({ in: scope, name: 'Maya Reyes', ...fields.gone }) }
}

const reachIn = (scope: SystemScope) => (contactId: string) => read(scope, (reader) => reachOf(reader, contactId))

/** What the portal shows this contact. */
async function titlesFor(scope: SystemScope, contactId: string): Promise<string[]> {
	const facts = await reachIn(scope)(contactId)
	if (!facts) throw new Error('nobody')
	const client = clientScope({ workspaceId: scope.workspaceId, ...facts, locale: 'en' })
	const page = await read(client, (reader) => listDocuments(reader, {}, { limit: 50 }))
	return page.rows.map(({ title }) => title).sort()
}

function seers(scope: SystemScope, keepId: string, goneId: string): Promise<string[]> {
	return read(scope, async (reader) => {
		const pair = await accountsToMerge(reader, keepId, goneId)
		return pair.ok ? (await seersOfMore(reader, [pair.keep, pair.remove])).map(({ id }) => id) : []
	})
}

test('ACC-8, ACC-9: who sees more by a merge is told by name; links to a site or project and areas stay as they are', async () => {
	const { scope, keep, gone } = await couple()
	const reach = reachIn(scope)
	const [home, shop] = [await makeSite({ account: keep }), await makeSite({ account: gone })]
	const project = await makeProject({ account: gone, siteId: shop.id })
	await makeDocument({ account: keep, siteId: home.id, title: 'Home plan', sharedWithPortal: true })
	await makeDocument({ account: gone, siteId: shop.id, title: 'Shop plan', sharedWithPortal: true })
	const [maya, tom, both] = [
		await makeContact({ accounts: [keep] }),
		await makeContact({ accounts: [gone], accessAreas: ['messages'] }),
		await makeContact({ accounts: [keep, gone] }),
	]
	const [tenant, lender] = [
		await makeContact({ accounts: [], workspaceId: scope.workspaceId }),
		await makeContact({ accounts: [], workspaceId: scope.workspaceId, kind: 'lender' }),
	]
	await linkContact(scope, tenant.id, { type: 'site', id: shop.id })
	await linkContact(scope, lender.id, { type: 'project', id: project.id })
	expect(await seers(scope, keep.id, gone.id)).toEqual([maya.id, tom.id])
	await mergeAccounts(scope, keep.id, gone.id)
	const told = await read(scope, ({ client }) => client.query(`select data from events where type = 'account.merged'`))
	expect(told.rows[0].data).toMatchObject({ seeMore: [maya.id, tom.id] })
	const whole = { accountIds: [keep.id], siteIds: [], projectIds: [] }
	expect(await reach(maya.id)).toMatchObject(whole)
	expect(await reach(tom.id)).toMatchObject({ ...whole, areas: ['messages'] })
	expect(await reach(both.id)).toMatchObject(whole)
	expect(await reach(tenant.id)).toMatchObject({ accountIds: [], siteIds: [shop.id], projectIds: [] })
	expect(await reach(lender.id)).toMatchObject({ accountIds: [], siteIds: [], projectIds: [project.id] })
	expect(await titlesFor(scope, maya.id)).toEqual(['Home plan', 'Shop plan'])
	expect(await titlesFor(scope, tom.id)).toEqual([])
	expect(await titlesFor(scope, tenant.id)).toEqual(['Shop plan'])
})

test('ACC-8: only who gains something is told, however many there are who gain nothing', async () => {
	const { scope, keep, gone } = await couple()
	for (let n = 0; n <= toldOf; n++) await makeContact({ accounts: [keep], firstName: `No ${n}` })
	const tom = await makeContact({ accounts: [gone], firstName: 'Tom' })
	expect(await seers(scope, keep.id, gone.id)).toEqual([])
	await makeSite({ account: keep })
	expect(await seers(scope, keep.id, gone.id)).toEqual([tom.id])
	expect(await seers(scope, gone.id, keep.id)).toEqual([tom.id])
	await makeSite({ account: gone })
	expect(await seers(scope, keep.id, gone.id)).toHaveLength(toldOf + 2)
})

test('ACC-15: who was let in sees no more by a merge than was shared before', async () => {
	const { scope, keep, gone } = await couple()
	const reach = reachIn(scope)
	const [home, shop] = [await makeSite({ account: keep }), await makeSite({ account: gone })]
	await makeDocument({ account: keep, siteId: home.id, title: 'Home plan', sharedWithPortal: true })
	await makeDocument({ account: keep, title: 'Letter', sharedWithPortal: true })
	await makeDocument({ account: gone, siteId: shop.id, title: 'Shop plan', sharedWithPortal: true })
	// Maya has a single site of the one account and the whole of the other; what she lent was written for more than that.
	const maya = await makeContact({ accounts: [gone] })
	const tom = await makeDelegate({ scope: maya.scope, accountId: keep.id })
	const eve = await makeDelegate({ scope: maya.scope, accountId: gone.id }, { firstName: 'Eve' })
	const stray = await makeContact({ accounts: [], workspaceId: scope.workspaceId, delegateOf: maya.id })
	await linkContact(scope, maya.id, { type: 'site', id: home.id })
	expect(await reach(tom.contactId)).toMatchObject({ accountIds: [], siteIds: [home.id] })
	expect(await seers(scope, keep.id, gone.id)).toEqual(expect.arrayContaining([maya.id, eve.contactId]))
	await linkContact(scope, stray.id, { type: 'site', id: (await makeSite({ account: keep, name: 'Barn' })).id })
	expect(await reach(stray.id)).toMatchObject({ accountIds: [], siteIds: [] })
	await mergeAccounts(scope, keep.id, gone.id)
	expect(await reach(tom.contactId)).toMatchObject({ accountIds: [], siteIds: [home.id] })
	expect(await reach(eve.contactId)).toMatchObject({ accountIds: [keep.id] })
	expect(await reach(stray.id)).toMatchObject({ accountIds: [], siteIds: [] })
	expect(await titlesFor(scope, tom.contactId)).toEqual(['Home plan'])
	expect(await titlesFor(scope, maya.id)).toEqual(['Home plan', 'Letter', 'Shop plan'])
	const { rows } = await read(scope, ({ client }) =>
		client.query('select places from delegations where id = $1', [eve.id]),
	)
	expect(rows).toEqual([{ places: [{ accountId: keep.id, siteId: null }] }])
})

test('ACC-10: where the portal of one is off it is off for both, and sessions end', async () => {
	const { scope, keep, gone } = await couple({ gone: { portalEnabled: false } })
	await makeSite({ account: gone })
	const maya = await makeContact({ accounts: [keep] })
	const sessions = () =>
		read(scope, ({ client }) => client.query('select from sessions').then(({ rowCount }) => rowCount))
	await write(scope, ({ client }) =>
		client.query(
			`insert into sessions (workspace_id, id, token_hash, actor_type, contact_id, method, created_at, last_seen_at, expires_at)
			values ($1, 'ses_1', 'x', 'contact', $2, 'code', now(), now(), now())`,
			[scope.workspaceId, maya.id],
		),
	)
	expect(await seers(scope, keep.id, gone.id)).toEqual([])
	expect(await sessions()).toBe(1)
	await mergeAccounts(scope, keep.id, gone.id)
	expect(await read(scope, (reader) => findAccount(reader, keep.id))).toMatchObject({ portalEnabled: false })
	expect(await sessions()).toBe(0)
})
