import { resolve } from 'node:path'
import { type TrustProxy, trustNobody } from './proxy.ts'
import { type SettingName, type Settings, settings, together } from './settings.ts'

export type Config = Readonly<{
	port: number
	/** Undefined listens on every address. */
	host: string | undefined
	/** Origin of the installation, without a slash at the end; workspaces are its subdomains. */
	baseUrl: string
	/** Absolute path. */
	dataDir: string
	/** Undefined runs the embedded PostgreSQL in `dataDir`. */
	databaseUrl: string | undefined
	/** Undefined until `ensureSecret` has read or made it. */
	appSecret: string | undefined
	trustProxy: TrustProxy
	smtpUrl: string | undefined
	mailFrom: string
	twilio: Readonly<{ accountSid: string; authToken: string; from: string; baseUrl: string }> | undefined
	stripe: Readonly<{
		secretKey: string | undefined
		publishableKey: string | undefined
		webhookSecret: string | undefined
		apiBase: string
	}>
	s3:
		| Readonly<{
				endpoint: string | undefined
				bucket: string
				region: string
				/** Undefined uses the rights of the machine. */
				credentials: Readonly<{ accessKeyId: string; secretAccessKey: string }> | undefined
		  }>
		| undefined
	enphaseBaseUrl: string
	solaredgeBaseUrl: string
	/** Where all CAPTCHA providers are; undefined: each at its own address. */
	captchaBaseUrl: string | undefined
	vapid: Readonly<{ publicKey: string; privateKey: string }> | undefined
	clamavUrl: string | undefined
	/** Undefined asks those that the machine asks. */
	dnsServers: string[] | undefined
	/** Whether a company may name hosts inside this machine's own network, such as a mail server. */
	allowPrivateNetwork: boolean
	logLevel: NonNullable<Settings['LOG_LEVEL']>
	demo: boolean
	role: NonNullable<Settings['ROLE']>
}>

export type Mistake = { setting: SettingName; problem: string; expected: string }

/** All mistakes of the environment at once, one a line. */
export class SettingsError extends Error {
	readonly mistakes: Mistake[]

	constructor(mistakes: Mistake[]) {
		const lines = mistakes.map(({ setting, problem, expected }) => `  ${setting} ${problem}: ${expected}`)
		super(`These settings are not right:\n${lines.join('\n')}\nCorrect them in the environment and start again.`)
		this.name = 'SettingsError'
		this.mistakes = mistakes
	}
}

/** Reads the settings; an empty variable counts as absent. Throws a `SettingsError` that names every mistake. */
export function loadConfig(env: Record<string, string | undefined>): Config {
	const given = Object.fromEntries(
		Object.keys(settings.shape).flatMap((name) => (env[name]?.trim() ? [[name, env[name].trim()]] : [])),
	)
	const parsed = settings.safeParse(given)
	const wrong = parsed.success ? [] : parsed.error.issues.map((issue) => malformed(issue, given))
	const mistakes = [...wrong, ...halfGiven(given)]
	if (!parsed.success || mistakes.length > 0) throw new SettingsError(mistakes)
	return Object.freeze(toConfig(parsed.data))
}

/** The same settings once the server listens: with `PORT=0` the system has chosen the port. */
export function withPort(config: Config, port: number): Config {
	const baseUrl = config.baseUrl === `http://localhost:${config.port}` ? `http://localhost:${port}` : config.baseUrl
	return Object.freeze({ ...config, port, baseUrl })
}

/** Never shows the value of a secret: a log may be read by many. */
function malformed(issue: { path: PropertyKey[]; message: string }, given: Record<string, string>): Mistake {
	const setting = issue.path[0] as SettingName
	const secret = /SECRET|TOKEN|KEY|DATABASE_URL|SMTP_URL/.test(setting)
	return {
		setting,
		problem: secret ? 'is malformed' : `is "${given[setting]}"`,
		expected: `should be ${issue.message}`,
	}
}

function halfGiven(given: Record<string, string>): Mistake[] {
	const missing = new Map<SettingName, Mistake>()
	for (const set of together) {
		const present = set.given.filter((name) => given[name])
		for (const setting of present.length > 0 ? set.needed : []) {
			if (given[setting] || missing.has(setting)) continue
			missing.set(setting, { setting, problem: 'is missing', expected: `it belongs to ${present.join(', ')}` })
		}
	}
	return [...missing.values()]
}

function toConfig(given: Settings): Config {
	const port = given.PORT ?? 3000
	const baseUrl = given.BASE_URL ?? `http://localhost:${port}`
	return {
		port,
		host: given.HOST,
		baseUrl,
		dataDir: resolve(given.DATA_DIR ?? 'data'),
		databaseUrl: given.DATABASE_URL,
		appSecret: given.APP_SECRET,
		trustProxy: given.TRUST_PROXY ?? trustNobody,
		smtpUrl: given.SMTP_URL,
		mailFrom: given.MAIL_FROM ?? `no-reply@${new URL(baseUrl).hostname}`,
		...vendors(given),
		clamavUrl: given.CLAMAV_URL,
		dnsServers: given.DNS_SERVERS,
		allowPrivateNetwork: given.ALLOW_PRIVATE_NETWORK ?? isLocal(baseUrl),
		logLevel: given.LOG_LEVEL ?? 'info',
		demo: given.DEMO ?? true,
		role: given.ROLE ?? 'all',
	}
}

/** Somebody tries the portal on a machine of their own. */
function isLocal(baseUrl: string): boolean {
	return /(^|\.)localhost$/.test(new URL(baseUrl).hostname)
}

function vendors(given: Settings) {
	const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken, TWILIO_FROM: from } = given
	const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey } = given
	return {
		twilio:
			accountSid && authToken && from
				? { accountSid, authToken, from, baseUrl: given.TWILIO_BASE_URL ?? 'https://api.twilio.com' }
				: undefined,
		stripe: {
			secretKey: given.STRIPE_SECRET_KEY,
			publishableKey: given.STRIPE_PUBLISHABLE_KEY,
			webhookSecret: given.STRIPE_WEBHOOK_SECRET,
			apiBase: given.STRIPE_API_BASE ?? 'https://api.stripe.com',
		},
		s3: bucket(given),
		enphaseBaseUrl: given.ENPHASE_BASE_URL ?? 'https://api.enphaseenergy.com',
		solaredgeBaseUrl: given.SOLAREDGE_BASE_URL ?? 'https://monitoringapi.solaredge.com',
		captchaBaseUrl: given.CAPTCHA_BASE_URL,
		vapid: publicKey && privateKey ? { publicKey, privateKey } : undefined,
	}
}

function bucket(given: Settings): Config['s3'] {
	if (!given.S3_BUCKET) return undefined
	const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = given
	return {
		endpoint: given.S3_ENDPOINT,
		bucket: given.S3_BUCKET,
		region: given.S3_REGION ?? 'us-east-1',
		credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
	}
}
