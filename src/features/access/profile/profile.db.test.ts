import { and, eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { contacts } from '#features/people/tables.ts'
import { read, write } from '#platform/db/db.ts'
import { events } from '#platform/events/tables.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { endOtherSessions, endSession, openSession } from '../sessions/writes.ts'
import { pendingChecks } from './checks/reads.ts'
import { cancelCheck, confirmCheck, resendCheck } from './checks/writes.ts'
import { ownProfile, ownSessions } from './reads.ts'
import { profileInput } from './schema.ts'
import { changeProfile } from './writes.ts'

const { runJobs, advance } = useInstallation(notificationJobs)

async function maya(overrides: object = {}) {
	const contact = await makeContact({ phone: '+13035550142', ...overrides })
	const profile = () => read(contact.scope, ownProfile)
	const save = async (change: object) => {
		const { firstName, lastName, email, phone, language, marketingOptIn } = await profile()
		const typed = { firstName, lastName, email, phone, language, marketingOptIn, ...change }
		return changeProfile(contact.scope, profileInput('US').parse(typed))
	}
	return { ...contact, profile, save }
}

const pending = (scope: ClientScope) => read(scope, (reader) => pendingChecks(reader))
const lastCode = async ({ workspaceId }: ClientScope) =>
	(await lettersOf(workspaceId)).find(({ template }) => template === 'addressCheck')?.code ?? ''
const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')

test('HOM-3: name, language and news are saved at once, and the company sees who changed them', async () => {
	const me = await maya()
	expect(await me.save({ firstName: ' Máya ', language: 'es', marketingOptIn: true })).toEqual({ ok: true, checks: [] })
	expect(await me.profile()).toMatchObject({ firstName: 'Máya', language: 'es', marketingOptIn: true, email: me.email })
	const [event] = await read(me.scope, ({ db }) =>
		db
			.select()
			.from(events)
			.where(and(eq(events.contactId, me.id), eq(events.type, 'contact.updated'))),
	)
	expect(event).toMatchObject({
		actorType: 'contact',
		actorId: me.id,
		data: { changes: { firstName: { from: 'Maya', to: 'Máya' } } },
	})
})

test('HOM-3: a new e-mail counts once its code was typed, and the old address hears of it', async () => {
	const me = await maya()
	expect(await me.save({ email: 'New@Example.com', firstName: 'May' })).toEqual({ ok: true, checks: ['email'] })
	expect(await me.profile()).toMatchObject({ email: me.email, firstName: 'May' })
	expect(await pending(me.scope)).toMatchObject([{ channel: 'email', address: 'new@example.com', refusal: null }])
	const code = await lastCode(me.scope)
	expect(await confirmCheck(me.scope, 'email', wrongOf(code))).toEqual({ ok: false, reason: 'wrong', left: 4 })
	expect(await confirmCheck(me.scope, 'email', code)).toEqual({ ok: true })
	expect(await me.profile()).toMatchObject({ email: 'new@example.com' })
	expect(await pending(me.scope)).toEqual([])
	expect(await confirmCheck(me.scope, 'email', code)).toEqual({ ok: false, reason: 'none' })
	const [letter] = await lettersOf(me.scope.workspaceId)
	expect(letter).toMatchObject({ template: 'addressChanged', to: me.email, values: { to: 'new@example.com' } })
	await runJobs()
})

test('HOM-3: a new phone is proven by text message', async () => {
	const me = await maya()
	expect(await me.save({ phone: '(303) 555-0177' })).toEqual({ ok: true, checks: ['sms'] })
	expect((await lettersOf(me.scope.workspaceId))[0]).toMatchObject({ channel: 'sms', to: '+13035550177' })
	expect(await confirmCheck(me.scope, 'sms', await lastCode(me.scope))).toEqual({ ok: true })
	expect(await me.profile()).toMatchObject({ phone: '+13035550177' })
})

test('HOM-3: five wrong codes lock the check, after five minutes it has run out; a new code helps', async () => {
	const me = await maya()
	await me.save({ email: 'a@example.com' })
	const code = await lastCode(me.scope)
	for (let i = 0; i < 5; i++) await confirmCheck(me.scope, 'email', wrongOf(code))
	expect(await confirmCheck(me.scope, 'email', code)).toEqual({ ok: false, reason: 'locked' })
	advance(31)
	expect(await resendCheck(me.scope, 'email')).toEqual({ ok: true, sent: true })
	advance(31 + 5 * 60)
	expect(await confirmCheck(me.scope, 'email', await lastCode(me.scope))).toEqual({ ok: false, reason: 'expired' })
	expect(await resendCheck(me.scope, 'email')).toEqual({ ok: true, sent: true })
	expect(await confirmCheck(me.scope, 'email', await lastCode(me.scope))).toEqual({ ok: true })
	expect(await resendCheck(me.scope, 'email')).toBeNull()
})

test('HOM-3: a change can be dropped; the last typed address is the one that counts', async () => {
	const me = await maya()
	await me.save({ email: 'first@example.com' })
	const first = await lastCode(me.scope)
	await me.save({ email: 'second@example.com' })
	expect(await pending(me.scope)).toMatchObject([{ address: 'second@example.com' }])
	if (first !== (await lastCode(me.scope))) expect((await confirmCheck(me.scope, 'email', first)).ok).toBe(false)
	await cancelCheck(me.scope, 'email')
	expect(await pending(me.scope)).toEqual([])
	expect(await me.profile()).toMatchObject({ email: me.email })
})

test("HOM-3: somebody else's address cannot be taken over, and whose it is is told only to who can read its mail", async () => {
	const me = await maya()
	await makeContact({ accounts: [{ id: me.accountId, workspaceId: me.scope.workspaceId }], email: 'max@example.com' })
	expect(await me.save({ email: 'max@example.com' })).toEqual({ ok: true, checks: ['email'] })
	expect(await confirmCheck(me.scope, 'email', await lastCode(me.scope))).toEqual({ ok: false, reason: 'taken' })
	expect(await me.profile()).toMatchObject({ email: me.email })
})

test('HOM-3: one way to sign in has to stay, and codes to new addresses are limited', async () => {
	expect(profileInput('US').safeParse({ firstName: 'M', email: '', phone: '' }).error?.issues[0]?.message).toBe(
		'need_one',
	)
	expect(
		profileInput('US').safeParse({ firstName: '', lastName: '', email: 'a@example.com' }).error?.issues[0]?.path,
	).toEqual(['firstName'])
	const me = await maya()
	expect(await me.save({ phone: '' })).toEqual({ ok: true, checks: [] })
	expect(await me.profile()).toMatchObject({ phone: null })
	for (let i = 0; i < 8; i++) expect(await me.save({ email: `n${i}@example.com` })).toMatchObject({ ok: true })
	expect(await me.save({ email: 'n9@example.com' })).toMatchObject({ ok: false, reason: 'tooMany' })
})

test('ACC-11: a contact sees its sessions and ends one or all others, never somebody else’s', async () => {
	const [me, other] = [await maya(), await makeContact()]
	const open = async ({ scope, id }: { scope: ClientScope; id: string }) =>
		(
			await write(scope, (writer) =>
				openSession(writer, { type: 'contact', id, method: 'code' }, { ip: '203.0.113.7', userAgent: 'Firefox' }),
			)
		).sessionId
	const [here, phone, tablet] = [await open(me), await open(me), await open(me)]
	const theirs = await open(other)
	const ids = async (scope: ClientScope) => (await read(scope, ownSessions)).map(({ id }) => id).sort()
	expect(await ids(me.scope)).toEqual([here, phone, tablet].sort())
	const who = { type: 'contact' as const, id: me.id }
	expect(await endSession(me.scope.workspaceId, theirs, who)).toBe(false)
	expect(await endSession(me.scope.workspaceId, phone, who)).toBe(true)
	expect(await endOtherSessions(me.scope, here)).toBe(1)
	expect(await ids(me.scope)).toEqual([here])
	expect(await ids(other.scope)).toEqual([theirs])
})

test('HOM-3: two companies, one person: a change here is none there', async () => {
	const email = 'both@example.com'
	const [sunny, acme] = [await maya({ email }), await maya({ email })]
	await sunny.save({ firstName: 'Changed', email: 'moved@example.com' })
	expect(await confirmCheck(acme.scope, 'email', await lastCode(sunny.scope))).toEqual({ ok: false, reason: 'none' })
	expect(await confirmCheck(sunny.scope, 'email', await lastCode(sunny.scope))).toEqual({ ok: true })
	expect(await acme.profile()).toMatchObject({ firstName: 'Maya', email })
	const rows = await read(acme.scope, ({ db }) =>
		db.select().from(contacts).where(eq(contacts.email, 'moved@example.com')),
	)
	expect(rows).toEqual([])
})
