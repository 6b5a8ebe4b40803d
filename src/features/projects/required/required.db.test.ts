import { expect, test } from 'vitest'
import { itemsOfProject, openItems } from '#features/actionItems/reads.ts'
import { templateInput } from '#features/actionItems/schema.ts'
import { createTemplate } from '#features/actionItems/templates/writes.ts'
import { openRequests, requestsOfProject } from '#features/documentRequests/reads.ts'
import { requestInput } from '#features/documentRequests/schema.ts'
import { sendForRequest } from '#features/documentRequests/sending/writes.ts'
import { approveRequest, askForDocument, withdrawRequest } from '#features/documentRequests/writes.ts'
import { stagesInput } from '#features/flows/schema.ts'
import { publishFlow, updateFlow } from '#features/flows/writes.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { read, write } from '#platform/db/db.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { formWith } from '#support/document.ts'
import { makeFlow, step } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { statementsOf } from '#support/statements.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { listMoves } from '../moves/reads.ts'
import { moveProject, remapProject, restartProject, undoMove } from '../moves/writes.ts'
import { findProject } from '../reads.ts'
import { asksOf } from '../screens/reads.ts'
import { requiredOf } from './reads.ts'
import { moveOnWhenDone } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail', 'delivery.send'] })
openStorage()
useSecret('a secret for tests, long enough for everything')

const bill = { title: { en: 'Bill', es: 'Factura' }, description: { en: 'All pages', es: 'Todas las páginas' } }
const stages = (papers: object = {}) => [
	{
		id: 'one',
		name: 'One',
		steps: [
			step('start'),
			step('papers', {
				screen: 'documents',
				holder: 'client',
				required: ['documents'],
				movesOn: true,
				documents: [bill, { title: { en: 'Photo' } }],
				...papers,
			}),
			step('offer', { required: ['offer'], movesOn: true }),
			step('lost', { screen: 'failed', restartable: true }),
		],
	},
]

async function company(papers: object = {}, stepId = 'papers') {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const flow = await makeFlow(scope.workspaceId, stages(papers))
	const project = await makeProject({ account, flowId: flow.id, stepId })
	return { scope, account, maya, flow, project }
}
const asked = (scope: SystemScope, id: string) => read(scope, (reader) => requestsOfProject(reader, id))
const titles = async (scope: SystemScope, id: string) => (await asked(scope, id)).map((one) => one.title).toSorted()
const stands = async (scope: SystemScope, id: string) => (await read(scope, (r) => findProject(r, id)))?.stepId
const send = (scope: ClientScope, id: string) =>
	sendForRequest(scope, { id, title: 'Bill' }, formWith({}, [['a.txt', Buffer.from(id)]]))

test('PRJ-4: two approve the last two at once, and the project moves on once, by who was last', async () => {
	const { scope, maya, project } = await company()
	const requests = await asked(scope, project.id)
	const members = [await makeMember({ in: scope }), await makeMember({ in: scope })]
	for (const { id } of requests) await send(maya.scope, id)
	const count = () => read(scope, (reader) => requiredOf(reader, project))
	expect(await count()).toEqual([{ requirement: 'documents', open: 2, done: 0 }])
	const outcomes = await Promise.all(requests.map(({ id }, n) => approveRequest(members[n]!.scope, id)))
	expect(outcomes.every((one) => one.ok)).toBe(true)
	expect(await count()).toEqual([{ requirement: 'documents', open: 0, done: 2 }])
	const moves = await read(scope, (reader) => listMoves(reader, project.id))
	expect(moves.map(({ kind, toStepId }) => `${kind} ${toStepId}`)).toEqual(['moved offer', 'begun papers'])
	expect(members.map((one) => one.scope.memberId)).toContain(moves[0]?.actorId)
	const events = await read(scope, ({ client }) =>
		client.query(`select actor_id, data from events where subject_id = $1 and type = 'project.moved'`, [project.id]),
	)
	expect(events.rows).toMatchObject([{ actor_id: moves[0]?.actorId, data: { because: 'allDone', stepId: 'offer' } }])
	// Nothing counts offers yet: what has no source waits for somebody to move it.
	expect(await write(maya.scope, (writer) => moveOnWhenDone(writer, project.id))).toBeNull()
	expect(await undoMove(scope, project.id)).toMatchObject({ ok: true, project: { stepId: 'papers' } })
})

test('PRJ-4: what a client reads of its step is what is counted for it, in one query', async () => {
	const { scope, maya, project } = await company()
	const [request] = await asked(scope, project.id)
	await send(maya.scope, request?.id ?? '')
	await approveRequest(scope, request?.id ?? '')
	const statements = await statementsOf(() =>
		read(maya.scope, async (reader) => {
			const { screens, required } = await asksOf(reader, project)
			expect(required).toEqual([{ requirement: 'documents', open: 1, done: 1 }])
			expect(screens).toMatchObject({ requests: 2, offers: 0, accepted: false, drawing: null })
		}),
	)
	// What opens and closes the transaction, and the query.
	expect(statements).toHaveLength(3)
	const hidden = { ...project, step: { ...project.step, visible: false } }
	expect((await read(maya.scope, (reader) => asksOf(reader, hidden))).required).toEqual([])
})

test('PRJ-4: it stays where the step does not say so, where something is open and where nothing was asked', async () => {
	const { scope, maya, project } = await company({ movesOn: false })
	for (const { id } of await asked(scope, project.id)) {
		await send(maya.scope, id)
		await approveRequest(scope, id)
	}
	expect(await stands(scope, project.id)).toBe('papers')

	const other = await company({ documents: [] })
	expect(await write(other.scope, (writer) => moveOnWhenDone(writer, other.project.id))).toBeNull()
	const input = (title: string) => requestInput.parse({ projectId: other.project.id, title })
	const [one, two] = [await askForDocument(other.scope, input('A')), await askForDocument(other.scope, input('B'))]
	if (!one.ok || !two.ok) throw new Error('not asked')
	await send(other.maya.scope, one.request.id)
	await approveRequest(other.scope, one.request.id)
	expect(await stands(other.scope, other.project.id)).toBe('papers')
	await withdrawRequest(other.scope, two.request.id)
	expect(await stands(other.scope, other.project.id)).toBe('offer')
})

test('PRJ-4: the client that finishes moves it, whatever it may see itself', async () => {
	const { scope, account, maya, project } = await company()
	const noor = await makeContact({ accounts: [account], accessAreas: ['messages'] })
	const requests = await asked(scope, project.id)
	await write(scope, ({ client }) => client.query(`update document_requests set state = 'approved'`))
	const moved = await write(noor.scope, (writer) => moveOnWhenDone(writer, project.id))
	expect(moved).toMatchObject({ stepId: 'offer' })
	const [last] = await read(scope, (reader) => listMoves(reader, project.id))
	expect(last).toMatchObject({ actorType: 'contact', actorId: noor.id })
	expect([requests.length, maya.accountId]).toEqual([2, account.id])
})

test('PRJ-4: whoever comes to a step is asked for what it lists, in its language, told once and never asked twice', async () => {
	const { scope, account, maya, project } = await company({}, 'start')
	await write(scope, ({ client }) => client.query(`update contacts set language = 'es' where id = $1`, [maya.id]))
	expect(await titles(scope, project.id)).toEqual([])
	await moveProject(scope, project.id, { stepId: 'papers' })
	expect(await titles(scope, project.id)).toEqual(['Factura', 'Photo'])
	const told = () => read(scope, ({ db }) => db.select().from(deliveries))
	expect(await told()).toMatchObject([{ contactId: maya.id, event: 'documentRequest.asked' }])
	const [first] = await asked(scope, project.id)
	await withdrawRequest(scope, first?.id ?? '')
	await moveProject(scope, project.id, { stepId: 'start' })
	await moveProject(scope, project.id, { stepId: 'papers' })
	expect(await titles(scope, project.id)).toEqual(['Factura', 'Photo'])
	expect(await told()).toHaveLength(2)
	const needed = async () => (await read(maya.scope, (reader) => openRequests(reader, 5))).length
	expect(await needed()).toBe(2)
	await moveProject(scope, project.id, { stepId: 'lost' })
	expect(await needed()).toBe(0)
	await restartProject(scope, project.id)
	await moveProject(scope, project.id, { stepId: 'papers', ask: 'not' })
	expect(await titles(scope, project.id)).toHaveLength(2)
	expect(account.id).toBe(maya.accountId)
})

test('PRJ-4: a newer version asks for what it has more', async () => {
	const { scope, flow, project } = await company({ documents: [bill] })
	const next = stagesInput.parse(stages({ documents: [bill, { title: { es: 'Plano' } }] }))
	const updated = await updateFlow(scope, flow.id, { stages: next })
	const published = await publishFlow(scope, flow.id)
	if (!updated.ok || !published.ok) throw new Error('not published')
	await remapProject(scope, project.id, { version: published.flow.version })
	expect(await titles(scope, project.id)).toEqual(['Bill', 'Plano'])
})

test('PRJ-4: a move that is taken back withdraws what its step asked for, but nothing that was sent or asked by hand', async () => {
	const { scope, account, maya } = await company()
	const template = await createTemplate(scope, templateInput.parse({ kind: 'confirm', title: { en: 'Design' } }))
	const flow = await makeFlow(scope.workspaceId, stages({ movesOn: false, actionItems: [template.id] }))
	const project = await makeProject({ account, flowId: flow.id, stepId: 'start' })
	await askForDocument(scope, requestInput.parse({ projectId: project.id, title: 'By hand' }), { tell: false })
	const items = async () => (await read(scope, (r) => itemsOfProject(r, project.id))).length
	await moveProject(scope, project.id, { stepId: 'papers' })
	expect([await titles(scope, project.id), await items()]).toEqual([['Bill', 'By hand', 'Photo'], 1])
	const photo = (await asked(scope, project.id)).find((one) => one.title === 'Photo')
	expect(await send(maya.scope, photo?.id ?? '')).toMatchObject({ ok: true })
	await undoMove(scope, project.id)
	expect([await titles(scope, project.id), await items()]).toEqual([['By hand', 'Photo'], 0])
	await moveProject(scope, project.id, { stepId: 'papers' })
	expect([await titles(scope, project.id), await items()]).toEqual([['Bill', 'By hand', 'Photo'], 1])
	const needed = async () => (await read(maya.scope, (reader) => openItems(reader, 5))).length
	expect(await needed()).toBe(1)
	await moveProject(scope, project.id, { stepId: 'lost' })
	expect(await needed()).toBe(0)
})
