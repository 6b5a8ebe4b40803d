import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import { listen, readBody } from './http.ts'

export type SentSms = { sid: string; to: string; from: string; body: string; statusCallback: string | null }

export type TwilioFaults = {
	/** Answers 429 to so many requests. */
	tooMany?: number
	/** Answers 500 to so many requests. */
	broken?: number
	/** Takes so many requests and never answers. */
	silent?: number
	/** Reports these as not delivered, with the error code given. */
	undelivered?: (to: string) => string | null
	/** Sends every status callback twice, the last status first. */
	shuffled?: boolean
	/** Signs callbacks with another token. */
	forged?: boolean
}

export type TwilioSimulator = {
	url: string
	accountSid: string
	authToken: string
	messages: SentSms[]
	/** Numbers that have answered STOP. */
	optedOut: Set<string>
	faults: TwilioFaults
	/** The first message, already here or yet to come, that fits. */
	waitFor(fits: (sms: SentSms) => boolean, timeoutMs?: number): Promise<SentSms>
	/** A text message from a phone to the company: posted, signed, to its webhook. Answers with the HTTP status. */
	receive(webhook: string, sms: { from: string; to: string; body: string }): Promise<number>
	/** Resolves when all status callbacks so far are delivered. */
	settled(): Promise<void>
	close(): Promise<void>
}

type State = Omit<TwilioSimulator, 'url' | 'waitFor' | 'receive' | 'settled' | 'close'> & {
	callbacks: Set<Promise<unknown>>
	watchers: Set<() => void>
}

/** Speaks the Messages API of 2010-04-01 and posts signed status callbacks. Delivers to nobody. */
export async function startTwilio(
	options: { port?: number; accountSid?: string; authToken?: string } = {},
): Promise<TwilioSimulator> {
	const state: State = {
		accountSid: options.accountSid ?? `AC${'0'.repeat(31)}1`,
		authToken: options.authToken ?? 'simulated-token',
		messages: [],
		optedOut: new Set(),
		faults: {},
		callbacks: new Set(),
		watchers: new Set(),
	}
	const server = await listen((request, response) => answer(state, request, response), options.port)
	const settled = async () => {
		while (state.callbacks.size) await Promise.allSettled(state.callbacks)
	}
	return Object.assign(state, {
		url: server.url,
		waitFor: (fits: (sms: SentSms) => boolean, timeoutMs = 5_000) => waitFor(state, fits, timeoutMs),
		receive: (webhook: string, sms: { from: string; to: string; body: string }) => receive(state, webhook, sms),
		settled,
		close: async () => {
			await settled()
			await server.close()
		},
	})
}

async function answer(state: State, request: IncomingMessage, response: ServerResponse) {
	const form = new URLSearchParams((await readBody(request)).toString())
	if (request.url !== `/2010-04-01/Accounts/${state.accountSid}/Messages.json`)
		return refuse(response, 404, 20404, 'The requested resource was not found')
	if (request.method !== 'POST') return refuse(response, 405, 20004, 'Method not allowed')
	const login = `Basic ${Buffer.from(`${state.accountSid}:${state.authToken}`).toString('base64')}`
	if (request.headers.authorization !== login) return refuse(response, 401, 20003, 'Authenticate')
	if (take(state.faults, 'silent')) return
	if (take(state.faults, 'broken')) return refuse(response, 500, 20500, 'An internal server error has occurred')
	if (take(state.faults, 'tooMany'))
		return refuse(response.setHeader('retry-after', '2'), 429, 20429, 'Too many requests')
	const problem = check(state, form)
	if (problem) return refuse(response, 400, ...problem)
	accept(state, form, response)
}

const known = new Set([
	'To',
	'From',
	'MessagingServiceSid',
	'Body',
	'StatusCallback',
	'MediaUrl',
	'ValidityPeriod',
	'SmartEncoded',
])

function check(state: State, form: URLSearchParams): [number, string] | null {
	const [to, from, body] = [form.get('To') ?? '', form.get('From') ?? form.get('MessagingServiceSid'), form.get('Body')]
	// The real service ignores what it does not know; here a misspelt name must not pass unnoticed.
	const unknown = [...form.keys()].find((name) => !known.has(name))
	if (unknown) return [20001, `Unknown parameter ${unknown}`]
	if (!from) return [21603, "A 'From' phone number is required"]
	if (!body && !form.has('MediaUrl')) return [21602, 'Message body is required']
	if (body && body.length > 1600) return [21617, 'The concatenated message body exceeds the 1600 character limit']
	if (!/^\+[1-9]\d{7,14}$/.test(to) || to === '+15005550001')
		return [21211, `The 'To' number ${to} is not a valid phone number`]
	if (to === '+15005550009') return [21614, `'To' number ${to} is not a valid mobile number`]
	if (state.optedOut.has(to)) return [21610, 'Attempt to send to unsubscribed recipient']
	const callback = form.get('StatusCallback')
	if (callback && !URL.canParse(callback)) return [21609, 'The StatusCallback URL is not a valid URL']
	return null
}

function accept(state: State, form: URLSearchParams, response: ServerResponse) {
	const service = form.get('MessagingServiceSid')
	const sms: SentSms = {
		sid: `SM${randomBytes(16).toString('hex')}`,
		to: form.get('To') ?? '',
		from: form.get('From') ?? service ?? '',
		body: form.get('Body') ?? '',
		statusCallback: form.get('StatusCallback'),
	}
	reply(response, 201, {
		sid: sms.sid,
		account_sid: state.accountSid,
		messaging_service_sid: service,
		to: sms.to,
		from: form.get('From'),
		body: sms.body,
		status: 'queued',
		direction: 'outbound-api',
		num_segments: service ? '0' : '1',
		num_media: '0',
		price: null,
		price_unit: 'USD',
		error_code: null,
		error_message: null,
		api_version: '2010-04-01',
		date_created: new Date().toUTCString().replace('GMT', '+0000'),
		date_sent: null,
		uri: `/2010-04-01/Accounts/${state.accountSid}/Messages/${sms.sid}.json`,
	})
	state.messages.push(sms)
	for (const look of state.watchers) look()
	if (sms.statusCallback) track(state, report(state, sms, sms.statusCallback))
}

async function report(state: State, sms: SentSms, url: string) {
	const error = state.faults.undelivered?.(sms.to) ?? null
	const statuses = ['sent', error ? 'undelivered' : 'delivered']
	for (const status of state.faults.shuffled ? [...statuses.toReversed(), ...statuses] : statuses) {
		await post(state, url, {
			MessageSid: sms.sid,
			SmsSid: sms.sid,
			MessageStatus: status,
			SmsStatus: status,
			To: sms.to,
			From: sms.from,
			...(status === 'undelivered' && error && { ErrorCode: error }),
		})
	}
}

async function receive(state: State, webhook: string, { from, to, body }: { from: string; to: string; body: string }) {
	const word = body.trim().toUpperCase()
	const keyword = ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'].includes(word) ? 'STOP' : null
	if (keyword) state.optedOut.add(from)
	if (['START', 'YES', 'UNSTOP'].includes(word)) state.optedOut.delete(from)
	const sid = `SM${randomBytes(16).toString('hex')}`
	const fields = { From: from, To: to, Body: body, NumMedia: '0', NumSegments: '1', SmsStatus: 'received' }
	return post(state, webhook, {
		MessageSid: sid,
		SmsSid: sid,
		SmsMessageSid: sid,
		...fields,
		...(keyword && { OptOutType: keyword }),
	})
}

async function post(state: State, url: string, fields: Record<string, string>): Promise<number> {
	const form = new URLSearchParams({ ...fields, AccountSid: state.accountSid, ApiVersion: '2010-04-01' })
	const signed = [...form].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => name + value)
	const token = state.faults.forged ? `${state.authToken}-not` : state.authToken
	const signature = createHmac('sha1', token)
		.update(url + signed.join(''))
		.digest('base64')
	const response = await fetch(url, { method: 'POST', headers: { 'x-twilio-signature': signature }, body: form })
	await response.body?.cancel()
	return response.status
}

function track(state: State, work: Promise<unknown>) {
	const kept = work.catch(() => {}).finally(() => state.callbacks.delete(kept))
	state.callbacks.add(kept)
}

function waitFor(state: State, fits: (sms: SentSms) => boolean, timeoutMs: number) {
	return new Promise<SentSms>((found, failed) => {
		const end = () => {
			clearTimeout(timer)
			state.watchers.delete(look)
		}
		const look = () => {
			const sms = state.messages.find(fits)
			if (!sms) return
			end()
			found(sms)
		}
		const timer = setTimeout(() => {
			end()
			failed(new Error(`No such text message came within ${timeoutMs} ms; ${state.messages.length} others did`))
		}, timeoutMs)
		state.watchers.add(look)
		look()
	})
}

function refuse(response: ServerResponse, status: number, code: number, message: string) {
	reply(response, status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
}

function reply(response: ServerResponse, status: number, body: object) {
	response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function take(faults: TwilioFaults, name: 'tooMany' | 'broken' | 'silent'): boolean {
	const left = faults[name] ?? 0
	faults[name] = Math.max(0, left - 1)
	return left > 0
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '2526' } } })
	const simulator = await startTwilio({ port: Number(values.port) })
	console.log(
		`TWILIO_BASE_URL=${simulator.url}\nTWILIO_ACCOUNT_SID=${simulator.accountSid}\nTWILIO_AUTH_TOKEN=${simulator.authToken}`,
	)
	for (let shown = 0; ; shown++) {
		const sms = await simulator.waitFor((candidate) => simulator.messages.indexOf(candidate) >= shown, 2 ** 31 - 1)
		console.log(`\n${sms.from} → ${sms.to}: ${sms.body}`)
	}
}
