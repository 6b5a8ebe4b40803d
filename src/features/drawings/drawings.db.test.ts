import { expect, test } from 'vitest'
import { deliveries } from '#features/notifications/tables.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { mergeContacts } from '#features/people/merging/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { requiredOf } from '#features/projects/required/reads.ts'
import { archiveProject } from '#features/projects/writes.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { read } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { AccessArea, ClientScope, Scope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDrawing, makePlane } from '#support/drawing.ts'
import { makeFlow, step } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { authorsOf, drawingOfClient, findDrawing, houseOf } from './reads.ts'
import { handInDrawing, reopenDrawing, saveDrawing } from './writes.ts'

openDatabase({ jobs: ['delivery.send'] })
openStorage()
useSecret('a secret for tests, long enough for everything')

const stages = [
	{
		id: 'design',
		name: 'Design',
		portalName: { en: 'Design', es: 'Diseño' },
		steps: [
			step('roof', { screen: 'drawing', holder: 'client' }),
			step('asked', { required: ['drawing'], movesOn: true }),
			step('next'),
			step('done', { screen: 'success' }),
		],
	},
]

async function company(stepId = 'roof') {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const flowId = (await makeFlow(scope.workspaceId, stages)).id
	const project = await makeProject({ account, flowId, stepId })
	const [maya, noor] = [await makeContact({ accounts: [account] }), await makeContact({ accounts: [account] })]
	return { scope, account, flowId, project, maya, noor }
}

const seenBy = (scope: Scope, id: string) => read(scope, (reader) => findDrawing(reader, id))
const events = (scope: SystemScope, id: string) =>
	read(scope, async ({ client }) => {
		const { rows } = await client.query(
			`select type, data from events where subject_id = $1 and type like 'drawing.%' order by id`,
			[id],
		)
		return rows
	})
const [one, other] = [makePlane('South'), makePlane('North', [0, 9])]

test('PRJ-3: drawn, saved, handed in, sent back with a reason, handed in again; each once in the feed', async () => {
	const { scope, project, maya } = await company()
	const ann = (await makeMember({ in: scope, role: 'office' })).scope
	expect(await seenBy(maya.scope, project.id)).toBeNull()
	const saved = await saveDrawing(maya.scope, project.id, { planes: [one], revision: 0 })
	expect(saved).toMatchObject({ ok: true, drawing: { state: 'draft', revision: 1, savedById: maya.id } })
	expect((await seenBy(maya.scope, project.id))?.planes).toEqual([one])
	const handedIn = await handInDrawing(maya.scope, project.id, { planes: [one, other], revision: 1 })
	expect(handedIn).toMatchObject({ ok: true, drawing: { state: 'handedIn', revision: 2, handedInById: maya.id } })
	const late = { planes: [other], revision: 2 }
	expect(await saveDrawing(maya.scope, project.id, late)).toMatchObject({ ok: false, reason: 'drawing_handed_in' })
	expect(await handInDrawing(maya.scope, project.id, late)).toMatchObject({ ok: false, reason: 'drawing_handed_in' })
	const back = await reopenDrawing(ann, project.id, { reason: 'The garage is missing' })
	expect(back).toMatchObject({ ok: true, drawing: { state: 'returned', reason: 'The garage is missing' } })
	const told = await read(scope, ({ db }) => db.select().from(deliveries))
	expect(told.map((one) => [one.template, one.event])).toEqual([
		['cameBack', 'drawing.reopened'],
		['cameBack', 'drawing.reopened'],
	])
	expect(await reopenDrawing(ann, project.id, { reason: '' })).toMatchObject({ reason: 'drawing_not_handed_in' })
	expect(await handInDrawing(maya.scope, project.id)).toMatchObject({ ok: true, drawing: { reason: '' } })
	expect((await events(scope, project.id)).map(({ type }) => type)).toEqual([
		'drawing.saved',
		'drawing.saved',
		'drawing.handedIn',
		'drawing.reopened',
		'drawing.handedIn',
	])
	expect((await events(scope, project.id))[1].data).toMatchObject({ planes: 2, areaSquareMetres: 192 })
	const drawing = await seenBy(scope, project.id)
	if (!drawing) throw new Error('no drawing')
	const names = await read(scope, (reader) => authorsOf(reader, drawing))
	expect([...names.keys()].toSorted()).toEqual([maya.id, ann.memberId].toSorted())
})

test('PRJ-3: of two who draw on the same revision the second is told, and nothing is lost', async () => {
	const { project, maya, noor } = await company()
	const both = await Promise.all([
		saveDrawing(maya.scope, project.id, { planes: [one], revision: 0 }),
		saveDrawing(noor.scope, project.id, { planes: [other], revision: 0 }),
	])
	const [won, lost] = both[0].ok ? both : both.toReversed()
	expect(won).toMatchObject({ ok: true, drawing: { revision: 1 } })
	const kept = won?.ok ? won.drawing.planes : []
	expect(lost).toMatchObject({ ok: false, reason: 'drawing_changed', drawing: { revision: 1, planes: kept } })
	expect((await seenBy(maya.scope, project.id))?.planes).toEqual(kept)
	const stale = await handInDrawing(noor.scope, project.id, { planes: [one, other], revision: 0 })
	expect(stale).toMatchObject({ ok: false, reason: 'drawing_changed' })
	expect(await seenBy(maya.scope, project.id)).toMatchObject({ state: 'draft', revision: 1 })
	expect(await saveDrawing(noor.scope, project.id, { planes: [other], revision: 1 })).toMatchObject({ ok: true })
})

test('PRJ-3: what is sent twice is saved once, and what is handed in twice is handed in once', async () => {
	const { scope, project, maya } = await company()
	const save = () => saveDrawing(maya.scope, project.id, { planes: [one], revision: 0, position: { lat: 1, lng: 2 } })
	expect(await Promise.all([save(), save(), save()])).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
	expect(await seenBy(maya.scope, project.id)).toMatchObject({ revision: 1, position: { lat: 1, lng: 2 } })
	const twice = await Promise.all([handInDrawing(maya.scope, project.id), handInDrawing(maya.scope, project.id)])
	expect(twice.filter(({ ok }) => ok)).toHaveLength(1)
	expect((await events(scope, project.id)).map(({ type }) => type)).toEqual(['drawing.saved', 'drawing.handedIn'])
})

test('PRJ-3: nothing drawn is not handed in; a client draws while it is asked to, the company whenever it likes', async () => {
	const { scope, project, maya } = await company()
	expect(await handInDrawing(maya.scope, project.id)).toMatchObject({ ok: false, reason: 'drawing_empty' })
	await saveDrawing(maya.scope, project.id, { planes: [] })
	expect(await handInDrawing(maya.scope, project.id)).toMatchObject({ ok: false, reason: 'drawing_empty' })
	const later = await company('next')
	const drawn = { planes: [one] }
	expect(await saveDrawing(later.maya.scope, later.project.id, drawn)).toMatchObject({ reason: 'drawing_closed' })
	expect(await saveDrawing(later.scope, later.project.id, drawn)).toMatchObject({ ok: true })
	expect(await handInDrawing(later.scope, later.project.id)).toMatchObject({ ok: true })
	expect(await saveDrawing(later.scope, later.project.id, { planes: [other] })).toMatchObject({ ok: true })
	await archiveProject(scope, project.id)
	expect(await saveDrawing(scope, project.id, drawn)).toMatchObject({ reason: 'not_found' })
	expect(await seenBy(maya.scope, project.id)).toBeNull()
})

test('PRJ-4: handing in finishes the step that asks for a drawing, once', async () => {
	const { scope, project, maya } = await company('asked')
	const required = () => read(scope, (reader) => requiredOf(reader, project))
	expect(await required()).toEqual([{ requirement: 'drawing', open: 1, done: 0 }])
	await saveDrawing(maya.scope, project.id, { planes: [one] })
	expect(await required()).toEqual([{ requirement: 'drawing', open: 1, done: 0 }])
	expect(await handInDrawing(maya.scope, project.id)).toMatchObject({ ok: true })
	expect(await required()).toEqual([{ requirement: 'drawing', open: 0, done: 1 }])
	expect(await read(scope, (reader) => findProject(reader, project.id))).toMatchObject({ stepId: 'next' })
	expect(await handInDrawing(maya.scope, project.id)).toMatchObject({ reason: 'drawing_handed_in' })
	const seen = await read(maya.scope, (reader) => drawingOfClient(reader, { ...project, step: project.step }))
	expect(seen).toEqual({ state: 'handedIn', reason: '', mine: false })
})

test('ADM-5: what one of two merged contacts drew was drawn by the kept one', async () => {
	const { scope, project, maya, noor } = await company()
	await handInDrawing(noor.scope, project.id, { planes: [one] })
	await mergeContacts(scope, maya.id, noor.id)
	expect(await seenBy(scope, project.id)).toMatchObject({ savedById: maya.id, handedInById: maya.id })
})

test('PRJ-3: who sees a drawing: by account or site with the area, never a lender, never another company', async () => {
	const { scope, account, flowId, project, maya, noor } = await company()
	const stranger = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	const lender = await makeContact({ accounts: [], workspaceId: scope.workspaceId, kind: 'lender' })
	await linkContact(scope, lender.id, { type: 'project', id: project.id })
	const site = await makeSite({ account })
	const there = await makeProject({ account, flowId, siteId: site.id })
	await makeDrawing(scope, project.id)
	await makeDrawing(scope, there.id)
	const as = (more: Partial<Parameters<typeof clientScope>[0]>) =>
		clientScope({
			workspaceId: scope.workspaceId,
			contactId: noor.id,
			areas: ['projects'] as AccessArea[],
			accountIds: [],
			siteIds: [],
			locale: 'en',
			...more,
		})
	const technician = (await makeMember({ in: scope, role: 'technician' })).scope
	const readers: [string, Scope, string[]][] = [
		['the account', maya.scope, [project.id, there.id]],
		['another account', stranger.scope, []],
		['a lender', as({ contactId: lender.id, projectIds: [project.id] }), []],
		['without the area', as({ accountIds: [account.id], areas: ['documents'] }), []],
		['the site', as({ siteIds: [site.id] }), [there.id]],
		['another company', (await company()).maya.scope, []],
		['another company’s office', (await company()).scope, []],
		['a technician', technician, []],
	]
	for (const [who, reader, ids] of readers) {
		for (const { id } of [project, there]) {
			expect((await seenBy(reader, id)) !== null, who).toBe(ids.includes(id))
			if (ids.includes(id)) continue
			const write = reader as ClientScope
			expect(await saveDrawing(write, id, { planes: [one] }), who).toMatchObject({ reason: 'not_found' })
			expect(await handInDrawing(write, id, { planes: [one] }), who).toMatchObject({ reason: 'not_found' })
		}
	}
	expect(await read(maya.scope, (reader) => houseOf(reader, there))).toMatchObject({ position: null })
	expect(await read(maya.scope, (reader) => houseOf(reader, { siteId: null }))).toBeNull()
})
