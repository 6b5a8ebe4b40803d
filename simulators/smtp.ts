import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'
import { type ParsedMail, simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export type ReceivedMail = ParsedMail & { envelope: { from: string; to: string[] }; raw: Buffer }

/** Each is looked at for every mail; change them at any time. */
export type SmtpFaults = {
	/** Answers 550 to these recipients. */
	refuse?: (recipient: string) => boolean
	/** Answers 451 to so many recipients, then takes them. */
	greylist?: number
	/** Breaks the connection in the middle of so many mails. */
	drop?: number
	/** Takes the mail, and breaks the connection in place of the answer, so many times. */
	dropAfter?: number
	/** Waits so long before it answers to a mail. */
	slowMs?: number
	/** Answers 421 to so many connections. */
	busy?: number
}

export type SmtpSimulator = {
	url: string
	mails: ReceivedMail[]
	faults: SmtpFaults
	/** The first mail, already here or yet to come, that fits; rejects after `timeoutMs`. */
	waitFor(fits: (mail: ReceivedMail) => boolean, timeoutMs?: number): Promise<ReceivedMail>
	clear(): void
	close(): Promise<void>
}

/** A mail server that takes everything and delivers nothing. With `auth`, only to who knows the password. */
export async function startSmtp(
	options: { port?: number; auth?: { user: string; pass: string } } = {},
): Promise<SmtpSimulator> {
	const mails: ReceivedMail[] = []
	const faults: SmtpFaults = {}
	const watchers = new Set<() => void>()
	const server = createServer(options.auth, faults, (mail) => {
		mails.push(mail)
		for (const look of watchers) look()
	})
	await new Promise<void>((listening, failed) => {
		server.once('error', failed)
		server.listen(options.port ?? 0, '127.0.0.1', () => listening())
	})
	// From here on errors are those of single connections, which faults cause on purpose.
	server.on('error', () => {})
	const { port } = server.server.address() as AddressInfo
	const login = options.auth ? `${encodeURIComponent(options.auth.user)}:${encodeURIComponent(options.auth.pass)}@` : ''

	return {
		url: `smtp://${login}127.0.0.1:${port}`,
		mails,
		faults,
		waitFor: (fits, timeoutMs = 5_000) => waitFor(watchers, () => mails.find(fits), timeoutMs, mails),
		clear: () => void mails.splice(0),
		close: () => new Promise((closed) => server.close(() => closed())),
	}
}

function createServer(
	auth: { user: string; pass: string } | undefined,
	faults: SmtpFaults,
	receive: (mail: ReceivedMail) => void,
) {
	const server: SMTPServer = new SMTPServer({
		authOptional: !auth,
		allowInsecureAuth: true,
		hideSTARTTLS: true,
		disableReverseLookup: true,
		closeTimeout: 100,
		onConnect: (_session, done) => done(take(faults, 'busy') ? refusal(421, '4.3.2 Try again later') : null),
		onAuth: ({ username, password }, _session, done) => {
			if (username === auth?.user && password === auth?.pass) done(null, { user: username })
			else done(refusal(535, '5.7.8 Authentication failed'))
		},
		onRcptTo: ({ address }, _session, done) => {
			if (faults.refuse?.(address)) return done(refusal(550, '5.1.1 No such user here'))
			done(take(faults, 'greylist') ? refusal(451, '4.7.1 Greylisted, try again') : null)
		},
		onData: async (stream, session, done) => {
			const hangUp = () => {
				for (const connection of server.connections)
					if (connection.session.id === session.id) connection._socket.destroy()
			}
			if (take(faults, 'drop')) return hangUp()
			// Whoever was cut off in the middle of a mail hears no answer, and has sent none.
			const raw = await readAll(stream).catch(() => null)
			if (!raw) return
			const parsed = await simpleParser(raw)
			if (faults.slowMs) await new Promise((go) => setTimeout(go, faults.slowMs))
			const { mailFrom, rcptTo } = session.envelope
			receive({
				...parsed,
				raw,
				envelope: { from: mailFrom ? mailFrom.address : '', to: rcptTo.map(({ address }) => address) },
			})
			if (take(faults, 'dropAfter')) return hangUp()
			done(null, '2.0.0 Taken')
		},
	})
	return server
}

async function readAll(stream: AsyncIterable<Buffer>): Promise<Buffer> {
	const pieces: Buffer[] = []
	for await (const piece of stream) pieces.push(piece)
	return Buffer.concat(pieces)
}

function take(faults: SmtpFaults, name: 'greylist' | 'drop' | 'dropAfter' | 'busy'): boolean {
	const left = faults[name] ?? 0
	faults[name] = Math.max(0, left - 1)
	return left > 0
}

function refusal(responseCode: number, message: string): Error {
	return Object.assign(new Error(message), { responseCode })
}

function waitFor(
	watchers: Set<() => void>,
	find: () => ReceivedMail | undefined,
	timeoutMs: number,
	mails: ReceivedMail[],
) {
	return new Promise<ReceivedMail>((found, failed) => {
		const look = () => {
			const mail = find()
			if (!mail) return
			end()
			found(mail)
		}
		const timer = setTimeout(() => {
			end()
			const seen = mails.map((mail) => `${mail.envelope.to} "${mail.subject}"`).join(', ')
			failed(new Error(`No such mail came within ${timeoutMs} ms. Here are: ${seen || 'none'}`))
		}, timeoutMs)
		const end = () => {
			clearTimeout(timer)
			watchers.delete(look)
		}
		watchers.add(look)
		look()
	})
}

if (import.meta.main) {
	const { values } = parseArgs({ options: { port: { type: 'string', default: '2525' } } })
	const simulator = await startSmtp({ port: Number(values.port) })
	console.log(simulator.url)
	for (let shown = 0; ; ) {
		const mail = await simulator.waitFor((candidate) => simulator.mails.indexOf(candidate) >= shown, 2 ** 31 - 1)
		shown = simulator.mails.indexOf(mail) + 1
		console.log(`\n${mail.envelope.from} → ${mail.envelope.to}: ${mail.subject}\n${mail.text}`)
	}
}
