import { expect, test } from 'vitest'
import { reachOf } from '#features/access/reach/reads.ts'
import { listDocuments } from '#features/documents/reads.ts'
import { sendMessage } from '#features/messages/writes.ts'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { projectsOfAccount } from '#features/projects/lists/reads.ts'
import { visitsOfProject } from '#features/visits/reads.ts'
import { visitInput } from '#features/visits/schema.ts'
import { scheduleVisit } from '#features/visits/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { read, write } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { useInstallation } from '#support/installation.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { accountFeed } from '../../feed/reads.ts'
import { contactsOfAccount } from '../../links/reads.ts'
import { linkContact } from '../../links/writes.ts'
import { accountInput } from '../../schema.ts'
import { sitesOfAccount } from '../../sites/reads.ts'
import { countAccounts, findAccount, listAccounts, searchAccounts } from '../reads.ts'
import { archiveAccount, noteAccount, restoreAccount, updateAccount, upsertAccount } from '../writes.ts'
import { belongingsOfAccount, suggestDuplicateAccounts } from './reads.ts'
import { mergeAccounts } from './writes.ts'

useInstallation(notificationJobs)

async function couple(scope: SystemScope, fields: { keep?: object; gone?: object } = {}) {
	const keep = await makeAccount({ in: scope, name: 'Reyes family', ...fields.keep })
	const gone = await makeAccount({ in: scope, name: 'Maya Reyes', ...fields.gone })
	return { keep, gone }
}

/** A contact as the portal would take it now. */
async function asNow(scope: SystemScope, contactId: string): Promise<ClientScope> {
	const facts = await read(scope, (reader) => reachOf(reader, contactId))
	if (!facts) throw new Error('nobody')
	return clientScope({ workspaceId: scope.workspaceId, ...facts, locale: 'en' })
}

const titlesFor = async (scope: SystemScope, contactId: string) => {
	const page = await read(await asNow(scope, contactId), (reader) => listDocuments(reader, {}, { limit: 50 }))
	return page.rows.map(({ title }) => title).sort()
}

const mergersIn = (scope: SystemScope) =>
	read(scope, async ({ client }) => {
		const { rows } = await client.query(`select subject_id, data from events where type = 'account.merged'`)
		return rows
	})

test('ACC-9: of two accounts one is made, and all that belonged to the other is there once', async () => {
	const scope = await makeWorkspace()
	const { keep, gone } = await couple(scope, { gone: { externalId: 'X-1', leadSource: 'Fair', notes: 'Has a dog' } })
	const [maya, tom] = [
		await makeContact({ accounts: [keep, gone] }),
		await makeContact({ accounts: [gone], firstName: 'Tom' }),
	]
	const site = await makeSite({ account: gone })
	await linkContact(scope, tom.id, { type: 'site', id: site.id })
	const project = await makeProject({ account: gone, siteId: site.id })
	const times = {
		startsAt: new Date(now().getTime() + 1e8).toISOString(),
		endsAt: new Date(now().getTime() + 1.1e8).toISOString(),
	}
	await scheduleVisit(scope, visitInput('US').parse({ projectId: project.id, title: 'Survey', ...times }))
	await makeDocument({ account: gone, folder: 'permits', title: 'Permit', sharedWithPortal: true })
	await makeDocument({ account: keep, folder: 'other', title: 'Plan', sharedWithPortal: true })
	await sendMessage(maya.scope, { accountId: keep.id }, { body: 'one' })
	await sendMessage(maya.scope, { accountId: gone.id }, { body: 'two' })
	await sendMessage(tom.scope, { accountId: gone.id }, { body: 'three' })
	await noteAccount(scope, gone.id, 'Gate code 7')

	const before = await read(scope, (reader) => belongingsOfAccount(reader, gone.id))
	expect(before).toMatchObject({
		people: 2,
		sites: 1,
		projects: 1,
		visits: 1,
		documents: 1,
		conversations: 2,
		messages: 2,
	})
	expect(await mergeAccounts(scope, keep.id, gone.id)).toEqual({ ok: true })

	await read(scope, async (reader) => {
		const kept = await findAccount(reader, keep.id)
		expect(kept).toMatchObject({ name: 'Reyes family', externalId: 'X-1', leadSource: 'Fair', notes: 'Has a dog' })
		const people = await contactsOfAccount(reader, keep.id)
		expect(people.map(({ id, siteId }) => [id, siteId])).toEqual(
			expect.arrayContaining([
				[maya.id, null],
				[tom.id, null],
				[tom.id, site.id],
			]),
		)
		expect(people).toHaveLength(3)
		expect((await sitesOfAccount(reader, keep.id)).map(({ id }) => id)).toEqual([site.id])
		expect((await projectsOfAccount(reader, keep.id)).map(({ id }) => id)).toEqual([project.id])
		expect((await visitsOfProject(reader, project.id)).map(({ accountId }) => accountId)).toEqual([keep.id])
		const { rows } = await listDocuments(reader, { accountId: keep.id }, { limit: 50 })
		expect(rows.map(({ title, folder }) => `${folder}/${title}`).sort()).toEqual(['other/Plan', 'permits/Permit'])
		const after = await belongingsOfAccount(reader, keep.id)
		expect(after).toMatchObject({ people: 2, conversations: 2, messages: 3 })
		const said = (await accountFeed(reader, keep.id)).entries
		expect(said.map(({ text }) => text)).toEqual(expect.arrayContaining(['one', 'two', 'three', 'Gate code 7']))
		expect(said.map(({ type }) => type)).toContain('account.merged')
		expect(Object.values(await belongingsOfAccount(reader, gone.id)).every((count) => count === 0)).toBe(true)
		expect((await listAccounts(reader)).rows.map(({ id }) => id)).toEqual([keep.id])
		expect((await listAccounts(reader, { filter: { archived: true } })).rows).toEqual([])
		expect(await countAccounts(reader, {}, 10)).toMatchObject({ all: 1, archived: 0 })
		expect((await searchAccounts(reader, 'juniper')).map(({ id }) => id)).toEqual([keep.id])
	})
	for (const { id } of [maya, tom]) expect(await titlesFor(scope, id)).toEqual(['Permit', 'Plan'])
})

test('ACC-9: done again, or twice at once, a merge has one effect; of two in opposite directions one counts', async () => {
	const scope = await makeWorkspace()
	const { keep, gone } = await couple(scope)
	const both = await Promise.all([mergeAccounts(scope, keep.id, gone.id), mergeAccounts(scope, keep.id, gone.id)])
	expect([...both, await mergeAccounts(scope, keep.id, gone.id)]).toEqual(Array(3).fill({ ok: true }))
	expect(await mergersIn(scope)).toHaveLength(1)
	const [one, two] = [await makeAccount({ in: scope }), await makeAccount({ in: scope })]
	const crossed = await Promise.all([mergeAccounts(scope, one.id, two.id), mergeAccounts(scope, two.id, one.id)])
	expect(crossed.filter(({ ok }) => ok)).toHaveLength(1)
	expect(crossed).toContainEqual({ ok: false, reason: 'archived' })
	expect(await mergersIn(scope)).toHaveLength(2)
})

test('ACC-9: what somebody adds while the merge waits for it comes over too', async () => {
	const scope = await makeWorkspace()
	const { keep, gone } = await couple(scope)
	let merging: Promise<unknown> = Promise.resolve()
	await write(scope, async ({ client }) => {
		await client.query(`insert into sites (workspace_id, id, account_id) values ($1, 'sit_meanwhile', $2)`, [
			scope.workspaceId,
			gone.id,
		])
		merging = mergeAccounts(scope, keep.id, gone.id)
	})
	expect(await merging).toEqual({ ok: true })
	expect((await read(scope, (reader) => sitesOfAccount(reader, keep.id))).map(({ id }) => id)).toEqual([
		'sit_meanwhile',
	])
})

test('two workspaces: an account is not merged with itself, an archived one, or that of another company', async () => {
	const [scope, other] = [await makeWorkspace(), await makeWorkspace()]
	const { keep, gone } = await couple(scope)
	const theirs = await makeAccount({ in: other })
	expect(await mergeAccounts(scope, keep.id, keep.id)).toEqual({ ok: false, reason: 'same' })
	expect(await mergeAccounts(scope, keep.id, theirs.id)).toEqual({ ok: false, reason: 'other_unknown' })
	expect(await mergeAccounts(scope, theirs.id, keep.id)).toEqual({ ok: false, reason: 'not_found' })
	await archiveAccount(scope, gone.id)
	expect(await mergeAccounts(scope, keep.id, gone.id)).toEqual({ ok: false, reason: 'archived' })
	expect(await mergeAccounts(scope, gone.id, keep.id)).toEqual({ ok: false, reason: 'archived' })
	await restoreAccount(scope, gone.id)
	const third = await makeAccount({ in: scope })
	expect(await mergeAccounts(scope, third.id, gone.id)).toEqual({ ok: true })
	expect(await mergeAccounts(scope, keep.id, gone.id)).toEqual({ ok: false, reason: 'archived' })
	expect(await mergersIn(other)).toEqual([])
	expect(await read(other, (reader) => findAccount(reader, theirs.id))).toMatchObject({ archivedAt: null })
})

test('API-1: a merged account stays away, and its external id leads to the one that took it in', async () => {
	const scope = await makeWorkspace()
	const { keep, gone } = await couple(scope, { keep: { externalId: 'K' }, gone: { externalId: 'G' } })
	await mergeAccounts(scope, keep.id, gone.id)
	expect(await restoreAccount(scope, gone.id)).toBe(false)
	expect(await noteAccount(scope, gone.id, 'Late')).toBe(false)
	const written = await upsertAccount(scope, 'G', accountInput.parse({ name: 'Reyes & Tom' }))
	expect(written).toMatchObject({ ok: true, account: { id: keep.id, externalId: 'K', name: 'Reyes & Tom' } })
	// Once more into another: whoever was merged before follows.
	const last = await makeAccount({ in: scope })
	await mergeAccounts(scope, last.id, keep.id)
	const again = await upsertAccount(scope, 'G', accountInput.parse({ name: 'Last' }))
	expect(again).toMatchObject({ ok: true, account: { id: last.id, externalId: 'K' } })
	expect(await updateAccount(scope, last.id, { externalId: 'G' })).toMatchObject({
		ok: true,
		account: { externalId: 'G' },
	})
})

test('ACC-9: accounts at one address, of one name and with one phone are suggested, in this order', async () => {
	const scope = await makeWorkspace()
	const { keep } = await couple(scope)
	await makeSite({ account: keep })
	await makeContact({ accounts: [keep], phone: '+13035550142' })
	const named = await makeAccount({ in: scope, name: 'REYES family' })
	const called = await makeAccount({ in: scope, name: 'M. R.' })
	await makeContact({ accounts: [called], phone: '+13035550142' })
	const neighbour = await makeAccount({ in: scope, name: 'M. Reyes' })
	await makeSite({ account: neighbour })
	const upstairs = await makeAccount({ in: scope, name: 'Park' })
	await makeSite({
		account: upstairs,
		address: { line1: '12 Juniper Lane', line2: 'Flat 2', city: 'Longmont', region: 'CO', postalCode: '80501' },
	})
	await makeAccount({ name: 'Reyes family' })
	const found = await read(scope, (reader) => suggestDuplicateAccounts(reader, keep.id))
	expect(found.map(({ id, same }) => [id, same])).toEqual([
		[neighbour.id, 'address'],
		[named.id, 'name'],
		[called.id, 'phone'],
	])
	await archiveAccount(scope, neighbour.id)
	expect(await read(scope, (reader) => suggestDuplicateAccounts(reader, keep.id))).toHaveLength(2)
})
