import { expect, test } from 'vitest'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { read } from '#platform/db/db.ts'
import { visitorScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { askForCode } from '../codes/writes.ts'
import { portalHistory } from '../history/reads.ts'
import { inviteContact } from '../invitations/writes.ts'
import { accessJobs } from '../jobs.ts'
import { suspendContact } from '../suspension/writes.ts'
import { openLink, spendLink } from './writes.ts'

const { runJobs, advance } = useInstallation([...accessJobs, ...notificationJobs])
const device = { ip: '203.0.113.7', userAgent: 'Firefox' }

async function invited(overrides: Parameters<typeof makeContact>[0] = {}) {
	const account = await makeAccount()
	const dev = await makeMember({ in: account })
	const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled', ...overrides })
	const result = await inviteContact(dev.scope, maya.id)
	if (!result.ok) throw new Error(result.reason)
	await runJobs()
	const token = (await lettersOf(account.workspaceId)).find(({ channel }) => channel === 'email')?.token ?? ''
	const visitor = visitorScope({ workspaceId: account.workspaceId, locale: 'en' })
	return { ...maya, dev, token, visitor }
}

const historyOf = async ({ dev, id }: Awaited<ReturnType<typeof invited>>) =>
	(await read(dev.scope, (reader) => portalHistory(reader, id)))?.data ?? []

test("ACC-5: a mail scanner's GETs do not spend the link; the first POST does, the second finds it gone", async () => {
	const maya = await invited()
	for (let i = 0; i < 5; i++) expect(await openLink(maya.visitor, maya.token)).toBe(true)
	expect(await spendLink(maya.visitor, maya.token, device)).toMatchObject({
		ok: true,
		entered: { contactId: maya.id, registered: true },
	})
	expect(await spendLink(maya.visitor, maya.token, device)).toEqual({ ok: false, reason: 'gone' })
	expect(await openLink(maya.visitor, maya.token)).toBe(false)
})

test('ACC-5: of many POSTs at the same moment one opens a session', async () => {
	const maya = await invited()
	const results = await Promise.all(Array.from({ length: 8 }, () => spendLink(maya.visitor, maya.token, device)))
	expect(results.filter((result) => result.ok)).toHaveLength(1)
})

test('ACC-5: a link is good for 45 minutes', async () => {
	const maya = await invited()
	advance(45 * 60)
	expect(await openLink(maya.visitor, maya.token)).toBe(false)
	expect(await spendLink(maya.visitor, maya.token, device)).toEqual({ ok: false, reason: 'gone' })
	advance(45 * 60 - 5)
	expect(await spendLink(maya.visitor, maya.token, device)).toMatchObject({ ok: true })
})

test("ACC-5: another company's link, a shortened and an invented one are simply gone", async () => {
	const [maya, other] = [await invited(), await invited()]
	for (const token of [other.token, maya.token.slice(0, -1), 'x', '']) {
		expect(await openLink(maya.visitor, token)).toBe(false)
		expect(await spendLink(maya.visitor, token, device)).toEqual({ ok: false, reason: 'gone' })
	}
	expect(await spendLink(other.visitor, other.token, device)).toMatchObject({ ok: true })
})

test('ACC-10: a link does not let in one who was suspended meanwhile, and tells why', async () => {
	const maya = await invited()
	await suspendContact(maya.dev.scope, maya.id, 'Call us.')
	expect(await openLink(maya.visitor, maya.token)).toBe(true)
	expect(await spendLink(maya.visitor, maya.token, device)).toEqual({
		ok: false,
		reason: 'shut',
		refusal: { reason: 'suspended', note: 'Call us.' },
	})
	expect(await spendLink(maya.visitor, maya.token, device)).toEqual({ ok: false, reason: 'gone' })
})

test('ACC-5: the link in a sign-in message leads to the page that was asked for', async () => {
	const maya = await makeContact()
	const visitor = visitorScope({ workspaceId: maya.scope.workspaceId, locale: 'en' })
	await askForCode(visitor, { channel: 'email', address: maya.email ?? '' }, '/files?folder=permits', device)
	await runJobs()
	const [letter] = await lettersOf(visitor.workspaceId)
	expect(await spendLink(visitor, letter?.token ?? '', device)).toMatchObject({
		ok: true,
		next: '/files?folder=permits',
	})
})

test('ACC-3: the history shows invited, opened, registered, signed in, with channel, address and by whom', async () => {
	const maya = await invited({ phone: '+13035550142' })
	await openLink(maya.visitor, maya.token)
	await openLink(maya.visitor, maya.token)
	await spendLink(maya.visitor, maya.token, device)
	const byMail = { channel: 'email', to: maya.email }
	const dev = { type: 'member', id: maya.dev.id, name: 'Dev Patel' }
	const herself = { type: 'contact', id: maya.id, name: 'Maya Reyes' }
	expect(await historyOf(maya)).toMatchObject([
		{ event: 'invited', ...byMail, by: dev },
		{ event: 'invited', channel: 'sms', to: '+13035550142', by: dev },
		{ event: 'opened', ...byMail, by: herself },
		{ event: 'registered', ...byMail, by: herself },
		{ event: 'signedIn', ...byMail, by: herself },
	])
})

test('ACC-3: a link that is used without having been looked at counts as opened', async () => {
	const maya = await invited()
	await spendLink(maya.visitor, maya.token, device)
	expect((await historyOf(maya)).map(({ event }) => event)).toEqual(['invited', 'opened', 'registered', 'signedIn'])
})

test('ACC-3: the history comes in pages, and of the own contact only', async () => {
	const maya = await invited()
	await spendLink(maya.visitor, maya.token, device)
	const first = await read(maya.dev.scope, (reader) => portalHistory(reader, maya.id, { limit: 3 }))
	const second = await read(maya.dev.scope, (reader) =>
		portalHistory(reader, maya.id, { limit: 3, cursor: first?.nextCursor ?? '' }),
	)
	expect([first?.data.length, second?.data.map(({ event }) => event), second?.nextCursor]).toEqual([
		3,
		['signedIn'],
		null,
	])
	const stranger = await invited()
	expect(await read(stranger.dev.scope, (reader) => portalHistory(reader, maya.id))).toBeNull()
})
