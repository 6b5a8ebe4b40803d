import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { createMailer, type Mail, type Mailer } from './mailer.ts'
import { parseSmtpUrl } from './url.ts'

let smtp: SmtpSimulator
let mailer: Mailer

beforeAll(async () => {
	smtp = await startSmtp()
	mailer = createMailer({ url: smtp.url, from: 'Sunny Solar <hello@sunny.example>', timeoutMs: 10_000 })
})
afterAll(async () => {
	mailer.close()
	await smtp.close()
})
beforeEach(() => {
	smtp.clear()
	for (const fault of Object.keys(smtp.faults) as (keyof typeof smtp.faults)[]) delete smtp.faults[fault]
})

const mail = (change: Partial<Mail> = {}): Mail => ({
	to: 'maya@home.example',
	subject: 'Your code',
	html: '<p>123456</p>',
	text: '123456',
	messageId: '<evt_1@sunny.example>',
	...change,
})

test('NOT-6: a mail arrives with both parts, its own id and no trace of what sent it', async () => {
	const outcome = await mailer.send(mail({ replyTo: 'office@sunny.example', headers: { 'X-Kind': 'code' } }))
	expect(outcome).toEqual({ ok: true, providerId: '<evt_1@sunny.example>', answer: '250 2.0.0 Taken' })
	const [received] = smtp.mails
	expect(received?.text?.trim()).toBe('123456')
	expect(received?.html).toContain('<p>123456</p>')
	expect(received?.messageId).toBe('<evt_1@sunny.example>')
	expect(received?.from?.text).toBe('"Sunny Solar" <hello@sunny.example>')
	expect(received?.replyTo?.text).toBe('office@sunny.example')
	expect(received?.headers.get('auto-submitted')).toBe('auto-generated')
	expect(received?.headers.get('x-kind')).toBe('code')
	expect([...(received?.headers.keys() ?? [])]).not.toContain('x-mailer')
})

test('NOT-5: one-click unsubscribe stands in both headers', async () => {
	await mailer.send(
		mail({ listUnsubscribe: { url: 'https://my.sunny.example/u/abc', mailto: 'mailto:stop@sunny.example' } }),
	)
	const lines = smtp.mails[0]?.headerLines.map(({ line }) => line.replace(/\s+/g, ' '))
	expect(lines).toContain('List-Unsubscribe: <https://my.sunny.example/u/abc>, <mailto:stop@sunny.example>')
	expect(lines).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click')
})

test('NOT-5: a refused recipient is permanent', async () => {
	smtp.faults.refuse = (recipient) => recipient.startsWith('gone')
	const outcome = await mailer.send(mail({ to: 'gone@home.example' }))
	expect(outcome).toMatchObject({ ok: false, permanent: true, code: '550' })
	expect(await mailer.send(mail())).toMatchObject({ ok: true })
})

test('NOT-5: greylisting, a busy server and a broken connection are worth another try', async () => {
	smtp.faults.greylist = 1
	expect(await mailer.send(mail())).toMatchObject({ ok: false, permanent: false, code: '451' })
	smtp.faults.drop = 1
	expect(await mailer.send(mail())).toMatchObject({ ok: false, permanent: false })
	const fresh = createMailer({ url: smtp.url, from: 'a@b.example', timeoutMs: 10_000 })
	smtp.faults.busy = 1
	expect(await fresh.send(mail())).toMatchObject({ ok: false, permanent: false, code: '421' })
	expect(smtp.mails).toHaveLength(0)
	expect(await fresh.send(mail())).toMatchObject({ ok: true })
	fresh.close()
})

test('NOT-5: a mail whose answer got lost is sent again under the same Message-ID', async () => {
	smtp.faults.dropAfter = 1
	expect(await mailer.send(mail())).toMatchObject({ ok: false, permanent: false })
	expect(await mailer.send(mail())).toMatchObject({ ok: true })
	expect(smtp.mails.map((received) => received.messageId)).toEqual(['<evt_1@sunny.example>', '<evt_1@sunny.example>'])
})

test('NOT-5: a server that does not answer is given up on, and one that is not there', async () => {
	const hasty = createMailer({ url: smtp.url, from: 'a@b.example', timeoutMs: 150 })
	smtp.faults.slowMs = 1_500
	expect(await hasty.send(mail())).toMatchObject({ ok: false, permanent: false, code: 'timeout' })
	hasty.close()
	const nowhere = createMailer({ url: 'smtp://127.0.0.1:1', from: 'a@b.example' })
	expect(await nowhere.send(mail())).toMatchObject({ ok: false, permanent: false, code: 'network' })
	nowhere.close()
})

test("NOT-6: a wrong password is not the mail's fault", async () => {
	const guarded = await startSmtp({ auth: { user: 'us@er', pass: 'p:w/d' } })
	const right = createMailer({ url: guarded.url, from: 'a@b.example' })
	expect(await right.send(mail())).toMatchObject({ ok: true })
	const wrong = createMailer({ url: guarded.url.replace('p%3Aw', 'x'), from: 'a@b.example' })
	expect(await wrong.send(mail())).toMatchObject({ ok: false, permanent: false, code: '535' })
	right.close()
	wrong.close()
	await guarded.close()
})

const injections: [string, Partial<Mail>][] = [
	['recipient', { to: 'maya@home.example\r\nBcc: all@home.example' }],
	['recipient', { to: 'maya@home.example, eve@home.example' }],
	['recipient', { to: { name: '', address: 'maya@home.example>\r\nRCPT TO:<eve@home.example' } }],
	['recipient', { to: '"a\r\nb"@home.example' }],
	['recipient', { to: 'nobody' }],
	['sender', { from: 'x@y.example\nX: 1' }],
	['sender', { replyTo: 'x@y.example,z@y.example' }],
	['header', { messageId: '<a@b>\r\nBcc: <c@d>' }],
	['header', { headers: { 'X-A': 'one\r\nBcc: all@home.example' } }],
	['header', { headers: { 'X-A: b\r\nBcc': 'all@home.example' } }],
	['header', { headers: { Bcc: 'all@home.example' } }],
	['header', { listUnsubscribe: { url: 'https://a.example/>\r\nBcc: b@c.example' } }],
]
test.each(injections)('NOT-6: nothing can add a header or recipient (%s %#)', async (code, change) => {
	expect(await mailer.send(mail(change))).toMatchObject({ ok: false, permanent: true, code })
	expect(smtp.mails).toHaveLength(0)
})

test('NOT-6: line breaks in names and subjects become spaces', async () => {
	const to = { name: 'Maya\r\nBcc: all@home.example', address: 'maya@home.example' }
	await mailer.send(mail({ to, subject: 'Hello\r\nBcc: all@home.example\u2028x' }))
	expect(smtp.mails[0]?.subject).toBe('Hello Bcc: all@home.example x')
	expect(smtp.mails[0]?.envelope.to).toEqual(['maya@home.example'])
	expect(smtp.mails[0]?.bcc).toBeUndefined()
})

test('NOT-6: letters of every language survive in subject and names', async () => {
	await mailer.send(
		mail({ to: { name: 'José "Pepe" Núñez, padre', address: 'pepe@casa.example' }, subject: '¡Su código! 🌞 你好' }),
	)
	expect(smtp.mails[0]?.subject).toBe('¡Su código! 🌞 你好')
	expect(smtp.mails[0]?.to).toMatchObject({
		value: [{ name: 'José "Pepe" Núñez, padre', address: 'pepe@casa.example' }],
	})
})

test('NOT-6: SMTP addresses are read, wrong ones refused in words', () => {
	expect(parseSmtpUrl('smtps://u:p%40ss@mail.example')).toMatchObject({
		host: 'mail.example',
		port: 465,
		secure: true,
		auth: { user: 'u', pass: 'p@ss' },
	})
	expect(parseSmtpUrl('smtp://mail.example?tls=required&verify=off')).toMatchObject({
		port: 587,
		requireTLS: true,
		tls: { rejectUnauthorized: false },
	})
	for (const wrong of ['mail.example', 'http://mail.example', 'smtp://'])
		expect(() => parseSmtpUrl(wrong)).toThrow(/SMTP URL/)
})
