export type SmtpServer = {
	host: string
	port: number
	secure: boolean
	requireTLS: boolean
	ignoreTLS: boolean
	name?: string
	auth?: { user: string; pass: string }
	tls: { rejectUnauthorized: boolean; servername?: string; minVersion: 'TLSv1.2' }
}

/**
 * `smtp://` speaks plainly and changes to TLS where the server offers it; `?tls=required` insists on that,
 * `?tls=off` forbids it. `smtps://` speaks TLS from the first byte. `?verify=off` accepts any certificate,
 * for a server inside one's own network. `?name=` is what we call ourselves in EHLO.
 * Throws with a message for the administrator when the URL makes no sense.
 */
export function parseSmtpUrl(text: string): SmtpServer {
	const url = URL.canParse(text) ? new URL(text) : null
	if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname) {
		throw new Error('SMTP URL must look like smtp://user:password@mail.example.com:587')
	}
	const secure = url.protocol === 'smtps:'
	const tls = url.searchParams.get('tls')
	const name = url.searchParams.get('name')
	const host = url.hostname.replace(/^\[|\]$/g, '')
	return {
		host,
		port: url.port ? Number(url.port) : secure ? 465 : 587,
		secure,
		requireTLS: tls === 'required',
		ignoreTLS: tls === 'off',
		...(name && { name }),
		...(url.username && { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
		tls: { rejectUnauthorized: url.searchParams.get('verify') !== 'off', minVersion: 'TLSv1.2' },
	}
}
