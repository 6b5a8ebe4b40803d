import { oneLine, type SendOutcome } from '../outcome.ts'
import { isPermanent } from './codes.ts'

export type Sms = {
	/** E.164. */
	to: string
	body: string
	/** Where the provider reports what became of it. */
	statusCallback?: string
}

export type SmsSender = { send(sms: Sms): Promise<SendOutcome> }

export type TwilioOptions = {
	accountSid: string
	authToken: string
	/** A number in E.164, a short code or sender name, or a messaging service (`MG…`). */
	from: string
	baseUrl?: string
	timeoutMs?: number
}

/** Sends text messages by Twilio's Messages API of 2010-04-01. */
export function createTwilio(options: TwilioOptions): SmsSender {
	const { accountSid, authToken, from, baseUrl = 'https://api.twilio.com', timeoutMs = 10_000 } = options
	const url = `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`
	const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`

	return {
		send: async (sms) => {
			try {
				const signal = AbortSignal.timeout(timeoutMs)
				const headers = { authorization, accept: 'application/json' }
				const response = await fetch(url, { method: 'POST', headers, body: form(sms, from), signal, redirect: 'error' })
				return await readAnswer(response)
			} catch (error) {
				if (!(error instanceof Error)) throw error
				const code = error.name === 'TimeoutError' ? 'timeout' : 'network'
				return { ok: false, permanent: false, code, message: reasonOf(error) }
			}
		},
	}
}

function form({ to, body, statusCallback }: Sms, from: string): URLSearchParams {
	const sender = /^MG[0-9a-f]{32}$/i.test(from) ? 'MessagingServiceSid' : 'From'
	return new URLSearchParams({
		To: to,
		[sender]: from,
		Body: body,
		...(statusCallback && { StatusCallback: statusCallback }),
	})
}

async function readAnswer(response: Response): Promise<SendOutcome> {
	const answer = await readJson(response)
	if (response.ok) {
		if (typeof answer.sid === 'string') return { ok: true, providerId: answer.sid }
		return { ok: false, permanent: false, code: 'answer', message: 'The answer carries no message id' }
	}
	const code = typeof answer.code === 'number' ? answer.code : null
	const message = typeof answer.message === 'string' ? oneLine(answer.message) : `HTTP ${response.status}`
	const retryAfter = Number(response.headers.get('retry-after'))
	return {
		ok: false,
		permanent: isPermanent(code, response.status),
		code: String(code ?? response.status),
		message,
		...(retryAfter > 0 && { retryAfterSeconds: retryAfter }),
	}
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
	const text = await response.text()
	try {
		const value: unknown = JSON.parse(text)
		return typeof value === 'object' && value !== null ? { ...value } : {}
	} catch {
		return {}
	}
}

function reasonOf(error: Error): string {
	const cause = error.cause instanceof Error ? error.cause.message : ''
	return oneLine(cause || error.message)
}
