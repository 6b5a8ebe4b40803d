import nodemailer from 'nodemailer'
import { oneLine, type SendOutcome } from '../outcome.ts'
import { type Address, checkMail, type Dkim, type Mail } from './mail.ts'
import { parseSmtpUrl, type SmtpServer } from './url.ts'

export type { Address, Dkim, Mail }

export type Mailer = {
	send(mail: Mail): Promise<SendOutcome>
	/** Waits for nothing: what is being sent finishes, what waits is reported as not sent. */
	close(): void
}

export type MailerOptions = {
	/** Used where a mail names no sender of its own. */
	from: string | Address
	connections?: number
	timeoutMs?: number
} & (
	| {
			/** `smtp://user:password@host:587` or `smtps://…:465`; see `parseSmtpUrl`. */
			url: string
	  }
	| { server: SmtpServer }
)

/** Sends mail through one SMTP server over a few kept connections. Contents never reach a log or an outcome. */
export function createMailer({ from, connections = 4, timeoutMs = 20_000, ...options }: MailerOptions): Mailer {
	const transport = nodemailer.createTransport({
		...('url' in options ? parseSmtpUrl(options.url) : options.server),
		pool: true,
		maxConnections: connections,
		maxMessages: 200,
		// A broken connection is reported at once: the job that sends has its own, longer patience.
		maxRequeues: 0,
		connectionTimeout: timeoutMs,
		greetingTimeout: timeoutMs,
		socketTimeout: timeoutMs,
		disableFileAccess: true,
		disableUrlAccess: true,
		logger: false,
	})
	// The pool repeats here what it also reports through the send that it belongs to.
	transport.on('error', () => {})

	return {
		send: async (mail) => {
			const checked = checkMail(mail, from)
			if (!checked.ok) return { ok: false, permanent: true, code: checked.reason, message: checked.message }
			try {
				const sent = await transport.sendMail(checked.options)
				return { ok: true, providerId: sent.messageId, answer: oneLine(sent.response) }
			} catch (error) {
				return explain(error)
			}
		},
		close: () => transport.close(),
	}
}

type SmtpError = Error & { code?: string; responseCode?: number; response?: string; command?: string }

/** Commands at which a 5xx answer is about this mail, not about the server's state or our login. */
const aboutTheMail = /^(MAIL FROM|RCPT TO|DATA)/

function explain(error: unknown): SendOutcome {
	if (!(error instanceof Error)) throw error
	const { code, responseCode, response, command, message }: SmtpError = error
	const refused = responseCode !== undefined && responseCode >= 500 && aboutTheMail.test(command ?? '')
	return {
		ok: false,
		permanent: refused || code === 'EMESSAGE',
		code: responseCode ? String(responseCode) : (names[code ?? ''] ?? 'network'),
		message: oneLine(response ?? message),
	}
}

const names: Record<string, string> = {
	EAUTH: 'auth',
	ENOAUTH: 'auth',
	EOAUTH2: 'auth',
	ETLS: 'tls',
	EREQUIRETLS: 'tls',
	ETIMEDOUT: 'timeout',
	EDNS: 'dns',
	EMESSAGE: 'message',
	EENVELOPE: 'recipient',
}
