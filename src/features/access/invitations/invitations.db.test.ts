import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { contacts } from '#features/people/tables.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { read, write } from '#platform/db/db.ts'
import { keyScope } from '#platform/scope/make.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { portalHistory } from '../history/reads.ts'
import { accessJobs } from '../jobs.ts'
import { findClientSession } from '../sessions/reads.ts'
import { openSession } from '../sessions/writes.ts'
import { reinstateContact, suspendContact } from '../suspension/writes.ts'
import { inviteContacts } from './runs/writes.ts'
import { inviteContact } from './writes.ts'

useInstallation([...accessJobs, ...notificationJobs])

async function company(settings: object = {}) {
	const scope = await makeWorkspace({ settings })
	return { scope, dev: await makeMember({ in: scope }), account: await makeAccount({ in: scope }) }
}

async function contactOf(scope: CompanyScope, id: string) {
	return read(scope, async ({ db }) => (await db.select().from(contacts).where(eq(contacts.id, id)))[0])
}

const eventsOf = async (scope: CompanyScope, id: string) =>
	(await read(scope, (reader) => portalHistory(reader, id)))?.data.map(({ event, by }) => [event, by.type])

test('ACC-1: a contact is invited, and invited again', async () => {
	const { dev, account } = await company()
	const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled' })
	const sent = [{ channel: 'email', to: maya.email }]
	expect(await inviteContact(dev.scope, maya.id)).toEqual({ ok: true, sent })
	expect(await contactOf(dev.scope, maya.id)).toMatchObject({ portalStatus: 'invited', invitedAt: expect.any(Date) })
	expect(await inviteContact(dev.scope, maya.id)).toEqual({ ok: true, sent })
	expect(await eventsOf(dev.scope, maya.id)).toEqual([
		['invited', 'member'],
		['resent', 'member'],
	])
	const letters = await lettersOf(account.workspaceId)
	expect(letters).toMatchObject([{ template: 'invitation' }, { template: 'invitation' }])
	expect(letters[0]?.token).not.toBe(letters[1]?.token)
})

test('ACC-1: a contact with neither e-mail nor phone is refused, and nothing is written', async () => {
	const { dev, account } = await company()
	const nobody = await makeContact({ accounts: [account], portalStatus: 'notEnrolled', email: null })
	expect(await inviteContact(dev.scope, nobody.id)).toEqual({ ok: false, reason: 'noAddress' })
	expect(await contactOf(dev.scope, nobody.id)).toMatchObject({ portalStatus: 'notEnrolled' })
	expect(await eventsOf(dev.scope, nobody.id)).toEqual([])
})

test("ACC-2: the company's choice of channels counts, and the caller's before it", async () => {
	const { dev, account } = await company({ invitations: { auto: false, channels: ['sms'] } })
	const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled', phone: '+13035550142' })
	expect(await inviteContact(dev.scope, maya.id)).toEqual({ ok: true, sent: [{ channel: 'sms', to: '+13035550142' }] })
	expect(await inviteContact(dev.scope, maya.id, { channels: ['email'] })).toEqual({
		ok: true,
		sent: [{ channel: 'email', to: maya.email }],
	})
})

test('ACC-1: in bulk those already in and those out of reach are skipped with the reason', async () => {
	const { dev, account } = await company()
	const make = (overrides: object) => makeContact({ accounts: [account], portalStatus: 'notEnrolled', ...overrides })
	const [fresh, invited] = [await make({}), await make({ portalStatus: 'invited' })]
	const [enrolled, suspended] = [await make({ portalStatus: 'enrolled' }), await make({ portalStatus: 'suspended' })]
	const nobody = await make({ email: null })
	const stranger = await makeContact({ portalStatus: 'notEnrolled' })
	const ids = [fresh, invited, enrolled, suspended, nobody, stranger, fresh].map(({ id }) => id)
	const { sent, skipped } = await inviteContacts(dev.scope, ids)
	expect(sent).toBe(2)
	expect(new Map(skipped.map(({ contactId, reason }) => [contactId, reason]))).toEqual(
		new Map([
			[enrolled.id, 'enrolled'],
			[suspended.id, 'suspended'],
			[nobody.id, 'noAddress'],
			[stranger.id, 'notFound'],
		]),
	)
	expect((await lettersOf(account.workspaceId)).map(({ to }) => to).sort()).toEqual([fresh.email, invited.email].sort())
})

test('ACC-10: suspending ends all sessions at once; reinstating gives back what was', async () => {
	const { dev, account } = await company()
	const maya = await makeContact({ accounts: [account] })
	const device = { ip: '203.0.113.7', userAgent: '' }
	const { token } = await write(maya.scope, (writer) =>
		openSession(writer, { type: 'contact', id: maya.id, method: 'code' }, device),
	)
	const session = () => findClientSession(account.workspaceId, hashToken(token))
	expect(await session()).not.toBeNull()
	expect(await suspendContact(dev.scope, maya.id, 'Moved away')).toEqual({ ok: true })
	expect(await session()).toBeNull()
	expect(await suspendContact(dev.scope, maya.id, '')).toEqual({ ok: false, reason: 'alreadySuspended' })
	expect(await contactOf(dev.scope, maya.id)).toMatchObject({ portalStatus: 'suspended', suspendedNote: 'Moved away' })
	expect(await inviteContact(dev.scope, maya.id)).toEqual({ ok: false, reason: 'suspended' })
	expect(await reinstateContact(dev.scope, maya.id)).toEqual({ ok: true })
	expect(await contactOf(dev.scope, maya.id)).toMatchObject({ portalStatus: 'enrolled', suspendedNote: null })
	expect(await session()).toBeNull()
	expect(await reinstateContact(dev.scope, maya.id)).toEqual({ ok: false, reason: 'notSuspended' })
	expect(await eventsOf(dev.scope, maya.id)).toEqual([
		['suspended', 'member'],
		['reinstated', 'member'],
	])
})

test('ACC-10: of two suspensions and an invitation at the same moment the state stays whole', async () => {
	const { dev, account } = await company()
	const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled' })
	const [first, second] = await Promise.all([
		suspendContact(dev.scope, maya.id, 'a'),
		suspendContact(dev.scope, maya.id, 'b'),
		inviteContact(dev.scope, maya.id),
	])
	expect([first, second].filter(({ ok }) => ok)).toHaveLength(1)
	expect(await contactOf(dev.scope, maya.id)).toMatchObject({ portalStatus: 'suspended' })
})

test("ACC-1: another company's contact is unknown, to members and to keys", async () => {
	const [sunny, acme] = [await company(), await company()]
	const maya = await makeContact({ accounts: [sunny.account], portalStatus: 'notEnrolled' })
	const key = keyScope({ workspaceId: acme.scope.workspaceId, keyId: 'key_1', grants: ['contacts:write'] })
	for (const scope of [acme.dev.scope, key]) {
		expect(await inviteContact(scope, maya.id)).toEqual({ ok: false, reason: 'notFound' })
		expect(await suspendContact(scope, maya.id, '')).toEqual({ ok: false, reason: 'notFound' })
		expect(await reinstateContact(scope, maya.id)).toEqual({ ok: false, reason: 'notFound' })
	}
	expect(await contactOf(sunny.dev.scope, maya.id)).toMatchObject({ portalStatus: 'notEnrolled' })
})
