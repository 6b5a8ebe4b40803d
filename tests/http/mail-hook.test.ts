import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { portalHistory } from '#features/access/history/reads.ts'
import { inviteContact } from '#features/access/invitations/writes.ts'
import { noticesOf } from '#features/notifications/choices/reads.ts'
import { reportKey } from '#features/notifications/reports/rules.ts'
import { resendDelivery } from '#features/notifications/resends/writes.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { read, write } from '#platform/db/db.ts'
import { systemScope } from '#platform/scope/make.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { makeAccount } from '#support/account.ts'
import { makeContact } from '#support/contact.ts'
import { deliveryOf, outcomesOf } from '#support/delivery.ts'
import { ask } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
let server: TestServer
let smtp: SmtpSimulator

beforeAll(async () => {
	smtp = await startSmtp()
	const env = { SMTP_URL: smtp.url, MAIL_FROM: 'hello@sunny.example' }
	server = await startServer({ databaseUrl: installation.url(), env })
})
afterAll(async () => {
	await server?.stop()
	await smtp?.close()
})

const sample = (name: string, messageId: string) =>
	readFileSync(new URL(`../../src/vendors/smtp/samples/${name}.eml`, import.meta.url), 'utf8').replaceAll(
		'MAIL_ID',
		messageId,
	)

let companies = 0
/** A company with a contact, a mail to it that has left the house, and who posts reports about it. */
async function company(template: 'invitation' | 'documentShared' = 'invitation') {
	const slug = `reports-${++companies}`
	const scope = await makeWorkspace({ slug })
	const account = await makeAccount({ in: scope })
	const dev = await makeMember({ in: scope })
	const maya = await makeContact({ accounts: [account], portalStatus: 'notEnrolled' })
	const id = template === 'invitation' ? await invite(dev, maya.id) : await tell(scope, maya)
	await vi.waitFor(async () => expect((await deliveryOf(scope, id))?.status).toBe('sent'), { timeout: 30_000 })
	const key = reportKey(scope.workspaceId)
	const post = (
		body: string,
		type = 'message/rfc822',
		headers: Record<string, string> = { authorization: `Bearer ${key}` },
	) =>
		ask(`${server.urlOf(slug)}/hooks/mail`, { body: Buffer.from(body), headers: { 'content-type': type, ...headers } })
	const status = async () => (await deliveryOf(scope, id))?.status
	const history = async () =>
		(await read(dev.scope, (reader) => portalHistory(reader, maya.id)))?.data.map((line) => line.event)
	return { slug, scope, dev, maya, id, key, post, status, history, messageId: `${id}@${slug}.portal.localhost` }
}

async function invite(dev: Awaited<ReturnType<typeof makeMember>>, contactId: string): Promise<string> {
	await inviteContact(dev.scope, contactId)
	const { rows } = await read(dev.scope, ({ client }) =>
		client.query('select id from deliveries where workspace_id = $1 and contact_id = $2', [
			dev.scope.workspaceId,
			contactId,
		]),
	)
	return rows[0].id
}

async function tell(place: { workspaceId: string }, maya: { id: string; email: string | null }): Promise<string> {
	const values = { firstName: 'Maya', title: 'Site plan', link: 'http://sunny.example/l/x', days: 90 }
	const to = { channel: 'email', recipient: maya.email ?? '', contactId: maya.id, language: 'en' } as const
	const queued = await write(systemScope(place), (writer) =>
		queueDelivery(writer, { event: 'test', template: 'documentShared', values, ...to }),
	)
	return queued.id
}

test('NOT-5: a bounce that comes later counts once, in the log, the history and the status; replays are harmless', async () => {
	const it = await company()
	const bounce = sample('postfix', it.messageId)
	expect((await it.post(bounce)).status).toBe(204)
	expect(await deliveryOf(it.scope, it.id)).toMatchObject({ status: 'bounced', error: '5.1.1' })
	expect((await it.post(bounce)).status).toBe(204)
	expect(await outcomesOf(it.scope, it.id)).toEqual(['1 sent', '1 bounced'])
	expect(await it.history()).toEqual(['invited', 'delivered', 'bounced'])
	await it.post(JSON.stringify({ messageId: it.messageId, event: 'delivered' }), 'application/json')
	expect(await it.status()).toBe('bounced')
	// Sent again, it carries the same Message-ID; the old report says nothing about the new try.
	expect(await resendDelivery(it.dev.scope, it.id)).toEqual({ ok: true })
	await vi.waitFor(async () => expect(await it.status()).toBe('sent'), { timeout: 30_000 })
	await it.post(bounce)
	expect(await it.status()).toBe('sent')
	await it.post(bounce.replace('20261127101231', '20261128101231'))
	expect(await it.status()).toBe('bounced')
})

test.each(['exim', 'exim-plain', 'exchange'])('NOT-5: a bounce as %s reports it', async (name) => {
	const it = await company()
	const type = name === 'exim' ? 'multipart/report' : 'application/octet-stream'
	expect((await it.post(sample(name, it.messageId), type)).status).toBe(204)
	expect(await it.status()).toBe('bounced')
})

test('NOT-5: trouble that passes is no bounce', async () => {
	const it = await company()
	await it.post(sample('postfix-delayed', it.messageId))
	expect(await it.status()).toBe('sent')
	expect(await outcomesOf(it.scope, it.id)).toEqual(['1 sent', '1 delayed'])
	await it.post(sample('postfix', it.messageId).replace('Status: 5.1.1', 'Status: 4.4.7'))
	expect(await it.status()).toBe('failed')
	expect(await it.history()).toEqual(['invited', 'delivered'])
})

test('NOT-5: the key of the company or of the installation opens the door, and each reaches only its own', async () => {
	const [it, other] = [await company(), await company()]
	const foreign = sample('postfix', other.messageId)
	expect((await it.post(foreign)).status).toBe(204)
	expect(await other.status()).toBe('sent')
	const own = sample('postfix', it.messageId)
	for (const headers of [{}, { authorization: 'Bearer x' }, { authorization: `Bearer ${other.key}` }])
		expect((await it.post(own, 'message/rfc822', headers as Record<string, string>)).status).toBe(401)
	expect(await it.status()).toBe('sent')
	const basic = Buffer.from(`any:${it.key}`).toString('base64')
	expect((await it.post(own, 'message/rfc822', { authorization: `Basic ${basic}` })).status).toBe(204)
	expect(await it.status()).toBe('bounced')
	const all = { authorization: `Bearer ${reportKey(null)}` }
	expect((await it.post(foreign, 'message/rfc822', all)).status).toBe(204)
	expect(await other.status()).toBe('bounced')
	const query = `${server.urlOf(it.slug)}/hooks/mail?key=${it.key}`
	expect((await ask(query, { body: Buffer.from('x'), headers: { 'content-type': 'message/rfc822' } })).status).toBe(204)
})

test('NOT-5: the short form is told what is wrong with it, and an unknown mail is answered as a known one', async () => {
	const it = await company()
	const tell = (body: unknown) => it.post(typeof body === 'string' ? body : JSON.stringify(body), 'application/json')
	expect((await tell('{')).status).toBe(400)
	const refused = await tell({ messageId: it.messageId, event: 'vanished' })
	expect(refused.status).toBe(422)
	const unknown = it.messageId.replace('dlv_', 'dlv_0')
	for (const messageId of [unknown, 'somebody@else.example', `<${it.messageId}>`])
		expect((await tell([{ messageId, event: 'bounced', code: '5.2.1', reason: 'Mailbox\r\ndisabled' }])).status).toBe(
			204,
		)
	expect(await deliveryOf(it.scope, it.id)).toMatchObject({ status: 'bounced', error: '5.2.1' })
	expect((await it.post('x'.repeat(1024 * 1024 + 1))).status).toBe(413)
})

test('NOT-5: who calls a notice spam gets no more of its kind', async () => {
	const it = await company('documentShared')
	await it.post(sample('complaint', it.messageId))
	expect(await it.status()).toBe('sent')
	expect(await outcomesOf(it.scope, it.id)).toEqual(['1 sent', '1 complained'])
	const told = await read(it.dev.scope, (reader) => noticesOf(reader, it.maya.id))
	expect(told?.noticeChoices).toEqual({ documents: 'none' })
})
