import { expect, test } from 'vitest'
import { reachOf } from '#features/access/reach/reads.ts'
import { completeItem } from '#features/actionItems/completing/writes.ts'
import { itemsOfProject } from '#features/actionItems/reads.ts'
import { itemInput } from '#features/actionItems/schema.ts'
import { assignItem } from '#features/actionItems/writes.ts'
import { requestInput } from '#features/documentRequests/schema.ts'
import { askForDocument } from '#features/documentRequests/writes.ts'
import { documentsByIds, findDocument } from '#features/documents/reads.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { projectsOfClient } from '#features/projects/reads.ts'
import { findVisit } from '#features/visits/reads.ts'
import { visitInput } from '#features/visits/schema.ts'
import { scheduleVisit } from '#features/visits/writes.ts'
import { read } from '#platform/db/db.ts'
import { concernsAccess } from '#platform/realtime/audience.ts'
import { clientScope, systemScope } from '#platform/scope/make.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument, makePicture } from '#support/document.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { handoverPlan } from './reads.ts'
import { usualFolders } from './rules.ts'
import { handoverInput, newOwner } from './schema.ts'
import { handOver, handOverToNew } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail', 'notify', 'deliver'] })
openStorage()

/** A house of Maya's with a tenant, papers of both kinds, a picture and a project; and Noor, who is to have it. */
async function makeHouse() {
	const maya = await makeContact()
	const account = { id: maya.accountId, workspaceId: maya.scope.workspaceId }
	const scope = systemScope(account)
	const noor = await makeContact({ accounts: [await makeAccount({ in: scope, name: 'Noor' })] })
	const site = await makeSite({ account, name: 'Home' })
	await makeSite({ account, name: 'Cabin' })
	const tenant = await makeContact({ accounts: [], workspaceId: account.workspaceId })
	await linkContact(scope, tenant.id, { type: 'site', id: site.id })
	const project = await makeProject({ account, siteId: site.id, name: 'Roof' })
	const at = { account, siteId: site.id, sharedWithPortal: true }
	const permit = await makeDocument({ ...at, folder: 'permits', title: 'Permit' })
	const contract = await makeDocument({ ...at, folder: 'contracts', title: 'Contract' })
	const own = await makeDocument({ ...at, folder: 'permits', title: 'Sent by Maya', by: maya.scope })
	const picture = await makePicture({ ...at, projectId: project.id, title: 'Roof after' })
	const elsewhere = await makeDocument({ account, sharedWithPortal: true, folder: 'permits', title: 'Of the account' })
	return { maya, noor, tenant, account, scope, site, project, documents: { permit, contract, own, picture, elsewhere } }
}

/** What somebody sees now, as the next request would find. */
async function nowOf(scope: ClientScope): Promise<ClientScope> {
	const facts = await read(systemScope(scope), (reader) => reachOf(reader, scope.contactId))
	const { kind: _, ...fields } = scope
	const { accountIds = [], siteIds = [], projectIds = [] } = facts ?? {}
	return clientScope({ ...fields, accountIds, siteIds, projectIds })
}
async function seen(who: ClientScope, ids: string[]): Promise<string[]> {
	return (await read(await nowOf(who), (reader) => documentsByIds(reader, ids))).map(({ title }) => title)
}

test('DOC-5: the house goes to its new owner with what belongs to it; what is private stays, and who had it sees it no more', async () => {
	const { maya, noor, tenant, account, scope, site, project, documents } = await makeHouse()
	const ids = Object.values(documents).map(({ id }) => id)
	const request = requestInput.parse({ projectId: project.id, title: 'Electricity bill' })
	await askForDocument(scope, request, { tell: false })
	const visit = await scheduleVisit(
		scope,
		visitInput().parse({
			...{ projectId: project.id, title: 'Installation', notify: false },
			...{ startsAt: '2031-03-01T08:00:00Z', endsAt: '2031-03-01T10:00:00Z' },
		}),
	)
	if (!visit.ok) throw new Error(visit.reason)
	const items = []
	for (const title of ['Done by Maya', 'Open']) {
		const input = itemInput.parse({ projectId: project.id, kind: 'confirm', title })
		const made = await assignItem(scope, input, { tell: false })
		if (made.ok) items.push(made.item.id)
	}
	expect(await completeItem(maya.scope, items[0] ?? '', { values: {} })).toMatchObject({ ok: true })
	const plan = await read(scope, (reader) => handoverPlan(reader, site.id))
	expect(plan).toMatchObject({
		site: { title: 'Home', accountId: account.id },
		projectsActive: [{ id: project.id }],
		requests: 1,
		only: false,
	})
	expect(plan?.people.map(({ id, whole }) => [id, whole]).sort()).toEqual(
		[
			[maya.id, true],
			[tenant.id, false],
		].sort(),
	)
	expect(plan?.folders.filter((one) => one.documents + one.own > 0)).toEqual([
		{ folder: 'contracts', documents: 1, own: 0 },
		{ folder: 'permits', documents: 1, own: 1 },
		{ folder: 'photos', documents: 1, own: 0 },
	])
	const wish = handoverInput.parse({ accountId: noor.accountId })
	expect(wish.folders).toEqual(usualFolders)
	expect(await handOver(scope, site.id, wish)).toMatchObject({ ok: false, reason: 'projects_active' })
	expect(await seen(noor.scope, ids)).toEqual([])

	const before = await nowOf(maya.scope)
	const going = { ...wish, activeProjects: 'go' as const }
	const both = await Promise.all([handOver(scope, site.id, going), handOver(scope, site.id, going)])
	expect(both.filter(({ ok }) => ok)).toMatchObject([
		{
			handed: { fromAccountId: account.id, toAccountId: noor.accountId, documents: 2, projects: 1, projectsStaying: 0 },
		},
	])
	expect(both.find(({ ok }) => !ok)).toEqual({ ok: false, reason: 'handed_already' })

	expect((await seen(noor.scope, ids)).sort()).toEqual(['Permit', 'Roof after'])
	expect((await seen(maya.scope, ids)).sort()).toEqual(['Contract', 'Of the account', 'Sent by Maya'])
	expect(await seen(tenant.scope, ids)).toEqual([])
	const projectsOf = async (who: ClientScope) =>
		(await read(await nowOf(who), (reader) => projectsOfClient(reader))).map(({ id }) => id)
	expect([await projectsOf(noor.scope), await projectsOf(maya.scope), await projectsOf(tenant.scope)]).toEqual([
		[project.id],
		[],
		[],
	])
	// What Maya did stays hers, for the staff to see; what she had not done is nobody's.
	const itemsOf = async (who: ClientScope | SystemScope) =>
		(await read(who, (reader) => itemsOfProject(reader, project.id))).map(({ id }) => id)
	expect([await itemsOf(await nowOf(noor.scope)), await itemsOf(scope)]).toEqual([[], [items[0]]])
	const comesTo = (who: ClientScope) => read(who, (reader) => findVisit(reader, visit.visit.id))
	expect(await comesTo(await nowOf(noor.scope))).toMatchObject({ accountId: noor.accountId, siteId: site.id })
	expect(await comesTo(await nowOf(maya.scope))).toBeNull()
	const contract = await read(scope, (reader) => findDocument(reader, documents.contract.id))
	expect(contract).toMatchObject({ accountId: account.id, siteId: null })
	const own = await read(scope, (reader) => findDocument(reader, documents.own.id))
	expect(own).toMatchObject({ accountId: account.id, siteId: null, projectId: null })
	const { rows } = await read(scope, ({ client }) =>
		client.query(
			`select account_id, data->>'from' as "from", data->>'to' as "to" from events where type = 'site.handedOver' order by id`,
		),
	)
	expect(rows.map((row) => row.account_id)).toEqual([account.id, noor.accountId])
	expect(rows[0]).toMatchObject({ to: 'Noor' })
	const withdrawn = await read(scope, ({ client }) =>
		client.query(`select 1 from events where type = 'documentRequest.withdrawn' and account_id = $1`, [account.id]),
	)
	expect(withdrawn.rows).toHaveLength(1)
	const hint = { w: account.workspaceId, t: 'site.handedOver', s: site.id, a: account.id }
	expect([concernsAccess(before, hint), concernsAccess(noor.scope, hint)]).toEqual([true, false])
})

test('DOC-5: a project under way can stay with who had it, without the address', async () => {
	const { maya, noor, scope, site, project, documents } = await makeHouse()
	const wish = handoverInput.parse({
		accountId: noor.accountId,
		folders: ['contracts', 'photos'],
		activeProjects: 'stay',
	})
	expect(await handOver(scope, site.id, wish)).toMatchObject({ ok: true, handed: { documents: 1, projectsStaying: 1 } })
	expect(
		await seen(
			noor.scope,
			Object.values(documents).map(({ id }) => id),
		),
	).toEqual(['Contract'])
	expect(await read(await nowOf(maya.scope), (reader) => projectsOfClient(reader))).toMatchObject([
		{ id: project.id, siteId: null },
	])
	const picture = await read(scope, (reader) => findDocument(reader, documents.picture.id))
	expect(picture).toMatchObject({ accountId: maya.accountId, siteId: null, projectId: project.id })
})

test('DOC-5: a new owner is made together with the hand-over, or nothing is', async () => {
	const { noor, account, scope, site } = await makeHouse()
	const owner = (fields: object) => newOwner('US').parse({ firstName: 'Ana', lastName: 'Ortiz', ...fields })
	const accounts = async () =>
		(await read(scope, ({ client }) => client.query('select name from accounts'))).rows.map(({ name }) => name)
	const count = (await accounts()).length
	const folders = [...usualFolders]
	expect(await handOverToNew(scope, site.id, owner({ email: 'ana@example.com' }), { folders })).toMatchObject({
		reason: 'projects_active',
	})
	expect(
		await handOverToNew(scope, site.id, owner({ email: noor.email }), { folders, activeProjects: 'go' }),
	).toMatchObject({
		reason: 'email_taken',
		path: 'email',
	})
	expect(await accounts()).toHaveLength(count)
	const done = await handOverToNew(scope, site.id, owner({ email: 'ana@example.com' }), {
		folders,
		activeProjects: 'go',
	})
	expect(done).toMatchObject({ ok: true, handed: { fromAccountId: account.id } })
	expect(await accounts()).toContain('Ana Ortiz')
	expect(await handOver(scope, 'sit_unknown', handoverInput.parse({ accountId: account.id }))).toMatchObject({
		reason: 'not_found',
	})
})
