import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { archiveContacts } from '#features/people/contacts/archiving/writes.ts'
import { updateContact } from '#features/people/contacts/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { read } from '#platform/db/db.ts'
import { clientScope, systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { makeSite } from '#support/site.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { portalHistory } from '../history/reads.ts'
import { accessJobs } from '../jobs.ts'
import { spendLink } from '../links/writes.ts'
import { reachOf } from '../reach/reads.ts'
import { reinstateContact, suspendContact } from '../suspension/writes.ts'
import { invitedBy, ownDelegate, ownDelegates } from './reads.ts'
import { removeDelegate } from './removal/writes.ts'
import { delegateInput } from './schema.ts'
import { changeDelegate, inviteDelegate, remindDelegate } from './writes.ts'

const installation = useInstallation([...accessJobs, ...notificationJobs])
const device = { ip: '203.0.113.9', userAgent: '' }

async function makeHouse(more: Parameters<typeof makeContact>[0] = {}) {
	const scope = await makeWorkspace()
	const [home, work] = [await makeAccount({ in: scope, name: 'Home' }), await makeAccount({ in: scope, name: 'Work' })]
	const maya = await makeContact({ accounts: [home, work], mayInvite: true, ...more })
	const client = clientScope({ ...maya.scope, mayInvite: true })
	const system = systemScope({ workspaceId: scope.workspaceId })
	return { scope, system, home, work, maya: { ...maya, scope: client }, dev: await makeMember({ in: scope }) }
}
type House = Awaited<ReturnType<typeof makeHouse>>

const tom = (email: string | null = 'tom@example.com', phone?: string) =>
	delegateInput('US').parse({ firstName: 'Tom', lastName: 'Reyes', email, phone })

async function letIn(house: House, input = tom(), places = [house.home.id], areas = ['documents', 'messages']) {
	expect(await inviteDelegate(house.maya.scope, input, { areas, places })).toEqual({ ok: true })
	await installation.runJobs()
	const [entry] = await read(house.maya.scope, ownDelegates)
	const [person] = await read(house.system, (reader) => invitedBy(reader, house.maya.id))
	if (!entry || !person?.contactId) throw new Error('nobody was let in')
	return { id: entry.id, contactId: person.contactId, known: person.known }
}
const contactOf = (house: House, id: string) =>
	read(house.system, async ({ db }) => (await db.select().from(contacts).where(eq(contacts.id, id)))[0])
const reachNow = (house: House, id: string) => read(house.system, (reader) => reachOf(reader, id))

test('ACC-15: whom a client lets in is a contact of its own, invited, with what was ticked and no more', async () => {
	const house = await makeHouse()
	const { contactId } = await letIn(house)
	const person = await contactOf(house, contactId)
	expect(person).toMatchObject({
		portalStatus: 'invited',
		delegateOf: house.maya.id,
		accessAreas: ['documents', 'messages'],
	})
	expect(await reachNow(house, contactId)).toMatchObject({
		areas: ['documents', 'messages'],
		accountIds: [house.home.id],
		mayInvite: false,
	})
	const [letter] = await lettersOf(house.scope.workspaceId)
	expect(letter).toMatchObject({ template: 'invitation', to: 'tom@example.com', values: { inviter: 'Maya Reyes' } })
	const history = await read(house.system, (reader) => portalHistory(reader, house.maya.id))
	expect(history?.data).toMatchObject([{ event: 'delegateInvited', title: 'Tom Reyes', by: { id: house.maya.id } }])
})

test('ACC-15: invited twice it is invited once, also at the same moment', async () => {
	const house = await makeHouse()
	const ticked = { areas: ['documents'], places: [house.home.id] }
	const both = await Promise.all([1, 2].map(() => inviteDelegate(house.maya.scope, tom(), ticked)))
	expect(both).toEqual([{ ok: true }, { ok: true }])
	await installation.runJobs()
	expect(await read(house.maya.scope, ownDelegates)).toHaveLength(1)
	expect(await lettersOf(house.scope.workspaceId)).toHaveLength(1)
})

test.each([
	['an enrolled client', { portalStatus: 'enrolled' as const }],
	['one who was never invited', { portalStatus: 'notEnrolled' as const }],
	['a suspended one', { portalStatus: 'suspended' as const }],
	["another client's delegate", { portalStatus: 'enrolled' as const, delegated: true }],
])(
	'ACC-15: an address of %s is answered like any other, and nothing is given or sent',
	async (_, {
		delegated,
		...fields
	}: {
		portalStatus: 'enrolled' | 'notEnrolled' | 'suspended'
		delegated?: boolean
	}) => {
		const house = await makeHouse()
		const noor = await makeContact({ accounts: [house.work], mayInvite: true })
		const other = await makeContact({
			accounts: [house.work],
			email: 'tom@example.com',
			accessAreas: ['messages'],
			delegateOf: delegated ? noor.id : null,
			...fields,
		})
		const before = await contactOf(house, other.id)
		const entry = await letIn(house)
		expect(entry).toMatchObject({ contactId: other.id, known: true })
		expect(await contactOf(house, other.id)).toEqual(before)
		expect((await reachNow(house, other.id))?.accountIds).toEqual([house.work.id])
		expect(await lettersOf(house.scope.workspaceId)).toEqual([])
		// In the inviter's eyes it is as one who has not come yet, whatever it does.
		const shown = await read(house.maya.scope, (reader) => ownDelegate(reader, entry.id))
		expect(shown).toMatchObject({ status: 'invited', areas: ['documents', 'messages'], email: 'tom@example.com' })
		expect(await remindDelegate(house.maya.scope, entry.id)).toEqual({ ok: true })
		const ticked = { areas: ['messages'], places: [house.work.id] }
		expect(await changeDelegate(house.maya.scope, entry.id, ticked)).toEqual({ ok: true })
		expect(await removeDelegate(house.maya.scope, entry.id)).toEqual({ ok: true })
		await installation.runJobs()
		expect(await contactOf(house, other.id)).toEqual(before)
		expect(await lettersOf(house.scope.workspaceId)).toEqual([])
	},
)

test('ACC-15: a phone that somebody else has is not given to a second person', async () => {
	const house = await makeHouse()
	await makeContact({ accounts: [house.work], phone: '+13035550199' })
	const { contactId } = await letIn(house, tom('tom@example.com', '+13035550199'))
	expect(await contactOf(house, contactId)).toMatchObject({ email: 'tom@example.com', phone: null })
})

test('ACC-15: who may not, cannot: without the right, as a delegate, for others, for itself', async () => {
	const house = await makeHouse()
	const ticked = { areas: ['documents'], places: [house.home.id] }
	const noor = await makeContact({ accounts: [house.home] })
	const refused = { ok: false, reason: 'not_found' }
	expect(await inviteDelegate(noor.scope, tom(), ticked)).toEqual(refused)
	// The right as the session was opened does not count, but as it is now.
	expect(await inviteDelegate(clientScope({ ...noor.scope, mayInvite: true }), tom(), ticked)).toEqual(refused)
	const { id, contactId } = await letIn(house)
	await updateContact(house.system, contactId, { mayInvite: true })
	const delegate = clientScope({ ...noor.scope, contactId, mayInvite: true })
	expect(await inviteDelegate(delegate, tom('ana@example.com'), ticked)).toEqual(refused)
	const stranger = clientScope({ ...noor.scope, mayInvite: true })
	expect(await changeDelegate(stranger, id, ticked)).toEqual(refused)
	expect(await removeDelegate(stranger, id)).toEqual(refused)
	expect(await remindDelegate(stranger, id)).toEqual(refused)
	expect(await read(stranger, (reader) => ownDelegate(reader, id))).toBeNull()
	const other = await makeHouse()
	expect(await removeDelegate(other.maya.scope, id)).toEqual(refused)
	expect(await inviteDelegate(house.maya.scope, tom(house.maya.email), ticked)).toMatchObject({
		reason: 'delegate_self',
	})
	const foreign = { areas: ['documents'], places: [other.home.id] }
	expect(await inviteDelegate(house.maya.scope, tom('x@example.com'), foreign)).toMatchObject({
		reason: 'places_missing',
	})
})

test('ACC-15: a change counts for the delegate, and in its history', async () => {
	const house = await makeHouse()
	const site = await makeSite({ account: house.work })
	const { id, contactId } = await letIn(house)
	const ticked = { areas: ['messages', 'invoices'], places: [site.id] }
	expect(await changeDelegate(house.maya.scope, id, ticked)).toEqual({ ok: true })
	const after = await reachNow(house, contactId)
	expect(after).toMatchObject({ areas: ['invoices', 'messages'], accountIds: [], siteIds: [site.id] })
	const none = { areas: [], places: [site.id] }
	expect(await changeDelegate(house.maya.scope, id, none)).toMatchObject({ ok: false, reason: 'areas_missing' })
	const history = await read(house.system, (reader) => portalHistory(reader, contactId))
	expect(history?.data.map(({ event }) => event)).toEqual(['invited', 'accessChanged'])
})

test('ACC-15: who is removed is out with the same commit, its invitation too, and may be let in again', async () => {
	const house = await makeHouse()
	const { id, contactId } = await letIn(house)
	const [letter] = await lettersOf(house.scope.workspaceId)
	const visitor = systemScope({ workspaceId: house.scope.workspaceId })
	expect(await removeDelegate(house.maya.scope, id)).toEqual({ ok: true })
	expect(await removeDelegate(house.maya.scope, id)).toEqual({ ok: false, reason: 'not_found' })
	expect(await spendLink(visitor, letter?.token ?? '', device)).toMatchObject({ ok: false, reason: 'gone' })
	expect(await contactOf(house, contactId)).toMatchObject({ portalStatus: 'notEnrolled' })
	expect(await reachNow(house, contactId)).toMatchObject({ accountIds: [], siteIds: [] })
	const again = await letIn(house, tom(), [house.work.id], ['messages'])
	expect(again).toMatchObject({ contactId, known: false })
	expect(await reachNow(house, contactId)).toMatchObject({ areas: ['messages'], accountIds: [house.work.id] })
})

test('ACC-15: as soon as the inviter is out, or has lost the right, nobody comes in by it', async () => {
	const house = await makeHouse()
	await letIn(house)
	const [letter] = await lettersOf(house.scope.workspaceId)
	const enter = () => spendLink(house.system, letter?.token ?? '', device)
	await updateContact(house.system, house.maya.id, { mayInvite: false })
	expect(await enter()).toMatchObject({ ok: false, reason: 'shut' })
	const [, second] = [await updateContact(house.system, house.maya.id, { mayInvite: true }), await letIn2(house)]
	await suspendContact(house.dev.scope, house.maya.id, '')
	expect(await spendLink(house.system, second, device)).toMatchObject({ ok: false, reason: 'shut' })
})

test('ACC-15: while the inviter is suspended nobody is made or invited for it; asked again later, it is', async () => {
	const house = await makeHouse()
	const ticked = { areas: ['documents'], places: [house.home.id] }
	expect(await inviteDelegate(house.maya.scope, tom(), ticked)).toEqual({ ok: true })
	await suspendContact(house.dev.scope, house.maya.id, '')
	await installation.runJobs()
	expect(await lettersOf(house.scope.workspaceId)).toEqual([])
	await reinstateContact(house.dev.scope, house.maya.id)
	await letIn2(house)
	expect(await lettersOf(house.scope.workspaceId)).toMatchObject([{ template: 'invitation', to: 'tom@example.com' }])
	const [person] = await read(house.system, (reader) => invitedBy(reader, house.maya.id))
	expect(await reachNow(house, person?.contactId ?? '')).toMatchObject({ accountIds: [house.home.id] })
})

test('ACC-15: whom the company archived takes nobody’s place in the list', async () => {
	const house = await makeHouse()
	const { contactId } = await letIn(house)
	await archiveContacts(house.system, [contactId])
	await letIn(house, tom('ana@example.com'))
	const standing = await read(house.system, async ({ client }) => {
		const { rows } = await client.query('select email from delegations where removed_at is null')
		return rows
	})
	expect(standing).toEqual([{ email: 'ana@example.com' }])
})

async function letIn2(house: House): Promise<string> {
	const [entry] = await read(house.maya.scope, ownDelegates)
	await remindDelegate(house.maya.scope, entry?.id ?? '')
	await installation.runJobs()
	return (await lettersOf(house.scope.workspaceId))[0]?.token ?? ''
}

test('ACC-15: nobody is invited without end', async () => {
	const house = await makeHouse()
	const ticked = { areas: ['documents'], places: [house.home.id] }
	const outcomes = []
	for (let i = 0; i < 16; i++) outcomes.push(await inviteDelegate(house.maya.scope, tom(`tom${i}@example.com`), ticked))
	expect(outcomes.slice(0, 15).every(({ ok }) => ok)).toBe(true)
	expect(outcomes[15]).toMatchObject({ ok: false, reason: 'tooMany' })
})
