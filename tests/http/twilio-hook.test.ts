import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startTwilio, type TwilioSimulator } from '#simulators/twilio.ts'
import { deliveryOf, makeDelivery } from '#support/delivery.ts'
import { ask } from '#support/http.ts'
import { useInstallation } from '#support/installation.ts'
import { startServer, type TestServer } from '#support/server.ts'
import { makeWorkspace } from '#support/workspace.ts'
import { signTwilio } from '#vendors/twilio/webhook.ts'
import { jobKinds } from '../../src/jobs.ts'

const installation = useInstallation(jobKinds)
const phone = '+13035550142'
let twilio: TwilioSimulator
let server: TestServer

beforeAll(async () => {
	twilio = await startTwilio()
	const { accountSid, authToken, url } = twilio
	server = await startServer({
		databaseUrl: installation.url(),
		env: {
			TWILIO_ACCOUNT_SID: accountSid,
			TWILIO_AUTH_TOKEN: authToken,
			TWILIO_FROM: '+15550100000',
			TWILIO_BASE_URL: url,
		},
	})
})
afterAll(async () => {
	await server?.stop()
	await twilio?.close()
})

/** Posts as Twilio does, signed for the public address that it was told. */
function tell(
	slug: string,
	path: string,
	fields: Record<string, string>,
	signedFor = `http://${slug}.portal.localhost${path}`,
) {
	const body = new URLSearchParams(fields)
	const headers = { 'x-twilio-signature': signTwilio(twilio.authToken, signedFor, body) }
	return ask(server.urlOf(slug) + path, { body, headers })
}

test('NOT-5: the provider’s word counts when it is signed, and only for the own workspace', async () => {
	const [sunny, acme] = [await makeWorkspace({ slug: 'hook-sunny' }), await makeWorkspace({ slug: 'hook-acme' })]
	const id = await makeDelivery(sunny, { channel: 'sms', recipient: phone })
	await vi.waitFor(async () => expect((await deliveryOf(sunny, id))?.status).toBe('sent'), { timeout: 30_000 })
	const sid = (await deliveryOf(sunny, id))?.providerId ?? ''
	const path = `/hooks/twilio?d=${id}`
	const fields = { MessageSid: sid, MessageStatus: 'delivered' }
	expect((await tell('hook-sunny', path, fields, 'http://evil.example/')).status).toBe(403)
	expect((await tell('hook-acme', path, fields)).status).toBe(204)
	expect((await deliveryOf(sunny, id))?.status).toBe('sent')
	expect(await deliveryOf(acme, id)).toBeUndefined()
	expect((await tell('hook-sunny', path, fields)).status).toBe(204)
	expect((await deliveryOf(sunny, id))?.status).toBe('delivered')
})

test('NOT-5: STOP is answered with silence and keeps further texts back', async () => {
	const scope = await makeWorkspace({ slug: 'hook-stop' })
	const inbound = { MessageSid: 'SM1', From: '+13035550199', To: '+15550100000', SmsStatus: 'received' }
	const answer = await tell('hook-stop', '/hooks/twilio', { ...inbound, Body: 'Stop.' })
	expect([answer.status, answer.headers['content-type']]).toEqual([200, 'text/xml; charset=utf-8'])
	expect(answer.text).toContain('<Response/>')
	const id = await makeDelivery(scope, { channel: 'sms', recipient: '+13035550199' })
	await vi.waitFor(async () => expect((await deliveryOf(scope, id))?.error).toBe('optedOut'), { timeout: 30_000 })
	await tell('hook-stop', '/hooks/twilio', { ...inbound, Body: 'START' })
	const next = await makeDelivery(scope, { channel: 'sms', recipient: '+13035550199' })
	await vi.waitFor(async () => expect((await deliveryOf(scope, next))?.status).toBe('sent'), { timeout: 30_000 })
})
