import { expect, test } from 'vitest'
import { removeDocuments, shareDocuments } from '#features/documents/keeping/writes.ts'
import { documentViews } from '#features/documents/tables.ts'
import { notificationJobs } from '#features/notifications/jobs.ts'
import { mergeContacts } from '#features/people/merging/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { workspaces } from '#features/workspaces/tables.ts'
import { hashToken } from '#platform/crypto/crypto.ts'
import { read, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { linkScope, systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { makeDocument } from '#support/document.ts'
import { useInstallation } from '#support/installation.ts'
import { lettersOf } from '#support/mailbox.ts'
import { makeMember } from '#support/member.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { portalHistory } from '../history/reads.ts'
import { accessJobs } from '../jobs.ts'
import { suspendContact } from '../suspension/writes.ts'
import { directLinks } from '../tables.ts'
import { documentsFor } from './choices/reads.ts'
import { findDirectLink, listDirectLinks } from './reads.ts'
import { mailDirectLink } from './sending/writes.ts'
import { findThing } from './targets/reads.ts'
import { createDirectLink, makeDirectLink, noteOpening, revokeDirectLinks } from './writes.ts'

const { advance, runJobs } = useInstallation([...accessJobs, ...notificationJobs])

async function house() {
	const scope = await makeWorkspace()
	const account = await makeAccount({ in: scope })
	const dev = await makeMember({ in: scope })
	const maya = await makeContact({ accounts: [account] })
	const plan = await makeDocument({ account, sharedWithPortal: true, title: 'Plan' })
	const linkTo = (contactId: string, id: string, type: 'document' | 'invoice' = 'document') =>
		createDirectLink(dev.scope, { contactId, target: { type, id } })
	return { scope, account, dev, maya, plan, linkTo }
}

const tokenIn = (url: string) => url.split('/').at(-1) ?? ''
const open = (scope: { workspaceId: string }, url: string) => findDirectLink(scope.workspaceId, hashToken(tokenIn(url)))

test('ACC-7: only a hash of the token is kept, in no table and no event more', async () => {
	const { scope, linkTo, maya, plan } = await house()
	const link = await linkTo(maya.id, plan.id)
	if (!link.ok) throw new Error(link.reason)
	expect(tokenIn(link.url)).toMatch(/^[\w-]{43}$/)
	const everything = await read(scope, async ({ client }) => {
		const { rows } = await client.query(
			`select (select json_agg(e) from events e)::text || (select json_agg(d) from direct_links d)::text as text`,
		)
		return String(rows[0].text)
	})
	expect(everything).toContain(hashToken(tokenIn(link.url)))
	expect(everything).not.toContain(tokenIn(link.url))
})

test('ACC-7: a link is made for what the contact may see, and refused with a code for anything else', async () => {
	const mine = await house()
	const other = await house()
	const hidden = await makeDocument({ account: mine.account })
	const elsewhere = await makeDocument({ account: await makeAccount({ in: mine.scope }), sharedWithPortal: true })
	const shut = await makeContact({ accounts: [mine.account], accessAreas: ['messages'] })
	const suspended = await makeContact({ accounts: [mine.account], portalStatus: 'suspended' })
	const refusals = [
		[await mine.linkTo(mine.maya.id, mine.plan.id, 'invoice'), 'target.type', 'target_type_unsupported'],
		[await mine.linkTo(mine.maya.id, newId('doc')), 'target.id', 'target_unknown'],
		[await mine.linkTo(mine.maya.id, other.plan.id), 'target.id', 'target_unknown'],
		[await mine.linkTo(mine.maya.id, hidden.id), 'target.id', 'target_not_visible'],
		[await mine.linkTo(mine.maya.id, elsewhere.id), 'target.id', 'target_not_visible'],
		[await mine.linkTo(shut.id, mine.plan.id), 'target.id', 'target_not_visible'],
		[await mine.linkTo(other.maya.id, mine.plan.id), 'contactId', 'contact_unknown'],
		[await mine.linkTo(suspended.id, mine.plan.id), 'contactId', 'suspended'],
	]
	for (const [outcome, path, reason] of refusals) expect(outcome).toEqual({ ok: false, path, reason })
	const seen = await read(mine.dev.scope, (reader) => documentsFor(reader, mine.maya.id, ''))
	expect(seen.map(({ id }) => id)).toEqual([mine.plan.id])
	expect(await mine.linkTo(mine.maya.id, mine.plan.id)).toMatchObject({ ok: true, title: 'Plan' })
	const without = { settings: { modules: { documents: false } } }
	await write(systemScope(mine.scope), ({ db }) => db.update(workspaces).set(without as never))
	expect(await mine.linkTo(mine.maya.id, mine.plan.id)).toMatchObject({ ok: false, reason: 'target_not_visible' })
	await write(systemScope(mine.scope), ({ db }) => db.update(workspaces).set({ settings: {} } as never))
	const notEnrolled = await makeContact({ accounts: [mine.account], portalStatus: 'notEnrolled' })
	expect(await mine.linkTo(notEnrolled.id, mine.plan.id)).toMatchObject({ ok: true })
})

test('ACC-7: a link lasts 90 days, or as long as was said', async () => {
	const { scope, dev, maya, plan, linkTo } = await house()
	const link = await linkTo(maya.id, plan.id)
	const short = await createDirectLink(dev.scope, {
		contactId: maya.id,
		target: { type: 'document', id: plan.id },
		expiresAt: new Date(Date.now() + 3600_000),
	})
	if (!link.ok || !short.ok) throw new Error('refused')
	expect(Math.round((link.expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(90)
	advance(2 * 3600)
	const live = await read(dev.scope, (reader) => listDirectLinks(reader, { live: true }, { limit: 9 }))
	expect(live.map(({ id }) => id)).toEqual([link.id])
	const all = await read(dev.scope, (reader) => listDirectLinks(reader, { contactId: maya.id }, { limit: 9 }))
	expect(all.map(({ title }) => title)).toEqual(['Plan', 'Plan'])
	await write(systemScope(scope), ({ db }) => db.update(directLinks).set({ expiresAt: new Date(Date.now() - 1000) }))
	expect(await open(scope, link.url)).toBeNull()
})

test('ACC-7: revoking all ends those of one contact and leaves the others', async () => {
	const { scope, account, dev, maya, plan, linkTo } = await house()
	const noor = await makeContact({ accounts: [account] })
	const [one, two, hers] = [
		await linkTo(maya.id, plan.id),
		await linkTo(maya.id, plan.id),
		await linkTo(noor.id, plan.id),
	]
	if (!one.ok || !two.ok || !hers.ok) throw new Error('refused')
	expect(await revokeDirectLinks(dev.scope, maya.id)).toBe(2)
	expect(await revokeDirectLinks(dev.scope, maya.id)).toBe(0)
	expect(await revokeDirectLinks(dev.scope, newId('con'))).toBeNull()
	expect([await open(scope, one.url), await open(scope, two.url)]).toEqual([null, null])
	expect(await open(scope, hers.url)).toMatchObject({ contactId: noor.id })
	const history = await read(dev.scope, (reader) => portalHistory(reader, maya.id))
	expect(history?.data.map(({ event }) => event)).toEqual([
		'directLinkMade',
		'directLinkMade',
		'directLinkRevoked',
		'directLinkRevoked',
	])
	expect(history?.data[0]).toMatchObject({ title: 'Plan', by: { name: 'Dev Patel' } })
})

test('ACC-7: what the contact itself may not see any more, its link does not open', async () => {
	const { scope, dev, maya, plan, linkTo } = await house()
	const link = await linkTo(maya.id, plan.id)
	if (!link.ok) throw new Error(link.reason)
	const look = async () => {
		const held = await open(scope, link.url)
		if (!held) return 'shut'
		const { id, contactId, areas, accountIds, siteIds, targetId } = held
		const target = { type: 'document' as const, id: targetId }
		const as = linkScope({
			workspaceId: scope.workspaceId,
			linkId: id,
			contactId,
			target,
			areas,
			accountIds,
			siteIds,
			locale: 'en',
		})
		return (await read(as, findThing))?.title ?? 'gone'
	}
	const set = (values: Partial<typeof contacts.$inferInsert>) =>
		write(systemScope(scope), ({ db }) => db.update(contacts).set(values))
	expect(await look()).toBe('Plan')
	await shareDocuments(dev.scope, [plan.id], false)
	expect(await look()).toBe('gone')
	await shareDocuments(dev.scope, [plan.id], true)
	await set({ accessAreas: ['messages'] })
	expect(await look()).toBe('gone')
	await set({ accessAreas: ['documents'] })
	expect(await look()).toBe('Plan')
	await write(systemScope(scope), ({ client }) => client.query('update accounts set portal_enabled = false'))
	expect(await look()).not.toBe('Plan')
	await write(systemScope(scope), ({ client }) => client.query('update accounts set portal_enabled = true'))
	await suspendContact(dev.scope, maya.id, '')
	expect(await look()).toBe('shut')
	await set({ portalStatus: 'enrolled' })
	expect(await look()).toBe('Plan')
	await write(systemScope(scope), ({ client }) => client.query('delete from contact_links'))
	expect(await look()).not.toBe('Plan')
	await removeDocuments(dev.scope, [plan.id])
	expect(await look()).not.toBe('Plan')
})

test('ACC-7: looks within a few minutes are one, and the history hears of it once a day', async () => {
	const { scope, dev, maya, plan, linkTo } = await house()
	const link = await linkTo(maya.id, plan.id)
	if (!link.ok) throw new Error(link.reason)
	const { areas, accountIds, siteIds } = maya.scope
	const target = { type: 'document' as const, id: plan.id }
	const as = linkScope({
		workspaceId: scope.workspaceId,
		linkId: link.id,
		contactId: maya.id,
		target,
		areas,
		accountIds,
		siteIds,
		locale: 'en',
	})
	const look = async () => {
		const thing = await read(as, findThing)
		if (thing) await noteOpening(as, thing)
	}
	await Promise.all([look(), look(), look()])
	const counted = async () => {
		const [row] = await read(dev.scope, (reader) => listDirectLinks(reader, {}, { limit: 1 }))
		const views = await read(dev.scope, ({ db }) => db.select().from(documentViews))
		const { rows } = await read(dev.scope, ({ client }) =>
			client.query(
				`select type, actor_type, actor_id from events where type in ('document.opened', 'contact.directLinkOpened') order by type`,
			),
		)
		return { times: row?.timesOpened, views: views.map(({ contactId, times }) => ({ contactId, times })), events: rows }
	}
	const events = ['contact.directLinkOpened', 'document.opened'].map((type) => {
		return { type, actor_type: 'link', actor_id: link.id }
	})
	expect(await counted()).toEqual({ times: 1, views: [{ contactId: maya.id, times: 1 }], events })
	advance(600)
	await look()
	expect(await counted()).toMatchObject({ times: 2, views: [{ times: 2 }] })
})

test('ACC-7: a message gets its link in the transaction that queues it, and both are undone together', async () => {
	const { scope, dev, maya, plan } = await house()
	const link = { contactId: maya.id, target: { type: 'document' as const, id: plan.id } }
	const failed = write(dev.scope, async (writer) => {
		await makeDirectLink(writer, link)
		throw new Error('undone')
	})
	await expect(failed).rejects.toThrow('undone')
	expect(await read(dev.scope, (reader) => listDirectLinks(reader, {}, { limit: 9 }))).toEqual([])
	expect(await mailDirectLink(dev.scope, link)).toMatchObject({ ok: true, to: maya.email })
	await runJobs()
	const [letter] = await lettersOf(scope.workspaceId)
	const [kept] = await read(dev.scope, (reader) => listDirectLinks(reader, {}, { limit: 9 }))
	expect(letter).toBeDefined()
	const url = /https?:\/\/\S+\/l\/[\w-]{43}/.exec(JSON.stringify(letter))?.[0] ?? ''
	expect(await open(scope, url)).toMatchObject({ id: kept?.id })
	const nameless = await makeContact({ accounts: [{ id: maya.accountId, ...scope }], email: null })
	expect(await mailDirectLink(dev.scope, { ...link, contactId: nameless.id })).toMatchObject({ reason: 'no_address' })
})

test('ACC-7: links of a merged contact go with it', async () => {
	const { scope, account, dev, maya, plan, linkTo } = await house()
	const double = await makeContact({ accounts: [account] })
	const link = await linkTo(double.id, plan.id)
	if (!link.ok) throw new Error(link.reason)
	await mergeContacts(dev.scope, maya.id, double.id)
	expect(await open(scope, link.url)).toMatchObject({ contactId: maya.id })
})
