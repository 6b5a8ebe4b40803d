import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { updateContact } from '#features/people/contacts/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { read, write } from '#platform/db/db.ts'
import { systemScope, visitorScope } from '#platform/scope/make.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { deliveryOf, outcomesOf } from '#support/delivery.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { useProviders } from '#support/transports.ts'
import { notificationJobs } from '../jobs.ts'
import { resendDelivery } from '../resends/writes.ts'
import { queueDelivery } from '../writes.ts'
import type { NoticeChoices } from './schema.ts'
import { unsubscribeToken } from './tokens/rules.ts'
import { chooseNotices, unsubscribe } from './writes.ts'

const { runJobs } = useInstallation(notificationJobs, { env: { MAIL_FROM: 'Portal <hello@sunny.example>' } })
const providers = useProviders()
const phone = '+13035550142'

async function maya(choices: NoticeChoices = {}) {
	const account = await makeAccount()
	const contact = await makeContact({ accounts: [account], phone })
	const { workspaceId } = account
	const { scope } = contact
	await chooseNotices(scope, choices)
	const tell = () =>
		write(systemScope(account), (writer) =>
			queueDelivery(writer, {
				event: 'test',
				template: 'documentShared',
				channel: 'email',
				recipient: contact.email ?? '',
				contactId: contact.id,
				language: 'en',
				values: { firstName: 'Maya', title: 'Site plan', link: 'http://sunny.example/l/x', days: 90 },
			}),
		)
	return { ...contact, workspaceId, account, tell }
}

test('HOM-3: a notice goes the way that the contact chose, and none where it wants none', async () => {
	const usual = await maya()
	expect(await usual.tell()).toMatchObject({ channel: 'email', recipient: usual.email, wanted: true })
	const texted = await maya({ documents: 'sms' })
	const { id } = await texted.tell()
	await runJobs()
	expect(await deliveryOf(texted, id)).toMatchObject({ channel: 'sms', recipient: phone, status: 'sent' })
	expect(providers.twilio.messages.at(-1)?.body).toContain('Site plan')
	const quiet = await maya({ documents: 'none' })
	const sent = providers.smtp.mails.length
	const off = await quiet.tell()
	expect(off.wanted).toBe(false)
	await runJobs()
	expect(await deliveryOf(quiet, off.id)).toMatchObject({ status: 'skipped', error: 'switchedOff', attempts: 0 })
	expect(await outcomesOf(quiet, off.id)).toEqual(['0 skipped'])
	expect(providers.smtp.mails).toHaveLength(sent)
	expect(await resendDelivery(systemScope(quiet), off.id)).toEqual({ ok: false, reason: 'switchedOff' })
})

test('NOT-5: a notice by mail can be switched off from the mail program and by its footer, a code cannot', async () => {
	const contact = await maya()
	await contact.tell()
	await runJobs()
	const mail = providers.smtp.mails.at(-1)
	const token = unsubscribeToken(contact.workspaceId, contact.id, 'documents')
	const headers = Object.fromEntries((mail?.headerLines ?? []).map(({ key, line }) => [key, line.replace(/\s+/g, ' ')]))
	expect(headers['list-unsubscribe']).toContain(`/unsubscribe/${token}/one-click>`)
	expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
	expect(mail?.text).toContain(`/unsubscribe/${token}`)
	expect(mail?.html).toContain(`/unsubscribe/${token}"`)
})

test('NOT-5: unsubscribing works once and again, for the one contact of the one company', async () => {
	const [contact, other] = [await maya(), await maya()]
	const token = unsubscribeToken(contact.workspaceId, contact.id, 'documents')
	const visitor = visitorScope({ workspaceId: contact.workspaceId, locale: 'en' })
	expect(await unsubscribe(visitorScope({ workspaceId: other.workspaceId, locale: 'en' }), token)).toBeNull()
	expect(await unsubscribe(visitor, `${token}x`)).toBeNull()
	expect((await contact.tell()).wanted).toBe(true)
	expect(await unsubscribe(visitor, token)).toBe('documents')
	expect(await unsubscribe(visitor, token)).toBe('documents')
	expect((await contact.tell()).wanted).toBe(false)
	expect((await other.tell()).wanted).toBe(true)
	const { rows } = await read(contact.scope, ({ client }) =>
		client.query(`select actor_type, data->'changes' as changes from events where type = 'contact.updated'`),
	)
	const changes = { noticeChoices: { from: {}, to: { documents: 'none' } } }
	expect(rows).toEqual([{ actor_type: 'contact', changes }])
})

test('HOM-3: staff set and take back a choice, and hear of what the contact chose meanwhile', async () => {
	const contact = await maya()
	const dev = await makeMember({ in: contact.account })
	const [before] = await read(dev.scope, ({ db }) => db.select().from(contacts).where(eq(contacts.id, contact.id)))
	const set = (documents: 'sms' | null, expected?: Date) =>
		updateContact(dev.scope, contact.id, { noticeChoices: { documents } }, expected)
	expect(await set('sms')).toMatchObject({ ok: true, contact: { noticeChoices: { documents: 'sms' } } })
	expect(await set(null)).toMatchObject({ ok: true, contact: { noticeChoices: {} } })
	await chooseNotices(contact.scope, { documents: 'none' })
	expect(await set('sms', before?.updatedAt)).toMatchObject({ ok: false, reason: 'changed' })
})
