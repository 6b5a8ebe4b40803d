import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { theApp, useApp } from '#platform/app/app.ts'
import { read } from '#platform/db/db.ts'
import type { SystemScope } from '#platform/scope/scope.ts'
import { type DnsSimulator, startDns } from '#simulators/dns.ts'
import { type SmtpSimulator, startSmtp } from '#simulators/smtp.ts'
import { deliveryOf, makeDelivery } from '#support/delivery.ts'
import { verifyDkim } from '#support/dkim.ts'
import { useInstallation } from '#support/installation.ts'
import { makeMember } from '#support/member.ts'
import { useProviders } from '#support/transports.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { createDns, useDns } from '#vendors/dns/dns.ts'
import { useTransports } from '#vendors/transports.ts'
import { notificationJobs } from '../jobs.ts'
import { currentSender } from './reads.ts'
import { recordsOf } from './rules.ts'
import type { SenderInput } from './schema.ts'
import { testSender } from './testing/writes.ts'
import { checkSender, saveSender } from './writes.ts'

const { runJobs } = useInstallation(notificationJobs, { env: { MAIL_FROM: 'Portal <no-reply@host.example>' } })
const providers = useProviders()
let dns: DnsSimulator
let guarded: SmtpSimulator

beforeAll(async () => {
	dns = await startDns()
	useDns(createDns({ servers: [dns.server], timeoutMs: 150 }))
	guarded = await startSmtp({ auth: { user: 'sunny', pass: 'right' } })
})
afterAll(async () => {
	await guarded.close()
	await dns.close()
})
beforeEach(() => {
	guarded.clear()
	for (const name of Object.keys(dns.zone)) delete dns.zone[name]
})

const input = (change: Partial<SenderInput> = {}): SenderInput => ({
	fromName: 'Sunny',
	fromAddress: 'hello@sunny.example',
	replyTo: null,
	server: null,
	password: '',
	...change,
})
const senderOf = (scope: SystemScope) => read(scope, currentSender)

/** Sets the records that the page shows. */
async function setRecords(scope: SystemScope): Promise<Record<string, string>> {
	const sender = await senderOf(scope)
	const records = sender ? recordsOf(sender, theApp().config.mailFrom) : []
	for (const { name, value } of records) dns.zone[name] = { txt: [value] }
	return Object.fromEntries(records.map(({ name, value }) => [name, value]))
}

async function mailFrom(scope: SystemScope) {
	await makeDelivery(scope)
	await runJobs()
	const mail = providers.smtp.mails.at(-1)
	if (!mail) throw new Error('no mail')
	return mail
}

test('BRD-3: until the records stand mails leave from the installation, and answers come to the company', async () => {
	const scope = await makeWorkspace({ name: 'Sunny Solar', supportEmail: 'office@sunny.example' })
	await saveSender(scope, input())
	const mail = await mailFrom(scope)
	expect(await senderOf(scope)).toMatchObject({ status: 'failed', findings: { dkim: { state: 'missing' } } })
	expect(mail.from?.value).toEqual([{ name: 'Sunny', address: 'no-reply@host.example' }])
	expect(mail.replyTo?.value).toEqual([{ name: 'Sunny', address: 'office@sunny.example' }])
	expect(mail.headers.has('dkim-signature')).toBe(false)
})

test('BRD-3: with them they leave from the own address, with a signature that a receiver believes', async () => {
	const scope = await makeWorkspace({ name: 'Sunny Solar' })
	await saveSender(scope, input())
	const keys = await setRecords(scope)
	await checkSender(scope)
	expect(await senderOf(scope)).toMatchObject({ status: 'verified', findings: { dmarc: { state: 'ok' } } })
	const mail = await mailFrom(scope)
	expect(mail.from?.value).toEqual([{ name: 'Sunny', address: 'hello@sunny.example' }])
	expect(mail.envelope.from).toBe('hello@sunny.example')
	const { domain, signed } = verifyDkim(mail.raw, keys)
	expect(domain).toBe('sunny.example')
	expect(signed).toEqual(expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id']))
	const forged = Buffer.from(mail.raw.toString('latin1').replace(/^Subject: .*/m, 'Subject: Pay here'), 'latin1')
	expect(() => verifyDkim(forged, keys)).toThrow('does not fit')
	const changed = Buffer.from(mail.raw.toString('latin1').replace('123456', '654321'), 'latin1')
	expect(() => verifyDkim(changed, keys)).toThrow()
})

test('BRD-3: what stands in the DNS is named, and an SPF record is added to, not replaced', async () => {
	const scope = await makeWorkspace()
	await saveSender(scope, input())
	await setRecords(scope)
	dns.zone['sunny.example'] = { txt: ['google-site-verification=x', 'v=spf1 include:_spf.google.com -all'] }
	await checkSender(scope)
	const sender = await senderOf(scope)
	expect(sender).toMatchObject({ status: 'failed', findings: { spf: { state: 'wrong' }, dkim: { state: 'ok' } } })
	const spf = sender && recordsOf(sender, theApp().config.mailFrom).find(({ use }) => use === 'spf')
	expect(spf?.value).toBe('v=spf1 include:_spf.google.com include:host.example -all')
	dns.zone['sunny.example'] = { txt: [spf?.value ?? '', 'v=spf1 -all'] }
	await checkSender(scope)
	expect(await senderOf(scope)).toMatchObject({ status: 'failed', findings: { spf: { state: 'wrong' } } })
})

test('BRD-3: silence of a name server changes nothing; a key that is gone or another’s does', async () => {
	const scope = await makeWorkspace()
	await saveSender(scope, input())
	const keys = await setRecords(scope)
	await checkSender(scope)
	const [dkim = ''] = Object.keys(keys)
	dns.zone[dkim] = { fault: 'servfail' }
	await checkSender(scope)
	expect(await senderOf(scope)).toMatchObject({ status: 'verified', findings: { dkim: { state: 'unreachable' } } })
	verifyDkim((await mailFrom(scope)).raw, keys)
	dns.zone[dkim] = { txt: ['v=DKIM1; p=MIIBIjANBgkqhkiG9w0B'] }
	await checkSender(scope)
	expect(await senderOf(scope)).toMatchObject({ status: 'failed', findings: { dkim: { state: 'wrong' } } })
	expect((await mailFrom(scope)).from?.value[0]?.address).toBe('no-reply@host.example')
})

const ownServer = () => {
	const { hostname, port } = new URL(guarded.url)
	return { host: hostname, port: Number(port), security: 'none' as const, user: 'sunny' }
}

test('BRD-3: an own server is used once it has taken a test; its refusal is told in its words', async () => {
	useTransports({ mailer: null, texter: null })
	const { scope } = await makeMember({ role: 'owner' })
	const company = scope as unknown as SystemScope
	await saveSender(scope, input({ server: ownServer(), password: 'wrong' }))
	expect(await testSender(scope, { email: 'owner@sunny.example', name: 'Priya' })).toMatchObject({
		ok: false,
		answer: expect.stringContaining('5.7.8 Authentication failed'),
	})
	const waiting = await makeDelivery(company)
	await runJobs()
	expect(await deliveryOf(company, waiting)).toMatchObject({ status: 'skipped', error: 'notConfigured' })
	await saveSender(scope, input({ server: ownServer(), password: 'right' }))
	expect(await testSender(scope, { email: 'owner@sunny.example', name: 'Priya' })).toEqual({
		ok: true,
		answer: '250 2.0.0 Taken',
	})
	expect(guarded.mails.at(-1)?.from?.value).toEqual([{ name: 'Sunny', address: 'hello@sunny.example' }])
	const id = await makeDelivery(company)
	await runJobs()
	expect(await deliveryOf(company, id)).toMatchObject({ status: 'sent' })
	expect(guarded.mails.at(-1)?.envelope.from).toBe('hello@sunny.example')
	guarded.faults.refuse = () => true
	const gone = await makeDelivery(company)
	await runJobs()
	delete guarded.faults.refuse
	expect(await deliveryOf(company, gone)).toMatchObject({ status: 'bounced', error: '550' })
	const { serverPassword } = (await senderOf(company)) ?? {}
	expect(serverPassword).not.toContain('right')
	await saveSender(scope, input({ server: ownServer(), password: '', fromName: 'Renamed' }))
	expect(await senderOf(company)).toMatchObject({ testPassed: true, fromName: 'Renamed' })
})

test('BRD-3: a server inside the installation’s own network is refused where that is not allowed', async () => {
	const app = theApp()
	useApp({ ...app, config: { ...app.config, allowPrivateNetwork: false } })
	const { scope } = await makeMember({ role: 'owner' })
	await saveSender(scope, input({ server: { ...ownServer(), host: 'localhost' }, password: 'right' }))
	expect(await testSender(scope, { email: 'owner@sunny.example', name: 'Priya' })).toMatchObject({
		ok: false,
		answer: 'The mail server is inside the private network',
	})
	useApp(app)
	expect(guarded.mails).toHaveLength(0)
})
