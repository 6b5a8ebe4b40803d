import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { write } from '#platform/db/db.ts'
import { deliveryOf, makeDelivery, outcomesOf } from '#support/delivery.ts'
import { useInstallation } from '#support/installation.ts'
import { useProviders } from '#support/transports.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { useTransports } from '#vendors/transports.ts'
import { notificationJobs } from '../jobs.ts'
import { resendDelivery } from '../resends/writes.ts'
import { deliveries } from '../tables.ts'
import { wipePayloads } from '../wiping/writes.ts'
import { sendDelivery } from './writes.ts'

const { runJobs, advance } = useInstallation(notificationJobs, { env: { MAIL_FROM: 'Portal <hello@sunny.example>' } })
const providers = useProviders()

test('NOT-6: a mail goes out in the name of the company, with a text part and an id of its own', async () => {
	const scope = await makeWorkspace({ slug: 'mailing', name: 'Sunny Solar', supportEmail: 'office@sunny.example' })
	const id = await makeDelivery(scope)
	await runJobs()
	const [mail] = providers.smtp.mails
	expect(mail?.from?.value).toEqual([{ name: 'Sunny Solar', address: 'hello@sunny.example' }])
	expect(mail?.replyTo?.text).toContain('office@sunny.example')
	expect(mail?.messageId).toBe(`<${id}@mailing.portal.localhost>`)
	expect(mail?.subject).toContain('123456')
	expect(mail?.text).toContain('123456')
	expect(mail?.html).toContain('123456')
	expect(JSON.stringify([mail?.headerLines, mail?.html, mail?.text])).not.toMatch(/porchlight/i)
	expect(await deliveryOf(scope, id)).toMatchObject({
		status: 'sent',
		attempts: 1,
		error: null,
		sentAt: expect.any(Date),
	})
})

test('NOT-6: a text message ends with the line by which the phone offers the code', async () => {
	const scope = await makeWorkspace({ slug: 'sunny' })
	await makeDelivery(scope, { channel: 'sms' })
	await runJobs()
	expect(providers.twilio.messages.at(-1)?.body).toMatch(
		/^Sunny Solar: 123456 .*\n\n@sunny\.portal\.localhost #123456$/s,
	)
})

test('NOT-6: with nothing configured the message stays to be read, and is not called sent', async () => {
	useTransports({ mailer: null, texter: null })
	const scope = await makeWorkspace()
	for (const channel of ['email', 'sms'] as const) {
		const id = await makeDelivery(scope, { channel })
		await runJobs()
		expect(await deliveryOf(scope, id)).toMatchObject({
			status: 'skipped',
			error: 'notConfigured',
			payload: expect.any(String),
		})
	}
})

test('NOT-5: what failed for a while is tried again, later each time, under the same Message-ID', async () => {
	const scope = await makeWorkspace({ slug: 'again' })
	providers.smtp.faults.dropAfter = 1
	const id = await makeDelivery(scope)
	await runJobs()
	const waiting = await deliveryOf(scope, id)
	expect(waiting).toMatchObject({ status: 'queued', attempts: 1, nextAttemptAt: expect.any(Date), claimedUntil: null })
	await sendDelivery(scope, id)
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'sent', attempts: 2, nextAttemptAt: null })
	expect(providers.smtp.mails.map(({ messageId }) => messageId)).toEqual([
		`<${id}@again.portal.localhost>`,
		`<${id}@again.portal.localhost>`,
	])
	expect(await outcomesOf(scope, id)).toEqual(['1 retry', '2 sent'])
})

test('NOT-5: an address that refuses is a bounce at once', async () => {
	const scope = await makeWorkspace()
	providers.smtp.faults.refuse = () => true
	const id = await makeDelivery(scope)
	await runJobs()
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'bounced', error: '550', attempts: 1 })
})

test('NOT-5: a message that keeps failing is given up after eight attempts', async () => {
	const scope = await makeWorkspace()
	providers.smtp.faults.greylist = 100
	const id = await makeDelivery(scope)
	for (let i = 0; i < 9; i++) await sendDelivery(scope, id)
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'failed', error: '451', attempts: 8 })
})

test('NOT-5: of several processes one sends; a claim of a dead one runs out', async () => {
	const scope = await makeWorkspace()
	const id = await makeDelivery(scope)
	const results = await Promise.allSettled(Array.from({ length: 5 }, () => sendDelivery(scope, id)))
	expect(providers.smtp.mails).toHaveLength(1)
	expect(results.filter(({ status }) => status === 'fulfilled').length).toBeGreaterThan(0)

	const orphan = await makeDelivery(scope)
	await write(scope, ({ db }) =>
		db
			.update(deliveries)
			.set({ claimedUntil: new Date(Date.now() + 60_000) })
			.where(eq(deliveries.id, orphan)),
	)
	await expect(sendDelivery(scope, orphan)).rejects.toThrow(/another process/)
	advance(61)
	await sendDelivery(scope, orphan)
	expect(await deliveryOf(scope, orphan)).toMatchObject({ status: 'sent' })
})

test('NOT-5: a code that has run out is not sent any more', async () => {
	const scope = await makeWorkspace()
	const id = await makeDelivery(scope, { goodUntil: new Date(Date.now() + 60_000) })
	advance(61)
	await sendDelivery(scope, id)
	expect(providers.smtp.mails).toHaveLength(0)
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'failed', error: 'expired' })
	expect(await resendDelivery(scope, id)).toEqual({ ok: false, reason: 'expired' })
})

test('NOT-5: what was not delivered can be sent again; what was cannot', async () => {
	const scope = await makeWorkspace()
	const stranger = await makeWorkspace()
	providers.smtp.faults.refuse = () => true
	const id = await makeDelivery(scope)
	await runJobs()
	expect(await resendDelivery(stranger, id)).toEqual({ ok: false, reason: 'notFound' })
	delete providers.smtp.faults.refuse
	expect(await resendDelivery(scope, id)).toEqual({ ok: true })
	await runJobs()
	expect(await deliveryOf(scope, id)).toMatchObject({ status: 'sent' })
	expect(await resendDelivery(scope, id)).toEqual({ ok: false, reason: 'underWay' })
	expect(await outcomesOf(scope, id)).toEqual(['1 bounced', '0 resent', '1 sent'])
})

test('NOT-5: after two weeks the contents are gone, the record stays', async () => {
	const scope = await makeWorkspace()
	const id = await makeDelivery(scope)
	await runJobs()
	await wipePayloads(scope)
	expect((await deliveryOf(scope, id))?.payload).not.toBeNull()
	advance(15 * 86_400)
	await wipePayloads(scope)
	expect(await deliveryOf(scope, id)).toMatchObject({ payload: null, status: 'sent', recipient: 'maya@home.example' })
	expect(await resendDelivery(scope, id)).toEqual({ ok: false, reason: 'wiped' })
})
