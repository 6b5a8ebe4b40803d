import { isIP } from 'node:net'
import { z } from 'zod'
import { parseTrustProxy } from './proxy.ts'

/**
 * A variable that is read by `read`, which answers undefined for a value that it does not understand;
 * `expected` ends the sentence "… but should be".
 */
function setting<T>(expected: string, read: (text: string) => T | undefined) {
	return z
		.string()
		.optional()
		.transform((text, context) => {
			if (text === undefined) return undefined
			const value = read(text)
			if (value === undefined) context.addIssue({ code: 'custom', message: expected })
			return value
		})
}

const like = (expected: string, pattern: RegExp) => setting(expected, (text) => (pattern.test(text) ? text : undefined))

const oneOf = <T extends string>(...values: T[]) =>
	setting(`one of ${values.join(', ')}`, (text) => values.find((value) => value === text.toLowerCase()))

const flag = setting('1 or 0', (text) =>
	/^(1|true|yes|on)$/i.test(text) ? true : /^(0|false|no|off)$/i.test(text) ? false : undefined,
)

const port = setting('a port number from 0 to 65535', (text) =>
	/^\d{1,5}$/.test(text) && Number(text) <= 65535 ? Number(text) : undefined,
)

const anything = setting('a text', (text) => text)

const origin = setting('an http or https address without a path, like https://portal.example.com', (text) => {
	const url = parseUrl(text, 'http:', 'https:')
	return url && url.pathname === '/' && !url.search && !url.hash && !url.username ? url.origin : undefined
})

const httpUrl = setting('an http or https address', (text) =>
	parseUrl(text, 'http:', 'https:') ? text.replace(/\/+$/, '') : undefined,
)

const databaseUrl = setting('an address like postgres://user:password@host:5432/database', (text) => {
	const url = parseUrl(text, 'postgres:', 'postgresql:')
	return url && url.pathname.length > 1 && (url.hostname || url.searchParams.has('host')) ? text : undefined
})

const smtpUrl = setting('an address like smtps://user:password@mail.example.com:465', (text) =>
	parseUrl(text, 'smtp:', 'smtps:')?.hostname ? text : undefined,
)

const clamavUrl = setting('an address like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl', (text) => {
	const url = parseUrl(text, 'tcp:', 'unix:')
	return url && (url.protocol === 'unix:' ? url.pathname.length > 1 : url.hostname) ? text : undefined
})

const dnsServers = setting('addresses of name servers separated by commas, like 1.1.1.1, 9.9.9.9:53', (text) => {
	const servers = text.split(/[\s,]+/).filter(Boolean)
	const known = servers.every(
		(server) => isIP(server) > 0 || /^(?:\d+(?:\.\d+){3}|\[[\da-f:.]+\]):\d{1,5}$/i.test(server),
	)
	return known && servers.length > 0 ? servers : undefined
})

const mailFrom = like(
	'a mail address, like portal@example.com or Sunny Solar <portal@example.com>',
	/^(?:[^\s<>@]+@[^\s<>@]+|[^<>]*<[^\s<>@]+@[^\s<>@]+>)$/,
)

/** An uncompressed P-256 point has 65 bytes and starts with 4; the private number has 32. */
const vapidKey = (expected: string, bytes: number, first?: number) =>
	setting(expected, (text) => {
		const key = /^[\w-]+=*$/.test(text) ? Buffer.from(text, 'base64url') : undefined
		return key?.length === bytes && (first === undefined || key[0] === first) ? text : undefined
	})

export const settings = z.object({
	PORT: port,
	HOST: like('a host name or an address to listen on, without a port', /^(?:[\w.-]+|[\da-f:.]*:[\da-f:.]*)$/i),
	BASE_URL: origin,
	DATA_DIR: anything,
	DATABASE_URL: databaseUrl,
	APP_SECRET: like('a random text of 32 characters or more', /^.{32,}$/s),
	TRUST_PROXY: setting(
		'true, false, the number of proxies in front, or a list of their addresses, like 10.0.0.0/8, 192.168.1.7',
		parseTrustProxy,
	),
	SMTP_URL: smtpUrl,
	MAIL_FROM: mailFrom,
	TWILIO_ACCOUNT_SID: like('an account SID, which starts with AC', /^AC\w+$/),
	TWILIO_AUTH_TOKEN: anything,
	TWILIO_FROM: like(
		'a phone number like +15551234567, a messaging service SID (MG…) or a sender name',
		/^(?:\+\d{3,15}|MG\w+|[A-Za-z\d][A-Za-z\d ]{0,10})$/,
	),
	TWILIO_BASE_URL: httpUrl,
	STRIPE_SECRET_KEY: like('a secret key, which starts with sk_ or rk_', /^[sr]k_\w+$/),
	STRIPE_PUBLISHABLE_KEY: like('a publishable key, which starts with pk_', /^pk_\w+$/),
	STRIPE_WEBHOOK_SECRET: like('a signing secret, which starts with whsec_', /^whsec_\S+$/),
	STRIPE_API_BASE: httpUrl,
	S3_ENDPOINT: httpUrl,
	S3_BUCKET: like('the name of a bucket', /^[\w.-]{3,63}$/),
	S3_REGION: like('the name of a region, like eu-central-1', /^[\w-]+$/),
	S3_ACCESS_KEY_ID: anything,
	S3_SECRET_ACCESS_KEY: anything,
	ENPHASE_BASE_URL: httpUrl,
	SOLAREDGE_BASE_URL: httpUrl,
	CAPTCHA_BASE_URL: httpUrl,
	VAPID_PUBLIC_KEY: vapidKey('a P-256 public key in base64url (87 characters)', 65, 4),
	VAPID_PRIVATE_KEY: vapidKey('a P-256 private key in base64url (43 characters)', 32),
	CLAMAV_URL: clamavUrl,
	DNS_SERVERS: dnsServers,
	ALLOW_PRIVATE_NETWORK: flag,
	LOG_LEVEL: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'),
	DEMO: flag,
	ROLE: oneOf('all', 'web', 'worker'),
})

export type Settings = z.output<typeof settings>
export type SettingName = keyof Settings

/** Settings that mean something only together: with one of `given` all of `needed` must be there. */
export const together: { given: SettingName[]; needed: SettingName[] }[] = [
	{
		given: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
		needed: ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'],
	},
	{ given: ['S3_ENDPOINT', 'S3_REGION', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'], needed: ['S3_BUCKET'] },
	// Without an endpoint the bucket is Amazon's, where a machine can have its rights without keys.
	{
		given: ['S3_ENDPOINT', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
		needed: ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
	},
	{ given: ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'], needed: ['VAPID_PUBLIC_KEY', 'VAPID_PRIVATE_KEY'] },
]

function parseUrl(text: string, ...protocols: string[]): URL | undefined {
	const url = URL.parse(text)
	return url && protocols.includes(url.protocol) ? url : undefined
}
