import { expect, test } from 'vitest'
import { openRequests, requestsOfProject } from '#features/documentRequests/reads.ts'
import { sendForRequest } from '#features/documentRequests/sending/writes.ts'
import { approveRequest, sendBackRequest } from '#features/documentRequests/writes.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { read } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { formWith, makeDocument, pdf } from '#support/document.ts'
import { makeFlow, step } from '#support/flow.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { contractsOfProject } from './reads.ts'
import { requestOfContract } from './sending/writes.ts'

openDatabase({ jobs: ['document-thumbnail', 'delivery.send'] })
openStorage()
useSecret('a secret for tests, long enough for everything')

const stages = [
	{
		id: 'one',
		name: 'One',
		portalName: { en: 'First' },
		steps: [
			step('sign', { screen: 'contract', holder: 'client', required: ['contract'], movesOn: true }),
			step('build'),
			step('won', { screen: 'success' }),
		],
	},
]

async function company() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const flow = await makeFlow(scope.workspaceId, stages)
	const project = await makeProject({ account, flowId: flow.id })
	const maya = await makeContact({ accounts: [account] })
	const contract = await makeDocument({
		account,
		projectId: project.id,
		folder: 'contracts',
		sharedWithPortal: true,
		title: 'Agreement',
	})
	return { scope, account, project, maya, contract }
}

async function send(scope: ClientScope, contractId: string) {
	const request = await requestOfContract(scope, contractId)
	if (!request) throw new Error('no contract')
	const sent = await sendForRequest(scope, request, formWith({}, [['scan.pdf', pdf()]]))
	return { id: request.id, ok: sent.ok }
}
const seen = (scope: ClientScope | SystemScope, projectId: string) =>
	read(scope, async (reader) => contractsOfProject(reader, projectId, await requestsOfProject(reader, projectId)))

test('PRJ-3: a signed copy is sent, sent back, sent again and confirmed; then the step goes on', async () => {
	const { scope, project, maya, contract } = await company()
	expect(await seen(maya.scope, project.id)).toMatchObject([{ state: 'asked', request: null }])
	const [one, two] = await Promise.all([send(maya.scope, contract.id), send(maya.scope, contract.id)])
	expect([one.ok, two.ok, one.id === two.id]).toEqual([true, true, true])
	expect(await seen(scope, project.id)).toMatchObject([
		{ state: 'sent', request: { files: [{ title: 'Agreement (signed)' }, { title: 'Agreement (signed) (2)' }] } },
	])
	expect(await sendBackRequest(scope, one.id, { reason: 'Page 3 is missing' })).toMatchObject({ ok: true })
	expect(await read(maya.scope, (reader) => openRequests(reader, 5))).toMatchObject([{ contractId: contract.id }])
	await send(maya.scope, contract.id)
	expect(await approveRequest(scope, one.id)).toMatchObject({ ok: true })
	expect(await approveRequest(scope, one.id)).toMatchObject({ ok: false, reason: 'request_approved' })
	expect(await seen(maya.scope, project.id)).toMatchObject([{ state: 'approved' }])
	expect((await read(scope, (reader) => findProject(reader, project.id)))?.stepId).toBe('build')
	const { rows } = await read(scope, ({ client }) =>
		client.query('select type from events where subject_id = $1 order by id', [one.id]),
	)
	expect(rows.map((row) => row.type)).toEqual([
		'contract.sent',
		'contract.sentBack',
		'contract.sent',
		'contract.confirmed',
	])
})

test('PRJ-3: what is no contract, or not seen, cannot be signed', async () => {
	const { scope, account, project, maya, contract } = await company()
	const permit = await makeDocument({ account, projectId: project.id, folder: 'permits', sharedWithPortal: true })
	const hidden = await makeDocument({ account, projectId: project.id, folder: 'contracts' })
	const lender = await makeContact({ accounts: [await makeAccount({ in: scope })], kind: 'lender' })
	await linkContact(scope, lender.id, { type: 'project', id: project.id })
	const bank = clientScope({ ...lender.scope, projectIds: [project.id] })
	for (const id of [permit.id, hidden.id]) expect(await requestOfContract(maya.scope, id)).toBeNull()
	expect(await requestOfContract(bank, contract.id)).toBeNull()
	expect(await seen(bank, project.id)).toEqual([])
})
