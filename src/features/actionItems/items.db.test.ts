import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { listDocuments } from '#features/documents/reads.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { eraseContact } from '#features/privacy/erasing/writes.ts'
import { answersOf as answersOfPerson } from '#features/privacy/gathering/answers/reads.ts'
import { findProject } from '#features/projects/reads.ts'
import { ordersOfProject } from '#features/workOrders/reads.ts'
import { workOrderInput } from '#features/workOrders/schema.ts'
import { changeOrder, createOrder } from '#features/workOrders/writes.ts'
import { setClock } from '#platform/clock/clock.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { read } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { formWith, storedKeys } from '#support/document.ts'
import { makeFlow, step } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { findItemWithAnswers } from './answers/reads.ts'
import { completeItem } from './completing/writes.ts'
import { completeByForm, dropFile, sendFile } from './files/writes.ts'
import { findItem, itemsOfProject, openItems } from './reads.ts'
import { remindOfItems } from './reminding/writes.ts'
import { itemInput, templateInput } from './schema.ts'
import { archiveTemplate, createTemplate } from './templates/writes.ts'
import { assignItem, reopenItem, withdrawItem } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail', 'document-discard', 'delivery.send', 'privacy.deleteFiles'] })
openStorage()
useSecret('a secret for tests, long enough for everything')

async function company() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const project = await makeProject({ account })
	const [maya, noor] = [
		await makeContact({ accounts: [account] }),
		await makeContact({ accounts: [account], firstName: 'Noor' }),
	]
	return { scope, account, project, maya, noor }
}

async function assign(scope: SystemScope, projectId: string, more: object = {}) {
	const made = await assignItem(scope, itemInput.parse({ projectId, kind: 'confirm', title: 'Yes?', ...more }))
	if (!made.ok) throw new Error(JSON.stringify(made))
	return made.item
}
const from = { ip: '10.0.0.7', userAgent: 'A phone' }
const seenBy = (scope: ClientScope | SystemScope, id: string) =>
	read(scope, (reader) => findItemWithAnswers(reader, id))
const told = (scope: SystemScope) => read(scope, ({ db }) => db.select().from(deliveries).orderBy(deliveries.id))

test('PRJ-6: of two devices one completes it, the other learns who did; reopened it is done anew, and the past is kept', async () => {
	const { scope, project, maya, noor } = await company()
	const { id } = await assign(scope, project.id)
	expect(await read(maya.scope, (reader) => openItems(reader, 5))).toMatchObject([{ id, state: 'open' }])
	const both = await Promise.all([maya, noor].map((one) => completeItem(one.scope, id, { values: {}, from })))
	expect(both.map((one) => (one.ok ? 'done' : one.reason)).toSorted()).toEqual(['done', 'item_done'])
	const winner = both[0]?.ok ? 'Maya Reyes' : 'Noor Reyes'
	expect(both.find((one) => !one.ok)).toMatchObject({ by: winner, item: { state: 'done' } })
	const dev = await makeMember({ in: scope, name: 'Dev' })
	expect(await reopenItem(dev.scope, id, { reason: 'Look again' })).toMatchObject({ ok: true, item: { state: 'open' } })
	expect(await reopenItem(dev.scope, id, { reason: 'Look again' })).toMatchObject({ ok: false, reason: 'item_open' })
	await completeItem(noor.scope, id, { values: {}, from })
	expect(await seenBy(maya.scope, id)).toMatchObject({
		item: { state: 'done', completedById: noor.id, reason: null },
		answers: [
			{ by: 'Noor Reyes', reopenedAt: null },
			{ by: winner, reason: 'Look again' },
		],
	})
	expect(await withdrawItem(dev.scope, id)).toMatchObject({ ok: false, reason: 'item_done' })
	const events = await read(scope, ({ client }) =>
		client.query(`select type from events where subject_id = $1 order by id`, [id]),
	)
	expect(events.rows.map(({ type }) => type.split('.')[1])).toEqual(['assigned', 'completed', 'reopened', 'completed'])
})

test('PRJ-6: a form keeps what was typed and sent until it is complete; a photo can be taken back', async () => {
	const { scope, project, maya, noor } = await company()
	const fields = [
		{ id: 'code', type: 'text', label: 'Code', required: true },
		{ id: 'panel', type: 'photo', label: 'Panel', required: true },
	]
	const item = await assign(scope, project.id, { kind: 'form', title: 'Access', fields })
	const photo = (name: string): [string, Buffer] => [name, Buffer.from(`photo ${name}`)]
	expect(await sendFile(maya.scope, item, formWith({ field: 'f_panel' }, [photo('a.txt')]))).toMatchObject({ ok: true })
	const refused = await completeByForm(maya.scope, item, formWith({ f_code: ' ' }, []), from)
	expect(refused).toEqual({ ok: false, reason: 'invalid', problems: [{ path: 'f_code', code: 'required' }] })
	const kept = await seenBy(maya.scope, item.id)
	expect(kept).toMatchObject({
		item: { state: 'open', draft: { by: maya.id } },
		waiting: [{ field: 'panel', title: 'Panel' }],
	})
	const [waiting] = kept?.waiting ?? []
	expect(await dropFile(noor.scope, item.id, { drop: waiting?.id ?? '', f_code: '12' })).toBe(true)
	expect(await seenBy(maya.scope, item.id)).toMatchObject({
		item: { draft: { values: { f_code: '12' } } },
		waiting: [],
	})
	await sendFile(maya.scope, item, formWith({ field: 'f_panel' }, [photo('b.txt')]))
	const done = await completeItem(maya.scope, item.id, { values: { f_code: '1234' }, from })
	expect(done).toMatchObject({ ok: true, item: { state: 'done', draft: null } })
	expect(await seenBy(scope, item.id)).toMatchObject({
		answers: [{ answers: { code: '1234' }, files: [{ field: 'panel' }], signature: null }],
	})
	const { rows } = await read(scope, (reader) => listDocuments(reader, { projectId: project.id }, { limit: 5 }))
	expect(rows).toMatchObject([{ title: 'Panel', folder: 'clientDocuments', sharedWithPortal: true }])
	const keys = await storedKeys(scope.workspaceId)
	expect(await sendFile(maya.scope, item, formWith({ field: 'f_panel' }, [photo('c.txt')]))).toMatchObject({
		ok: false,
	})
	expect(await storedKeys(scope.workspaceId)).toHaveLength(keys.length)
})

test('PRJ-6: a signature keeps who, when, from where and the hash of what was signed; nobody signs for a client', async () => {
	const { scope, project, maya } = await company()
	const { id } = await assign(scope, project.id, { kind: 'sign', title: 'Consent', instructions: 'I agree' })
	const staff = await makeMember({ in: scope })
	const values = { name: 'Maya Reyes', drawing: '1 2 30 40' }
	expect(await completeItem(staff.scope, id, { values })).toMatchObject({ problems: [{ code: 'client_must_sign' }] })
	await completeItem(maya.scope, id, { values, from })
	const text = 'Consent\n\nI agree'
	const hash = createHash('sha256').update(text).digest('hex')
	const signature = { name: 'Maya Reyes', drawing: '1 2 30 40', text, hash, ...from }
	expect(await seenBy(scope, id)).toMatchObject({ answers: [{ byId: maya.id, signature }] })
	const own = await Array.fromAsync(answersOfPerson(scope, maya.id))
	expect(own).toMatchObject([{ item: { en: 'Consent' }, signature }])
	expect(await eraseContact(scope, maya.id, { texts: true })).toMatchObject({ ok: true })
	const { signature: left } = (await seenBy(scope, id))?.answers[0] ?? {}
	expect(left).toMatchObject({ drawing: null, ip: '', userAgent: '', text, hash })
	expect(left?.name).not.toContain('Maya')
})

test('PRJ-6: who sees an item: its own account’s, with the area; never a lender, another contact or another account', async () => {
	const { scope, account, project, maya, noor } = await company()
	const alone = await assign(scope, project.id, { contactId: maya.id })
	const all = await assign(scope, project.id)
	const lender = await makeContact({ accounts: [account], kind: 'lender' })
	const stranger = await makeContact({ accounts: [await makeAccount({ in: scope })] })
	await linkContact(scope, stranger.id, { type: 'project', id: project.id })
	const linked = clientScope({ ...stranger.scope, projectIds: [project.id] })
	const without = clientScope({ ...maya.scope, areas: ['documents', 'messages'] })
	const sees = async (who: ClientScope) =>
		(await Promise.all([alone, all].map(({ id }) => read(who, (reader) => findItem(reader, id))))).map(Boolean)
	expect(await sees(maya.scope)).toEqual([true, true])
	expect(await sees(noor.scope)).toEqual([false, true])
	for (const who of [lender.scope, linked, without]) expect(await sees(who)).toEqual([false, false])
	expect(await completeItem(noor.scope, alone.id, { values: {}, from })).toEqual({ ok: false, reason: 'not_found' })
	const refused = await assignItem(
		scope,
		itemInput.parse({ projectId: project.id, contactId: lender.id, kind: 'confirm', title: 'A' }),
	)
	expect(refused).toMatchObject({ ok: false, reason: 'contact_unknown' })
	await withdrawItem(scope, all.id)
	expect(await sees(noor.scope)).toEqual([false, false])
})

test('PRJ-6: those who have to do it are told, reminded once before and on the day, once after it, and when it is reopened', async () => {
	const { scope, project, maya } = await company()
	const day = (text: string) => setClock(() => new Date(`${text}T17:00:00Z`))
	try {
		day('2026-11-01')
		const { id } = await assign(scope, project.id, { contactId: maya.id, dueOn: '2026-11-20' })
		const seen = []
		for (const today of [
			'2026-11-10',
			'2026-11-17',
			'2026-11-18',
			'2026-11-20',
			'2026-11-20',
			'2026-11-21',
			'2026-11-25',
		]) {
			day(today)
			await Promise.all([remindOfItems(scope), remindOfItems(scope)])
			seen.push((await told(scope)).length)
		}
		expect(seen).toEqual([1, 2, 2, 3, 3, 4, 4])
		setClock(() => new Date('2026-11-26T08:00:00Z'))
		await completeItem(maya.scope, id, { values: {}, from })
		await reopenItem(scope, id, { reason: 'Again' })
		await remindOfItems(scope)
		const events = (await told(scope)).map(({ event, contactId }) => `${event} ${contactId === maya.id}`)
		const reminded = 'actionItem.reminded true'
		expect(events).toEqual(['actionItem.assigned true', reminded, reminded, reminded, 'actionItem.reopened true'])
	} finally {
		setClock()
	}
})

test('PRJ-6: work orders are numbered within their project, also when two are made at once', async () => {
	const { scope, project } = await company()
	const input = (title: string) => workOrderInput.parse({ projectId: project.id, title })
	await Promise.all(['A', 'B', 'C'].map((title) => createOrder(scope, input(title))))
	const orders = await read(scope, (reader) => ordersOfProject(reader, project.id))
	expect(orders.map(({ number }) => number)).toEqual([1, 2, 3])
	const id = orders[0]?.id ?? ''
	expect(await changeOrder(scope, id, { state: 'done' })).toMatchObject({ ok: true, order: { state: 'done' } })
	const item = await assign(scope, project.id, { title: orders[1]?.title })
	expect(item.workOrderNumber).toBe(2)
	expect(
		await assignItem(
			scope,
			itemInput.parse({ projectId: project.id, workOrderId: 'wko_x', kind: 'confirm', title: 'A' }),
		),
	).toMatchObject({ reason: 'work_order_unknown' })
})

test('PRJ-4: coming to a step assigns its templates once; doing the last of them moves the project on', async () => {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const [form, gone] = [
		await createTemplate(scope, templateInput.parse({ kind: 'confirm', title: 'Design', dueDays: 5 })),
		await createTemplate(scope, templateInput.parse({ kind: 'confirm', title: 'Gone' })),
	]
	await archiveTemplate(scope, gone.id)
	const steps = [
		step('a', { required: ['actionItems'], movesOn: true, actionItems: [form.id, gone.id] }),
		step('b', { actionItems: [form.id] }),
	]
	const flow = await makeFlow(scope.workspaceId, [{ id: 'one', name: 'One', steps }])
	const project = await makeProject({ account, flowId: flow.id })
	const [item, ...more] = await read(scope, (reader) => itemsOfProject(reader, project.id))
	expect([item?.templateId, item?.workOrderNumber, more]).toEqual([form.id, 1, []])
	expect(item?.dueOn).not.toBeNull()
	expect(await told(scope)).toMatchObject([{ contactId: maya.id, template: 'actionItem' }])
	await completeItem(maya.scope, item?.id ?? '', { values: {}, from })
	expect(await read(scope, (reader) => findProject(reader, project.id))).toMatchObject({ stepId: 'b' })
	expect(await read(scope, (reader) => itemsOfProject(reader, project.id))).toHaveLength(1)
})
