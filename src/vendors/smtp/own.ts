import { lookup } from 'node:dns/promises'
import { isPrivateAddress } from '#platform/network/private.ts'
import type { SendOutcome } from '../outcome.ts'
import { createMailer, type Mail, type Mailer } from './mailer.ts'

/** A mail server that a company names itself. */
export interface OwnServer {
	host: string
	port: number
	/** `tls`: from the first byte. `starttls`: changed to before anything is said. `none`: where the server offers it. */
	security: 'tls' | 'starttls' | 'none'
	user: string | null
	password: string | null
}

const idleMs = 60_000
const open = new Map<string, { mailer: Mailer; end: NodeJS.Timeout }>()

/**
 * Sends through a company's own server. What it is called is looked up here, and connected to is what was found: a host
 * inside our own network is refused unless that is allowed, so that nobody looks around in it by way of the portal.
 */
export async function sendByOwnServer(
	server: OwnServer,
	mail: Mail,
	{ allowPrivate }: { allowPrivate: boolean },
): Promise<SendOutcome> {
	const found = await lookup(server.host, { all: true }).catch(() => [])
	const reachable = found.find(({ address }) => allowPrivate || !isPrivateAddress(address))
	if (!reachable) {
		return found.length === 0
			? { ok: false, permanent: false, code: 'dns', message: 'The mail server was not found' }
			: { ok: false, permanent: true, code: 'private', message: 'The mail server is inside the private network' }
	}
	return mailerOf(server, reachable.address).send(mail)
}

/** Kept while it is used: many mails go over the same connections. */
function mailerOf(server: OwnServer, address: string): Mailer {
	const key = JSON.stringify([server, address])
	const kept = open.get(key)
	clearTimeout(kept?.end)
	const mailer = kept?.mailer ?? createMailer({ server: settingsOf(server, address), from: '', connections: 2 })
	const close = () => {
		open.delete(key)
		mailer.close()
	}
	open.set(key, { mailer, end: setTimeout(close, idleMs).unref() })
	return mailer
}

function settingsOf({ host, port, security, user, password }: OwnServer, address: string) {
	return {
		host: address,
		port,
		secure: security === 'tls',
		requireTLS: security === 'starttls',
		ignoreTLS: false,
		...(user && { auth: { user, pass: password ?? '' } }),
		// A server that may do without encryption may do without a certificate that anybody knows.
		tls: { servername: host, rejectUnauthorized: security !== 'none', minVersion: 'TLSv1.2' as const },
	}
}
