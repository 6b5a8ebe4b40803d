import { expect, test } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { systemScope, visitorScope } from '#platform/scope/make.ts'
import type { Scope } from '#platform/scope/scope.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { statementsOf } from '#support/statements.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { accessJobs } from '../jobs.ts'
import type { Address } from '../rules.ts'
import { findClientSession } from '../sessions/reads.ts'
import { reinstateContact, suspendContact } from '../suspension/writes.ts'
import { askForCode, tryCode } from './writes.ts'

const { runJobs, advance } = useInstallation([...accessJobs, ...notificationJobs])

const device = { ip: '203.0.113.7', userAgent: 'Firefox' }
const visitor = ({ workspaceId }: { workspaceId: string }) => visitorScope({ workspaceId, locale: 'en' })
const mail = (address: string): Address => ({ channel: 'email', address })

async function person(overrides: Parameters<typeof makeContact>[0] = {}) {
	const contact = await makeContact(overrides)
	return { ...contact, visitor: visitor(contact.scope), address: mail(contact.email ?? '') }
}

/** Asks for a code and reads it where it was sent to. */
async function codeFor(scope: Scope, address: Address): Promise<string> {
	expect(await askForCode(scope, address, null, device)).toMatchObject({ ok: true, fresh: true })
	await runJobs()
	return (await lettersOf(scope.workspaceId))[0]?.code ?? ''
}

const wrongOf = (code: string) => (code === '000000' ? '000001' : '000000')

test('ACC-4: the code that was sent opens a session, once', async () => {
	const maya = await person()
	const code = await codeFor(maya.visitor, maya.address)
	expect(code).toMatch(/^\d{6}$/)
	const result = await tryCode(maya.visitor, maya.address, code, device)
	if (!result.ok) throw new Error(result.reason)
	const session = await findClientSession(maya.scope.workspaceId, hashToken(result.entered.token))
	expect(session).toMatchObject({ contactId: maya.id, accountIds: [maya.accountId] })
	expect(await tryCode(maya.visitor, maya.address, code, device)).toEqual({ ok: false, reason: 'spent' })
})

test('ACC-4: a phone in the contact’s record signs in by text message', async () => {
	const maya = await person({ phone: '+13035550142' })
	const address: Address = { channel: 'sms', address: '+13035550142' }
	const code = await codeFor(maya.visitor, address)
	expect((await lettersOf(maya.scope.workspaceId))[0]).toMatchObject({ channel: 'sms', to: '+13035550142' })
	expect(await tryCode(maya.visitor, address, code, device)).toMatchObject({ ok: true })
})

test('ACC-4: of two who share a phone, the enrolled one who was here last signs in', async () => {
	const account = await makeAccount()
	const phone = '+13035550143'
	await makeContact({ accounts: [account], phone, lastSeenAt: new Date('2026-01-01') })
	const last = await makeContact({ accounts: [account], phone, lastSeenAt: new Date('2026-02-01') })
	await makeContact({ accounts: [account], phone, portalStatus: 'invited', lastSeenAt: new Date('2026-03-01') })
	const address: Address = { channel: 'sms', address: phone }
	const code = await codeFor(visitor(account), address)
	expect(await tryCode(visitor(account), address, code, device)).toMatchObject({
		ok: true,
		entered: { contactId: last.id },
	})
})

test('ACC-4: five wrong tries lock the code, even for the right one; a new code works', async () => {
	const maya = await person()
	const code = await codeFor(maya.visitor, maya.address)
	const results = []
	for (let i = 0; i < 5; i++) results.push(await tryCode(maya.visitor, maya.address, wrongOf(code), device))
	expect(results.map((r) => (r.ok ? 'in' : r.reason === 'wrong' ? r.left : r.reason))).toEqual([4, 3, 2, 1, 'locked'])
	expect(await tryCode(maya.visitor, maya.address, code, device)).toEqual({ ok: false, reason: 'locked' })
	advance(31)
	expect(await tryCode(maya.visitor, maya.address, await codeFor(maya.visitor, maya.address), device)).toMatchObject({
		ok: true,
	})
})

test('ACC-4: after five minutes the right code is refused', async () => {
	const maya = await person()
	const code = await codeFor(maya.visitor, maya.address)
	advance(5 * 60)
	expect(await tryCode(maya.visitor, maya.address, code, device)).toEqual({ ok: false, reason: 'expired' })
	advance(5 * 60 - 5)
	expect(await tryCode(maya.visitor, maya.address, code, device)).toMatchObject({ ok: true })
})

test('ACC-4: a new code makes the one before worthless', async () => {
	const maya = await person()
	const first = await codeFor(maya.visitor, maya.address)
	advance(31)
	const second = await codeFor(maya.visitor, maya.address)
	if (first !== second)
		expect(await tryCode(maya.visitor, maya.address, first, device)).toMatchObject({ reason: 'wrong' })
	expect(await tryCode(maya.visitor, maya.address, second, device)).toMatchObject({ ok: true })
})

test('ACC-4: within 30 seconds nothing is sent again, however often and however many ask', async () => {
	const maya = await person()
	const asked = await Promise.all(Array.from({ length: 6 }, () => askForCode(maya.visitor, maya.address, null, device)))
	expect(asked.filter((result) => result.ok && result.fresh)).toHaveLength(1)
	await runJobs()
	expect(await lettersOf(maya.scope.workspaceId)).toHaveLength(1)
	advance(29)
	expect(await askForCode(maya.visitor, maya.address, null, device)).toMatchObject({ ok: true, fresh: false })
	advance(31)
	expect(await askForCode(maya.visitor, maya.address, null, device)).toMatchObject({ ok: true, fresh: true })
})

test('ACC-4: of two right codes at the same moment one wins', async () => {
	const maya = await person()
	const code = await codeFor(maya.visitor, maya.address)
	const results = await Promise.all(Array.from({ length: 4 }, () => tryCode(maya.visitor, maya.address, code, device)))
	expect(results.map((result) => (result.ok ? 'in' : result.reason)).sort()).toEqual(['in', 'spent', 'spent', 'spent'])
})

test('ACC-4: racing wrong tries are all counted', async () => {
	const maya = await person()
	const code = await codeFor(maya.visitor, maya.address)
	const results = await Promise.all(
		Array.from({ length: 9 }, () => tryCode(maya.visitor, maya.address, wrongOf(code), device)),
	)
	expect(results.filter((result) => !result.ok && result.reason === 'wrong')).toHaveLength(4)
	expect(results.filter((result) => !result.ok && result.reason === 'locked')).toHaveLength(5)
})

test.each(['unknown', 'suspended before', 'archived', 'notEnrolled'])(
	'ACC-4: an address that is %s gets the same answer and no message',
	async (state) => {
		const maya = await person({
			portalStatus: state === 'suspended before' ? 'suspended' : state === 'notEnrolled' ? state : 'enrolled',
			statusBeforeSuspension: state === 'suspended before' ? 'notEnrolled' : null,
			archivedAt: state === 'archived' ? new Date() : null,
		})
		const address = state === 'unknown' ? mail('nobody@example.com') : maya.address
		expect(await askForCode(maya.visitor, address, '/files', device)).toMatchObject({ ok: true, fresh: true })
		await runJobs()
		expect(await lettersOf(maya.scope.workspaceId)).toEqual([])
		expect(await askForCode(maya.visitor, address, '/files', device)).toMatchObject({ ok: true, fresh: false })
		for (const left of [4, 3, 2, 1]) {
			expect(await tryCode(maya.visitor, address, '123456', device)).toEqual({ ok: false, reason: 'wrong', left })
		}
		expect(await tryCode(maya.visitor, address, '123456', device)).toEqual({ ok: false, reason: 'locked' })
	},
)

test('ACC-10: a suspended one reads the note once it has shown the code, before or after whose sending it was suspended', async () => {
	const maya = await person()
	const before = await codeFor(maya.visitor, maya.address)
	await suspendContact(systemScope({ workspaceId: maya.scope.workspaceId }), maya.id, 'Call us about your bill.')
	expect(await tryCode(maya.visitor, maya.address, wrongOf(before), device)).toMatchObject({ reason: 'wrong' })
	const told = {
		ok: false,
		reason: 'shut',
		refusal: { reason: 'suspended', note: 'Call us about your bill.' },
	}
	expect(await tryCode(maya.visitor, maya.address, before, device)).toEqual(told)
	expect(await tryCode(maya.visitor, maya.address, before, device)).toEqual({ ok: false, reason: 'spent' })
	advance(40)
	expect(await tryCode(maya.visitor, maya.address, await codeFor(maya.visitor, maya.address), device)).toEqual(told)
	await reinstateContact(systemScope({ workspaceId: maya.scope.workspaceId }), maya.id)
	advance(80)
	const after = await codeFor(maya.visitor, maya.address)
	expect(await tryCode(maya.visitor, maya.address, after, device)).toMatchObject({ ok: true })
})

test('ACC-10: one whose accounts all have the portal off is told so, once it has shown the code', async () => {
	const off = await makeAccount({ portalEnabled: false })
	const maya = await person({ accounts: [off] })
	const code = await codeFor(maya.visitor, maya.address)
	expect(await tryCode(maya.visitor, maya.address, code, device)).toEqual({
		ok: false,
		reason: 'shut',
		refusal: { reason: 'portalOff' },
	})
	const tom = await person({ accounts: [off, await makeAccount({ in: off })] })
	expect(await tryCode(tom.visitor, tom.address, await codeFor(tom.visitor, tom.address), device)).toMatchObject({
		ok: true,
	})
})

test('ACC-4: with the same e-mail in two companies each code is good in its own only', async () => {
	const email = 'both@example.com'
	const [sunny, acme] = [await person({ email }), await person({ email })]
	const [sunnyCode, acmeCode] = [await codeFor(sunny.visitor, mail(email)), await codeFor(acme.visitor, mail(email))]
	if (sunnyCode !== acmeCode)
		expect(await tryCode(acme.visitor, mail(email), sunnyCode, device)).toMatchObject({ ok: false })
	expect(await tryCode(acme.visitor, mail(email), acmeCode, device)).toMatchObject({
		ok: true,
		entered: { contactId: acme.id },
	})
	expect(await tryCode(sunny.visitor, mail(email), sunnyCode, device)).toMatchObject({
		ok: true,
		entered: { contactId: sunny.id },
	})
})

test('ACC-4: asking is limited for each address and for each network', async () => {
	const scope = visitor(await makeWorkspace())
	const ask = (address: string, ip: string) => askForCode(scope, mail(address), null, { ip, userAgent: '' })
	for (let i = 0; i < 10; i++) expect(await ask('often@example.com', `198.51.100.${i}`)).toMatchObject({ ok: true })
	expect(await ask('often@example.com', '198.51.100.99')).toMatchObject({ ok: false, reason: 'tooMany' })
	for (let i = 0; i < 60; i++) expect(await ask(`n${i}@example.com`, '2001:db8::1')).toMatchObject({ ok: true })
	const refused = await ask('another@example.com', '2001:db8::2')
	expect(refused).toMatchObject({ ok: false, reason: 'tooMany' })
	expect(!refused.ok && refused.reason === 'tooMany' && refused.retryAfter).toBeGreaterThan(0)
})

test('ACC-4: what the company switched off is not sent', async () => {
	const all = { code: true, link: true, password: false, passkey: true }
	const link = await makeWorkspace({ settings: { signIn: { ...all, code: false } } })
	const code = await makeWorkspace({ settings: { signIn: { ...all, link: false } } })
	for (const [scope, expected] of [
		[link, { template: 'signInLink', code: '' }],
		[code, { template: 'signInCode', token: '' }],
	] as const) {
		const maya = await person({ accounts: [await makeAccount({ in: scope })] })
		await askForCode(maya.visitor, maya.address, null, device)
		await runJobs()
		expect(await lettersOf(scope.workspaceId)).toMatchObject([expected])
	}
})

test('ACC-4: for a known and an unknown address the database is asked the very same things', async () => {
	const maya = await person()
	const suspended = await person({
		portalStatus: 'suspended',
		accounts: [{ id: maya.accountId, workspaceId: maya.scope.workspaceId }],
	})
	const asked = (address: Address) =>
		statementsOf(async () => {
			await askForCode(maya.visitor, address, '/files', device)
			await tryCode(maya.visitor, address, 'x', device)
		})
	await askForCode(maya.visitor, mail('first@example.com'), null, device)
	const known = await asked(maya.address)
	expect(known.length).toBeGreaterThan(8)
	expect(await asked(mail('nobody@example.com'))).toEqual(known)
	expect(await asked(suspended.address)).toEqual(known)
})

test('ACC-4: for an unknown address the same work follows, but nothing is kept of it and nobody is written to', async () => {
	const maya = await person()
	await codeFor(maya.visitor, mail('first@example.com'))
	const following = async (address: Address) => {
		await askForCode(maya.visitor, address, null, device)
		const statements = await statementsOf(runJobs)
		return statements.filter((text) => /^(select|update)/.test(text) && !text.includes('pgboss'))
	}
	const unknown = await following(mail('nobody@example.com'))
	expect(await lettersOf(maya.scope.workspaceId)).toEqual([])
	const known = await following(maya.address)
	expect(await lettersOf(maya.scope.workspaceId)).toHaveLength(1)
	expect(known.length).toBeGreaterThan(5)
	expect(unknown).toEqual(expect.arrayContaining(known))
})
