import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { portalHistory } from '#features/access/history/reads.ts'
import { inviteContact } from '#features/access/invitations/writes.ts'
import { accessJobs } from '#features/access/jobs.ts'
import { read } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { deliveryOf, makeDelivery, outcomesOf } from '#support/delivery.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { useProviders } from '#support/transports.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { notificationJobs } from '../jobs.ts'
import { resendDelivery } from '../resends/writes.ts'
import { deliveries } from '../tables.ts'
import { noteKeyword, noteStatus } from './writes.ts'

const { runJobs } = useInstallation([...accessJobs, ...notificationJobs])
const providers = useProviders()

test('NOT-5: after STOP nothing is sent to a number until START', async () => {
	const scope = await makeWorkspace()
	const other = await makeWorkspace()
	await noteKeyword(scope, { from: '+13035550142', keyword: 'stop' })
	const stopped = await makeDelivery(scope, { channel: 'sms' })
	await makeDelivery(other, { channel: 'sms' })
	await runJobs()
	expect(await deliveryOf(scope, stopped)).toMatchObject({ status: 'skipped', error: 'optedOut' })
	expect(providers.twilio.messages).toHaveLength(1)
	await noteKeyword(scope, { from: '+13035550142', keyword: 'start' })
	expect(await resendDelivery(scope, stopped)).toEqual({ ok: true })
	await runJobs()
	expect(await deliveryOf(scope, stopped)).toMatchObject({ status: 'sent' })
})

test('NOT-5: the provider’s refusal of a number that said STOP is remembered', async () => {
	const scope = await makeWorkspace()
	providers.twilio.optedOut.add('+13035550177')
	const id = await makeDelivery(scope, { channel: 'sms', recipient: '+13035550177' })
	await runJobs()
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'skipped', error: 'optedOut' })
	providers.twilio.optedOut.clear()
	const again = await makeDelivery(scope, { channel: 'sms', recipient: '+13035550177' })
	await runJobs()
	expect(await deliveryOf(scope, again)).toMatchObject({ status: 'skipped', error: 'optedOut', attempts: 1 })
})

test('NOT-5: the provider’s words count once, in whatever order they come', async () => {
	const scope = await makeWorkspace()
	const id = await makeDelivery(scope, { channel: 'sms' })
	await runJobs()
	const providerId = (await deliveryOf(scope, id))?.providerId ?? ''
	const told = (status: 'delivered' | 'failed' | 'sent', sid = providerId) =>
		noteStatus(scope, id, { providerId: sid, status, errorCode: status === 'failed' ? '30005' : null })
	await told('sent')
	await told('delivered', 'SMforged')
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'sent' })
	await told('delivered')
	await told('failed')
	await told('delivered')
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'delivered', error: null })
	expect(await outcomesOf(scope, id)).toEqual(['1 sent', '1 delivered'])
})

test('ACC-3: delivered and bounced invitations stand in the history, and the bounce on the contact', async () => {
	const account = await makeAccount()
	const dev = await makeMember({ in: account })
	const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled', phone: '+13035550199' })
	await inviteContact(dev.scope, maya.id)
	await runJobs()
	const texts = await read(dev.scope, ({ db }) => db.select().from(deliveries).where(eq(deliveries.channel, 'sms')))
	const text = texts.find(({ contactId }) => contactId === maya.id)
	await noteStatus(systemScope({ workspaceId: account.workspaceId }), text?.id ?? '', {
		providerId: text?.providerId ?? '',
		status: 'failed',
		errorCode: '30005',
	})
	const history = await read(dev.scope, (reader) => portalHistory(reader, maya.id))
	expect(history?.data.map(({ event, channel }) => [event, channel])).toEqual([
		['invited', 'email'],
		['invited', 'sms'],
		['delivered', 'email'],
		['bounced', 'sms'],
	])
	expect(history?.data.map(({ why }) => why)).toEqual([null, null, null, { code: '30005', message: null }])
})
