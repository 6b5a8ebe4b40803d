import { expect, test } from 'vitest'
import { replaceUpload } from '#features/documents/versions/writes.ts'
import { deliveries } from '#features/notifications/tables.ts'
import { linkContact } from '#features/people/links/writes.ts'
import { moveProject } from '#features/projects/moves/writes.ts'
import { findProject } from '#features/projects/reads.ts'
import { useSecret } from '#platform/crypto/crypto.ts'
import { read } from '#platform/db/db.ts'
import { clientScope } from '#platform/scope/make.ts'
import type { ClientScope, SystemScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { formWith, makeDocument, pdf } from '#support/document.ts'
import { makeFlow, step } from '#support/flow.ts'
import { makeMember } from '#support/member.ts'
import { openDatabase } from '#support/open-database.ts'
import { openStorage } from '#support/open-storage.ts'
import { makeProject } from '#support/project.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { offersOfProject } from './reads.ts'
import { acceptOffer, declineOffer, withdrawAcceptance } from './writes.ts'

openDatabase({ jobs: ['document-thumbnail', 'delivery.send'] })
openStorage()
useSecret('a secret for tests, long enough for everything')

const stages = [
	{
		id: 'one',
		name: 'One',
		portalName: { en: 'First' },
		steps: [
			step('choose', { screen: 'offer', holder: 'client', required: ['offer'], movesOn: true }),
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
	const [maya, noor] = [
		await makeContact({ accounts: [account], firstName: 'Maya' }),
		await makeContact({ accounts: [account], firstName: 'Noor' }),
	]
	const offer = (title: string, more: object = {}) =>
		makeDocument({ account, projectId: project.id, folder: 'proposals', sharedWithPortal: true, title, ...more })
	return { scope, account, project, maya, noor, offer }
}
const seen = (scope: ClientScope | SystemScope, project: Parameters<typeof offersOfProject>[1]) =>
	read(scope, (reader) => offersOfProject(reader, project))
const stepOf = async (scope: SystemScope, id: string) => (await read(scope, (r) => findProject(r, id)))?.stepId
const device = { ip: '203.0.113.7', userAgent: 'A phone' }

test('PRJ-3: of two who accept at once one does, the step goes on, and what proves it is kept', async () => {
	const { scope, project, maya, noor, offer } = await company()
	const [good, best] = [await offer('Good'), await offer('Best')]
	await offer('A draft', { sharedWithPortal: false })
	expect((await seen(maya.scope, project)).offers.map((one) => one.title)).toEqual(['Best', 'Good'])
	const [one, two] = await Promise.all([
		acceptOffer(maya.scope, good.id, { name: 'Maya Ortiz', version: 1, device }),
		acceptOffer(noor.scope, best.id, { name: 'Noor Ortiz', version: 1, device }),
	])
	expect([one.ok, two.ok].sort()).toEqual([false, true])
	const won = one.ok ? good : best
	expect(one.ok ? two : one).toMatchObject({ reason: 'offer_accepted', decision: { offerId: won.id } })
	const { accepted } = await seen(scope, project)
	const { id: offerId, title, sha256 } = won
	expect(accepted).toMatchObject({ offerId, title, version: 1, sha256, ...device, byType: 'contact' })
	expect(await stepOf(scope, project.id)).toBe('build')
	// A second click.
	expect(await acceptOffer(maya.scope, won.id, { name: 'Maya Ortiz' })).toMatchObject({ reason: 'offer_accepted' })
})

test('PRJ-3: what was declined can be accepted, and an acceptance taken back with a reason; nothing is forgotten', async () => {
	const { scope, project, maya, offer } = await company()
	const dev = await makeMember({ in: scope, name: 'Dev' })
	const good = await offer('Good')
	expect(await declineOffer(maya.scope, good.id, { reason: 'Too dear' })).toMatchObject({ ok: true })
	expect(await declineOffer(maya.scope, good.id, { reason: 'Too dear' })).toMatchObject({ reason: 'offer_declined' })
	expect((await seen(maya.scope, project)).offers).toMatchObject([{ state: 'declined' }])
	expect(await withdrawAcceptance(dev.scope, good.id, 'x')).toMatchObject({ reason: 'offer_not_accepted' })
	expect(await acceptOffer(maya.scope, good.id, { name: 'Maya' })).toMatchObject({ ok: true })
	await moveProject(scope, project.id, { stepId: 'choose' })
	const back = await withdrawAcceptance(dev.scope, good.id, 'The price was wrong')
	expect(back).toMatchObject({ ok: true, decision: { withdrawalReason: 'The price was wrong' } })
	expect(await withdrawAcceptance(dev.scope, good.id, 'x')).toMatchObject({ reason: 'offer_not_accepted' })
	const told = await read(scope, ({ db }) => db.select().from(deliveries))
	expect(told.map((one) => [one.template, one.event])).toEqual([
		['cameBack', 'offer.withdrawn'],
		['cameBack', 'offer.withdrawn'],
	])
	const { offers, decisions, accepted } = await seen(maya.scope, project)
	expect([offers[0]?.state, decisions.length, accepted]).toEqual(['open', 2, null])
	expect(await acceptOffer(scope, good.id, { name: 'Maya, by phone', contactId: maya.id })).toMatchObject({
		ok: true,
		decision: { contactId: maya.id, byType: 'system' },
	})
	const { rows } = await read(scope, ({ client }) =>
		client.query('select type from events where subject_id = $1 and type like $2 order by id', [good.id, 'offer.%']),
	)
	expect(rows.map((row) => row.type)).toEqual(['offer.declined', 'offer.accepted', 'offer.withdrawn', 'offer.accepted'])
})

test('PRJ-3: nobody accepts what it has not looked at, what is no offer or what it may not see', async () => {
	const { scope, account, project, maya, offer } = await company()
	const [good, permit] = [await offer('Good'), await offer('Permit', { folder: 'permits' })]
	await replaceUpload(scope, good.id, formWith({}, [['Good.pdf', pdf()]]))
	expect(await acceptOffer(maya.scope, good.id, { name: 'Maya', version: 1 })).toMatchObject({
		reason: 'offer_changed',
	})
	const name = { name: 'Somebody' }
	const stranger = await makeContact({ accounts: [await makeAccount({ in: scope })], kind: 'lender' })
	await linkContact(scope, stranger.id, { type: 'project', id: project.id })
	const bank = clientScope({ ...stranger.scope, projectIds: [project.id] })
	const blind = await makeContact({ accounts: [account], accessAreas: ['projects', 'documents'] })
	for (const other of [stranger.scope, bank, blind.scope]) {
		expect(await acceptOffer(other, good.id, name)).toEqual({ ok: false, reason: 'not_found' })
		expect((await seen(other, project)).offers).toEqual([])
	}
	expect(await acceptOffer(maya.scope, permit.id, name)).toEqual({ ok: false, reason: 'not_found' })
	await moveProject(scope, project.id, { stepId: 'won' })
	expect(await acceptOffer(maya.scope, good.id, name)).toMatchObject({ reason: 'project_ended' })
})
