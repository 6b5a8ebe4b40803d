import { generate } from 'otplib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { setClock } from '#platform/clock/clock.ts'
import { encrypt, hashToken } from '#platform/crypto/crypto.ts'
import { read, thePool, write } from '#platform/db/db.ts'
import { systemScope, visitorScope } from '#platform/scope/make.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { accessJobs } from '../jobs.ts'
import { findStaffSession } from '../sessions/reads.ts'
import { openSession } from '../sessions/writes.ts'
import { findMember, listMembers } from './reads.ts'
import { answerMemberReset, requestReset } from './resets/writes.ts'
import { linkIsGood, signInWithLink, signInWithPassword, signInWithSecondFactor } from './signIn/writes.ts'
import { totpSetUp } from './totp/rules.ts'
import { confirmTotp, prepareTotp, removeTotp, renewRecoveryCodes, resetTwoFactor } from './totp/writes.ts'
import { changeMember, inviteMember, setPassword } from './writes.ts'

const { runJobs, advance } = useInstallation([...accessJobs, ...notificationJobs])

const device = { ip: '203.0.113.9', userAgent: 'Firefox' }
const password = 'a long enough password'
const visitor = ({ workspaceId }: { workspaceId: string }) => visitorScope({ workspaceId, locale: 'en' })
const tokenOf = (url: string) => url.split('/i/')[1] ?? ''

async function withPassword(overrides: Parameters<typeof makeMember>[0] = {}) {
	const member = await makeMember(overrides)
	await setPassword(member.scope, password, '')
	return member
}

const sessionOf = (scope: { workspaceId: string }, result: { ok: boolean; token?: string }) =>
	result.token ? findStaffSession(scope.workspaceId, hashToken(result.token)) : null

describe('ACC-17: members are invited', () => {
	test('by a link that signs in once, within 45 minutes', async () => {
		const owner = await makeMember({ role: 'owner' })
		const invited = await inviteMember(owner.scope, { email: 'dev@example.com', name: 'Dev', role: 'office' })
		if (!invited.ok) throw new Error(invited.reason)
		await runJobs()
		const [letter] = await lettersOf(owner.scope.workspaceId)
		expect(letter).toMatchObject({ to: 'dev@example.com', template: 'memberLink' })

		const token = tokenOf(invited.signInUrl)
		const guest = visitor(owner.scope)
		for (let times = 0; times < 3; times++) expect(await linkIsGood(guest, token)).toBe(true)
		const entered = await signInWithLink(guest, token, device)
		expect(await sessionOf(owner.scope, entered)).toMatchObject({ memberId: invited.member.id, role: 'office' })
		expect(await signInWithLink(guest, token, device)).toEqual({ ok: false, reason: 'spent' })
		expect(await linkIsGood(guest, token)).toBe(false)
	})

	test('and a link is good for nothing after 45 minutes, or at another company', async () => {
		const owner = await makeMember({ role: 'owner' })
		const invited = await inviteMember(owner.scope, { email: 'late@example.com', name: '', role: 'office' })
		if (!invited.ok) throw new Error(invited.reason)
		const token = tokenOf(invited.signInUrl)
		expect(await linkIsGood(visitor(await makeWorkspace()), token)).toBe(false)
		advance(45 * 60 + 1)
		expect(await signInWithLink(visitor(owner.scope), token, device)).toEqual({ ok: false, reason: 'spent' })
	})

	test('two posts of one link at once: one wins', async () => {
		const owner = await makeMember({ role: 'owner' })
		const invited = await inviteMember(owner.scope, { email: 'race@example.com', name: '', role: 'office' })
		if (!invited.ok) throw new Error(invited.reason)
		const token = tokenOf(invited.signInUrl)
		const both = await Promise.all([1, 2].map(() => signInWithLink(visitor(owner.scope), token, device)))
		expect(both.map(({ ok }) => ok).sort()).toEqual([false, true])
	})

	test('an address is a member once in a company, and may be one of another too', async () => {
		const owner = await makeMember({ role: 'owner' })
		const other = await makeMember({ role: 'owner' })
		const input = { email: 'same@example.com', name: '', role: 'office' as const }
		expect(await inviteMember(owner.scope, input)).toMatchObject({ ok: true })
		expect(await inviteMember(owner.scope, input)).toEqual({ ok: false, reason: 'email_taken' })
		expect(await inviteMember(other.scope, input)).toMatchObject({ ok: true })
		const mine = await read(owner.scope, listMembers)
		expect(mine.map(({ email }) => email)).not.toContain(other.email)
		expect(await read(owner.scope, (reader) => findMember(reader, other.id))).toBeNull()
	})
})

describe('ACC-17: who may change whom', () => {
	test('an admin makes no owner and changes none', async () => {
		const owner = await makeMember({ role: 'owner' })
		const admin = await makeMember({ in: owner.scope, role: 'admin' })
		const wanted = { email: 'x@example.com', name: '', role: 'owner' as const }
		expect(await inviteMember(admin.scope, wanted)).toEqual({ ok: false, reason: 'role_not_yours' })
		expect(await changeMember(admin.scope, owner.id, { role: 'office' })).toEqual({
			ok: false,
			reason: 'role_not_yours',
		})
		expect(await changeMember(admin.scope, admin.id, { role: 'owner' })).toEqual({
			ok: false,
			reason: 'role_not_yours',
		})
	})

	test('the last owner stays one; of two who demote each other at once one stays', async () => {
		const first = await makeMember({ role: 'owner' })
		expect(await changeMember(first.scope, first.id, { active: false })).toEqual({ ok: false, reason: 'last_owner' })
		const second = await makeMember({ in: first.scope, role: 'owner' })
		const both = await Promise.all([
			changeMember(first.scope, second.id, { role: 'office' }),
			changeMember(second.scope, first.id, { role: 'office' }),
		])
		expect(both.filter(({ ok }) => ok)).toHaveLength(1)
	})

	test('who loses access is out at once', async () => {
		const owner = await makeMember({ role: 'owner' })
		const member = await withPassword({ in: owner.scope })
		const entered = await signInWithPassword(visitor(owner.scope), { email: member.email, password }, device)
		expect(await sessionOf(owner.scope, entered)).not.toBeNull()
		await changeMember(owner.scope, member.id, { active: false })
		expect(await sessionOf(owner.scope, entered)).toBeNull()
		const again = await signInWithPassword(visitor(owner.scope), { email: member.email, password }, device)
		expect(again).toEqual({ ok: false, reason: 'wrong' })
	})
})

describe('ACC-6: a member signs in by password', () => {
	test('an unknown address and a wrong password are answered alike, and only the right company lets in', async () => {
		const member = await withPassword()
		const guest = visitor(member.scope)
		expect(await signInWithPassword(guest, { email: member.email, password }, device)).toMatchObject({ ok: true })
		const refused = { ok: false, reason: 'wrong' }
		expect(await signInWithPassword(guest, { email: member.email, password: 'something else' }, device)).toEqual(
			refused,
		)
		expect(await signInWithPassword(guest, { email: 'nobody@example.com', password }, device)).toEqual(refused)
		const elsewhere = visitor(await makeWorkspace())
		expect(await signInWithPassword(elsewhere, { email: member.email, password }, device)).toEqual(refused)
	})

	test('guessing from ever new addresses ends at the limit', async () => {
		const member = await withPassword()
		const guess = (at: number) =>
			signInWithPassword(
				visitor(member.scope),
				{ email: member.email, password: `guess number ${at}` },
				{ ip: `198.51.100.${at}`, userAgent: '' },
			)
		const results = []
		for (let at = 0; at < 12; at++) results.push(await guess(at))
		expect(results.slice(0, 10).every((one) => !one.ok && one.reason === 'wrong')).toBe(true)
		expect(results[11]).toMatchObject({ ok: false, reason: 'limited' })
	})

	test('a new password ends the other sessions and leaves this one', async () => {
		const member = await withPassword()
		const who = { type: 'member', id: member.id, method: 'password' } as const
		const [here, there] = await write(member.scope, async (writer) => [
			await openSession(writer, who, device),
			await openSession(writer, who, device),
		])
		await setPassword(member.scope, 'another long password', here?.sessionId ?? '')
		expect(await findStaffSession(member.scope.workspaceId, hashToken(here?.token ?? ''))).not.toBeNull()
		expect(await findStaffSession(member.scope.workspaceId, hashToken(there?.token ?? ''))).toBeNull()
	})

	test('a forgotten password: whoever asks hears the same, and only a member gets a link', async () => {
		const member = await withPassword()
		const guest = visitor(member.scope)
		expect(await requestReset(guest, member.email, device)).toEqual({ ok: true })
		expect(await requestReset(guest, 'nobody@example.com', device)).toEqual({ ok: true })
		await runJobs()
		const all = await lettersOf(member.scope.workspaceId)
		// That its password was set was told before.
		const letters = all.filter(({ template }) => template !== 'wayChanged')
		expect(letters.map(({ to, template }) => [to, template])).toEqual([[member.email, 'passwordReset']])
		const token = letters[0]?.token ?? ''
		expect(await signInWithLink(guest, token, device)).toMatchObject({ ok: true })
	})

	test('a forgotten password is answered once, however often the job runs', async () => {
		const member = await makeMember()
		const system = systemScope(member.scope)
		const sealed = encrypt('ask', member.email)
		for (let times = 0; times < 2; times++) await answerMemberReset(system, 'chl_one', sealed)
		await runJobs()
		expect(await lettersOf(member.scope.workspaceId)).toHaveLength(1)
	})
})

describe('ACC-6: two-factor sign-in', () => {
	// The clock stands still, so that no code grows old between its making and its trial.
	const still = new Date()
	beforeEach(() => setClock(() => still))
	afterAll(() => setClock())
	const epoch = Math.floor(still.getTime() / 1000)
	const codeAt = (secret: string, at = epoch) => generate({ secret, epoch: at })

	async function withTotp(): Promise<{
		scope: StaffScope
		id: string
		email: string
		secret: string
		codes: string[]
	}> {
		const member = await withPassword()
		const sealed = await prepareTotp(member.scope)
		if (!sealed) throw new Error('not prepared')
		const { secret } = totpSetUp(sealed, { company: 'Sunny Solar', email: member.email })
		const lastStep = await codeAt(secret, epoch - 30)
		expect(await confirmTotp(member.scope, '000000' === lastStep ? '000001' : '000000')).toBeNull()
		const codes = await confirmTotp(member.scope, lastStep)
		expect(codes).toHaveLength(10)
		return { ...member, secret, codes: codes ?? [] }
	}

	test('asks for a code after the password, takes each once, and keeps the secret sealed', async () => {
		const member = await withTotp()
		const guest = visitor(member.scope)
		const first = await signInWithPassword(guest, { email: member.email, password }, device)
		expect(first).toEqual({ ok: false, reason: 'secondFactor', memberId: member.id })
		const code = await codeAt(member.secret)
		expect(await signInWithSecondFactor(guest, member.id, code, device)).toMatchObject({ ok: true })
		expect(await signInWithSecondFactor(guest, member.id, code, device)).toEqual({ ok: false, reason: 'wrong' })
		const { rows } = await read(member.scope, ({ client }) => client.query('select totp_secret from members'))
		expect(JSON.stringify(rows)).not.toContain(member.secret)
	})

	test('a recovery code stands in for the app, each once; new ones replace those before', async () => {
		const member = await withTotp()
		const guest = visitor(member.scope)
		const enter = (code = '') => signInWithSecondFactor(guest, member.id, code, device)
		const [first = '', second = '', third] = member.codes
		expect(await enter(first.toUpperCase().replace('-', ' '))).toMatchObject({ ok: true })
		expect(await enter(first)).toEqual({ ok: false, reason: 'wrong' })
		const raced = await Promise.all([enter(second), enter(second)])
		expect(raced.filter(({ ok }) => ok)).toHaveLength(1)
		const fresh = await renewRecoveryCodes(member.scope, await codeAt(member.secret))
		expect(fresh).toHaveLength(10)
		await thePool().query('delete from infra.rate_limits')
		expect(await enter(third)).toEqual({ ok: false, reason: 'wrong' })
		expect(await enter(fresh?.[0])).toMatchObject({ ok: true })
		const { rows } = await read(member.scope, ({ client }) => client.query('select code_hash from recovery_codes'))
		expect(JSON.stringify(rows)).not.toContain(fresh?.[0]?.replace('-', ''))
	})

	test('an owner takes it away from a member who lost all; another role may not', async () => {
		const member = await withTotp()
		const owner = await makeMember({ in: member.scope, role: 'owner' })
		expect(await resetTwoFactor(member.scope, owner.id)).toMatchObject({ ok: false, reason: 'role_not_yours' })
		expect(await resetTwoFactor(owner.scope, member.id)).toEqual({ ok: true })
		const guest = visitor(member.scope)
		expect(await signInWithPassword(guest, { email: member.email, password }, device)).toMatchObject({ ok: true })
	})

	test('a link does not pass it by, and it goes only with a right code', async () => {
		const member = await withTotp()
		const guest = visitor(member.scope)
		await requestReset(guest, member.email, device)
		await runJobs()
		const [letter] = await lettersOf(member.scope.workspaceId)
		expect(await signInWithLink(guest, letter?.token ?? '', device)).toMatchObject({ reason: 'secondFactor' })
		expect(await removeTotp(member.scope, 'abcdef')).toBe('wrong')
		expect(await removeTotp(member.scope, await codeAt(member.secret))).toBe('removed')
		expect(await signInWithPassword(guest, { email: member.email, password }, device)).toMatchObject({ ok: true })
	})

	test('five wrong codes are followed by a wait', async () => {
		const member = await withTotp()
		const guest = visitor(member.scope)
		for (let times = 0; times < 5; times++) await signInWithSecondFactor(guest, member.id, 'none', device)
		const right = await codeAt(member.secret)
		expect(await signInWithSecondFactor(guest, member.id, right, device)).toMatchObject({
			ok: false,
			reason: 'limited',
		})
	})
})
