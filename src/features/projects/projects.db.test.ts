import { expect, test } from 'vitest'
import { factsFor } from '#features/access/directLinks/reads.ts'
import { changeDocument } from '#features/documents/keeping/writes.ts'
import { findDocument, listDocuments } from '#features/documents/reads.ts'
import { findFlow } from '#features/flows/reads.ts'
import { editStages, publishFlow } from '#features/flows/writes.ts'
import { linksOf } from '#features/people/links/reads.ts'
import { linkContact, unlinkContact } from '#features/people/links/writes.ts'
import { mergeContacts } from '#features/people/merging/writes.ts'
import { read } from '#platform/db/db.ts'
import { clientScope, systemScope } from '#platform/scope/make.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { makeFlow, twoStages } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { listMoves } from './moves/reads.ts'
import { moveProject, remapProject, restartProject, undoMove } from './moves/writes.ts'
import { findProject, listProjects, projectsOfClient } from './reads.ts'
import { projectInput } from './schema.ts'
import { createProject, upsertProject } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail'] })
openStorage()

async function company() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const flow = await makeFlow(scope.workspaceId)
	const project = await makeProject({ account, flowId: flow.id })
	return { scope, account, flow, project }
}
const again = (scope: SystemScope, id: string) => read(scope, (reader) => findProject(reader, id))

test('PRJ-4: a move puts the project on its step, says since when and until when, and is written down', async () => {
	const { scope, project } = await company()
	const dev = await makeMember({ in: scope, name: 'Dev' })
	expect(project).toMatchObject({ stepId: 'a', stageId: 'one', status: 'active', moves: 1 })
	const moved = await moveProject(dev.scope, project.id, { stepId: 'b', note: 'Handed in' })
	expect(moved).toMatchObject({ ok: true, project: { stepId: 'b', moves: 2 } })
	const [last] = await read(scope, (reader) => listMoves(reader, project.id))
	expect(last).toMatchObject({ kind: 'moved', fromName: 'In a', toName: 'In b', note: 'Handed in', by: 'Dev' })
	const { rows } = await read(scope, ({ client }) =>
		client.query(`select data from events where type = 'project.moved' and subject_id = $1`, [project.id]),
	)
	expect(rows).toMatchObject([{ data: { from: 'In a', step: 'In b', stepId: 'b' } }])
})

test('PRJ-4: the same move twice, one after the other or at once, has one effect, and the loser learns what happened', async () => {
	const { scope, project } = await company()
	const dev = await makeMember({ in: scope, name: 'Dev' })
	const both = await Promise.all([1, 2, 3].map(() => moveProject(dev.scope, project.id, { stepId: 'b' })))
	expect(both.filter((outcome) => outcome.ok)).toHaveLength(1)
	expect(both.find((outcome) => !outcome.ok)).toMatchObject({ reason: 'already_there', last: { by: 'Dev' } })
	const late = await moveProject(scope, project.id, { stepId: 'c', from: 'a', seen: 1 })
	expect(late).toMatchObject({ ok: false, reason: 'moved_meanwhile', project: { stepId: 'b' } })
	expect(await read(scope, (reader) => listMoves(reader, project.id))).toHaveLength(2)
})

test('PRJ-4: the last move can be taken back; the step is on again since when it was, and both stay in the history', async () => {
	const { scope, project } = await company()
	const moved = await moveProject(scope, project.id, { stepId: 'won' })
	if (!moved.ok) throw new Error(moved.reason)
	expect(moved.project.status).toBe('succeeded')
	expect(await moveProject(scope, project.id, { stepId: 'b' })).toMatchObject({ ok: false, reason: 'project_ended' })
	const undone = await undoMove(scope, project.id, moved.moveId)
	expect(undone).toMatchObject({ ok: true, project: { stepId: 'a', status: 'active', stepSince: project.stepSince } })
	expect(await undoMove(scope, project.id, moved.moveId)).toMatchObject({ ok: false, reason: 'nothing_to_undo' })
	const moves = await read(scope, (reader) => listMoves(reader, project.id))
	expect(moves.map((move) => [move.toStepId, move.undoneAt !== null])).toEqual([
		['won', true],
		['a', false],
	])
})

test('PRJ-3: what failed begins again where its step allows that, by the client too, and its history stays', async () => {
	const { scope, account, project } = await company()
	const maya = await makeContact({ accounts: [account] })
	expect(await restartProject(maya.scope, project.id)).toMatchObject({ ok: false, reason: 'not_ended' })
	await moveProject(scope, project.id, { stepId: 'lost' })
	expect((await again(scope, project.id))?.status).toBe('failed')
	const twice = await Promise.all([restartProject(maya.scope, project.id), restartProject(maya.scope, project.id)])
	expect(twice.filter((outcome) => outcome.ok)).toHaveLength(1)
	expect(await again(scope, project.id)).toMatchObject({ stepId: 'a', status: 'active' })
	expect((await read(scope, (reader) => listMoves(reader, project.id))).map(({ kind }) => kind)).toEqual([
		'restarted',
		'moved',
		'begun',
	])
	const stranger = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	await moveProject(scope, project.id, { stepId: 'lost' })
	expect(await restartProject(stranger.scope, project.id)).toEqual({ ok: false, reason: 'not_found' })
})

test('PRJ-1: a new version changes none of 50 projects; one that is moved over keeps its step, or asks', async () => {
	const { scope, account, flow } = await company()
	const all = []
	for (let n = 0; n < 50; n++) all.push(await makeProject({ account, flowId: flow.id, stepId: n % 2 ? 'b' : 'a' }))
	const before = await read(scope, (reader) => listProjects(reader, { limit: 100 }))
	const drawn = await editStages(scope, flow.id, (stages) => {
		stages[0]?.steps.splice(0, 1)
		return stages
	})
	expect(drawn).toMatchObject({ ok: true, flow: { version: 2, status: 'draft', publishedVersion: 1 } })
	expect(await publishFlow(scope, flow.id)).toMatchObject({ ok: true, again: false })
	expect(await publishFlow(scope, flow.id)).toMatchObject({ ok: true, again: true })
	const after = await read(scope, (reader) => listProjects(reader, { limit: 100 }))
	expect(after).toEqual(before)
	expect((await read(scope, (reader) => findFlow(reader, flow.id, 1)))?.stages).toEqual(flow.stages)
	const [onA, onB] = all
	if (!onA || !onB) throw new Error('no projects')
	expect(await remapProject(scope, onB.id, { version: 2 })).toMatchObject({
		ok: true,
		project: { flowVersion: 2, stepId: 'b', stepSince: onB.stepSince },
	})
	expect(await remapProject(scope, onA.id, { version: 2 })).toMatchObject({ reason: 'step_not_mapped' })
	expect(await remapProject(scope, onA.id, { version: 2, stepId: 'd' })).toMatchObject({ ok: true })
	expect(await remapProject(scope, onA.id, { version: 2 })).toMatchObject({ reason: 'already_on_version' })
	expect(await remapProject(scope, onA.id, { version: 9 })).toMatchObject({ reason: 'version_unknown' })
	expect(await undoMove(scope, onA.id)).toMatchObject({ ok: true, project: { flowVersion: 1, stepId: 'a' } })
})

test('PRJ-1: a flow with mistakes is not published, and nothing begins on a draft', async () => {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const flow = await makeFlow(scope.workspaceId, twoStages)
	await editStages(scope, flow.id, () => [])
	expect(await publishFlow(scope, flow.id)).toMatchObject({ ok: false, reason: 'invalid' })
	const input = projectInput.parse({ accountId: account.id, flowId: flow.id })
	expect(await createProject(scope, input)).toMatchObject({ ok: true, project: { flowVersion: 1, name: 'Solar' } })
})

test('API-1: an external id makes one project, and brings it up to date', async () => {
	const { scope, account, flow } = await company()
	const input = projectInput.parse({ name: 'Roof', accountId: account.id, flowId: flow.id })
	const both = await Promise.all([upsertProject(scope, 'crm-1', input), upsertProject(scope, 'crm-1', input)])
	expect(both.map((one) => Boolean(one.created)).sort()).toEqual([false, true])
	const renamed = await upsertProject(scope, 'crm-1', { ...input, name: 'Roof and barn' })
	expect(renamed).toMatchObject({ ok: true, project: { name: 'Roof and barn' } })
	const other = await makeAccount({ in: scope })
	expect(await upsertProject(scope, 'crm-1', { ...input, accountId: other.id })).toMatchObject({
		reason: 'account_fixed',
	})
})

test('PRJ-7: projects are found by their own words, their account and its people', async () => {
	const { scope, account, project } = await company()
	await makeContact({ accounts: [account], firstName: 'Zenobia', sortName: 'zenobia', search: 'zenobia' })
	const found = async (q: string) =>
		(await read(scope, (reader) => listProjects(reader, { filter: { q } }))).rows.map(({ id }) => id)
	expect(await found('roo')).toEqual([project.id])
	expect(await found('nothing')).toEqual([])
	const other = await makeProject({
		account: await makeAccount({ in: scope, name: 'Quillfeather' }),
		flowId: project.flowId,
	})
	expect(await found('quillf')).toEqual([other.id])
})

/** As the front door would make it. */
async function scopeOf(scope: SystemScope, contactId: string): Promise<ClientScope> {
	const facts = await read(scope, (reader) => factsFor(reader, contactId))
	if (!facts) throw new Error('nobody')
	const { areas, accountIds, siteIds, projectIds } = facts
	return clientScope({
		workspaceId: scope.workspaceId,
		contactId,
		areas,
		accountIds,
		siteIds,
		projectIds,
		locale: 'en',
	})
}

test('PRJ-5: a lender linked with one project sees it and its evidence, and no other document or project', async () => {
	const { scope, account, project } = await company()
	const other = await makeProject({ account, flowId: project.flowId })
	const lender = await makeContact({ accounts: [await makeAccount({ in: scope })], kind: 'lender' })
	await unlinkContact(scope, lender.id, (await read(scope, (reader) => linksOf(reader, [lender.id])))[0]?.id ?? '')
	expect((await scopeOf(scope, lender.id)).areas).toEqual([])
	expect(await linkContact(scope, lender.id, { type: 'project', id: project.id })).toEqual({ ok: true })
	expect(await linkContact(scope, lender.id, { type: 'project', id: 'prj_none' })).toMatchObject({
		reason: 'project_unknown',
	})
	const shared = { account, sharedWithPortal: true }
	const [proof, secret, plan] = [
		await makeDocument(shared),
		await makeDocument({ account }),
		await makeDocument(shared),
	]
	for (const one of [proof, secret])
		expect(await changeDocument(scope, one.id, { projectId: project.id, milestone: 'M1' })).toMatchObject({ ok: true })
	const as = await scopeOf(scope, lender.id)
	expect(as).toMatchObject({ areas: ['projects'], accountIds: [], projectIds: [project.id] })
	const seen = await read(as, (reader) => projectsOfClient(reader))
	expect(seen.map(({ id, lends }) => [id, lends])).toEqual([[project.id, true]])
	expect(await read(as, (reader) => findProject(reader, other.id))).toBeNull()
	const vendor = await makeContact({ accounts: [await makeAccount({ in: scope })], kind: 'vendor' })
	await linkContact(scope, vendor.id, { type: 'project', id: project.id })
	const guest = await scopeOf(scope, vendor.id)
	expect((await read(guest, (reader) => projectsOfClient(reader))).map(({ lends }) => lends)).toEqual([false])
	const may = async (id: string) => (await read(as, (reader) => findDocument(reader, id))) !== null
	expect([await may(proof.id), await may(secret.id), await may(plan.id)]).toEqual([true, false, false])
	expect((await read(as, (reader) => listDocuments(reader, {}, { limit: 10 }))).rows).toEqual([])
	expect(await restartProject(as, project.id)).toEqual({ ok: false, reason: 'not_found' })
})

test('ACC-9: a link to a project goes over in a merge, once, and does not become one to the account', async () => {
	const { scope, account, project } = await company()
	const one = await makeContact({ accounts: [await makeAccount({ in: scope })], kind: 'lender' })
	const two = await makeContact({ accounts: [await makeAccount({ in: scope })], kind: 'lender' })
	for (const { id } of [one, two]) await linkContact(scope, id, { type: 'project', id: project.id })
	expect(await mergeContacts(scope, one.id, two.id)).toEqual({ ok: true })
	const as = await scopeOf(scope, one.id)
	expect(as.projectIds).toEqual([project.id])
	expect(as.accountIds).not.toContain(account.id)
})

test('PRJ-2: a project of a site is seen by who is linked with that site, and by no other company', async () => {
	const { account, flow } = await company()
	const [roof, barn] = [await makeSite({ account }), await makeSite({ account })]
	const project = await makeProject({ account, siteId: roof.id, flowId: flow.id })
	const of = async (siteId: string) => {
		const lena = await makeContact({ accounts: [account] })
		const as = clientScope({ ...lena.scope, accountIds: [], siteIds: [siteId] })
		return (await read(as, (reader) => projectsOfClient(reader))).map(({ id }) => id)
	}
	expect([await of(roof.id), await of(barn.id)]).toEqual([[project.id], []])
	const elsewhere = await makeWorkspace()
	expect(await read(elsewhere, (reader) => findProject(reader, project.id))).toBeNull()
	const foreign = projectInput.parse({ accountId: account.id, flowId: flow.id })
	expect(await createProject(systemScope(elsewhere), foreign)).toMatchObject({ reason: 'account_unknown' })
})
