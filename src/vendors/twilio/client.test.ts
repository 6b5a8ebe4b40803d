import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { listen, readBody } from '#simulators/http.ts'
import { startTwilio, type TwilioSimulator } from '#simulators/twilio.ts'
import { createTwilio } from './client.ts'
import { isPermanent, OPTED_OUT } from './codes.ts'
import { isSignedByTwilio, readInbound, readStatus, signTwilio } from './webhook.ts'

let twilio: TwilioSimulator

beforeAll(async () => {
	twilio = await startTwilio()
})
afterAll(() => twilio.close())
beforeEach(() => {
	twilio.messages.splice(0)
	twilio.optedOut.clear()
	for (const fault of Object.keys(twilio.faults) as (keyof typeof twilio.faults)[]) delete twilio.faults[fault]
})

const client = (change: Partial<Parameters<typeof createTwilio>[0]> = {}) =>
	createTwilio({
		accountSid: twilio.accountSid,
		authToken: twilio.authToken,
		from: '+15550100000',
		baseUrl: twilio.url,
		...change,
	})

const sms = { to: '+13035550142', body: 'Su código es 123456 ✓' }

test('NOT-6: a text message is handed over, from a number or a messaging service', async () => {
	const outcome = await client({ baseUrl: `${twilio.url}/` }).send(sms)
	expect(outcome).toEqual({ ok: true, providerId: twilio.messages[0]?.sid })
	expect(twilio.messages[0]).toMatchObject({ ...sms, from: '+15550100000' })
	const service = `MG${'a'.repeat(32)}`
	expect(await client({ from: service }).send(sms)).toMatchObject({ ok: true })
	expect(twilio.messages[1]).toMatchObject({ from: service })
})

test('NOT-5: STOP, a wrong number and a landline are permanent', async () => {
	twilio.optedOut.add(sms.to)
	expect(await client().send(sms)).toMatchObject({ ok: false, permanent: true, code: OPTED_OUT })
	expect(await client().send({ ...sms, to: '12' })).toMatchObject({ ok: false, permanent: true, code: '21211' })
	expect(await client().send({ ...sms, to: '+15005550009' })).toMatchObject({
		ok: false,
		permanent: true,
		code: '21614',
	})
	expect(await client().send({ ...sms, body: 'x'.repeat(1601) })).toMatchObject({
		ok: false,
		permanent: true,
		code: '21617',
	})
})

test('NOT-5: limits, breakdowns, silence and a wrong password are worth another try', async () => {
	twilio.faults.tooMany = 1
	expect(await client().send(sms)).toMatchObject({ ok: false, permanent: false, code: '20429', retryAfterSeconds: 2 })
	twilio.faults.broken = 1
	expect(await client().send(sms)).toMatchObject({ ok: false, permanent: false, code: '20500' })
	twilio.faults.silent = 1
	expect(await client({ timeoutMs: 100 }).send(sms)).toMatchObject({ ok: false, permanent: false, code: 'timeout' })
	expect(await client({ authToken: 'no' }).send(sms)).toMatchObject({ ok: false, permanent: false, code: '20003' })
	expect(await client({ baseUrl: 'http://127.0.0.1:1' }).send(sms)).toMatchObject({
		ok: false,
		permanent: false,
		code: 'network',
	})
	expect(twilio.messages).toHaveLength(0)
})

test("NOT-5: an answer that is not Twilio's is no success", async () => {
	const other = await listen(
		async (_request, response) => void response.writeHead(200).end('<html>Welcome to nginx</html>'),
	)
	expect(await client({ baseUrl: other.url }).send(sms)).toMatchObject({ ok: false, permanent: false, code: 'answer' })
	await other.close()
})

test.each([
	[21610, 400, true],
	[20003, 401, false],
	[20429, 429, false],
	[null, 503, false],
	[null, 429, false],
	[99999, 400, true],
	[99999, 500, false],
	[30034, 400, false],
])('NOT-5: code %s with status %s is permanent: %s', (code, status, expected) => {
	expect(isPermanent(code, status)).toBe(expected)
})

test('NOT-5: status callbacks arrive signed, and tell what became of the message', async () => {
	const posts: { signature: string | null; params: URLSearchParams }[] = []
	const webhook = await listen(async (request, response) => {
		const params = new URLSearchParams((await readBody(request)).toString())
		posts.push({ signature: String(request.headers['x-twilio-signature']), params })
		response.writeHead(204).end()
	})
	const url = `${webhook.url}/hooks/twilio?d=dlv_1`
	twilio.faults.undelivered = (to) => (to.endsWith('99') ? '30006' : null)
	await client().send({ ...sms, statusCallback: url })
	await twilio.settled()
	expect(posts.map(({ params }) => readStatus(params)?.status)).toEqual(['sent', 'delivered'])
	expect(posts.every(({ signature, params }) => isSignedByTwilio(twilio.authToken, signature, url, params))).toBe(true)

	await client().send({ ...sms, to: '+13035550199', statusCallback: url })
	await twilio.settled()
	expect(readStatus(posts[3]?.params ?? new URLSearchParams())).toMatchObject({ status: 'failed', errorCode: '30006' })

	twilio.faults.forged = true
	expect(await twilio.receive(url, { from: sms.to, to: '+15550100000', body: 'Stop.' })).toBe(204)
	const forged = posts[4]
	expect(
		isSignedByTwilio(twilio.authToken, forged?.signature ?? null, url, forged?.params ?? new URLSearchParams()),
	).toBe(false)
	await webhook.close()
})

test('NOT-5: the signature fits the published example and nothing else', () => {
	const params = new URLSearchParams({ To: '+1', Body: 'a b' })
	const signature = '8yO5BlFoh4omyLUueoTbnSal8lA='
	const url = 'https://p.example/cb?x=1'
	expect(signTwilio('tok', url, params)).toBe(signature)
	expect(isSignedByTwilio('tok', signature, url, params)).toBe(true)
	expect(isSignedByTwilio('tok', signTwilio('tok', 'https://p.example:443/cb?x=1', params), url, params)).toBe(true)
	expect(isSignedByTwilio('tok', signature, 'https://p.example/cb?x=2', params)).toBe(false)
	expect(isSignedByTwilio('tok', signature, url, new URLSearchParams({ To: '+1', Body: 'a c' }))).toBe(false)
	expect(isSignedByTwilio('tok', '', url, params)).toBe(false)
	expect(isSignedByTwilio('tok', null, url, params)).toBe(false)
})

test('NOT-5: an incoming message tells whether it is an opt-out', () => {
	const inbound = (fields: Record<string, string>) =>
		readInbound(new URLSearchParams({ MessageSid: 'SM1', From: '+1', To: '+2', SmsStatus: 'received', ...fields }))
	expect(inbound({ Body: 'stop.' })?.keyword).toBe('stop')
	expect(inbound({ Body: 'please halt', OptOutType: 'STOP' })?.keyword).toBe('stop')
	expect(inbound({ Body: 'Start' })?.keyword).toBe('start')
	expect(inbound({ Body: 'please stop by at 5' })?.keyword).toBeNull()
	expect(readInbound(new URLSearchParams({ MessageSid: 'SM1', MessageStatus: 'sent' }))).toBeNull()
	expect(readStatus(new URLSearchParams({ Body: 'x' }))).toBeNull()
})
