import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig, type Mistake, SettingsError, withPort } from './config.ts'

const vapid = {
	VAPID_PUBLIC_KEY: Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 7)]).toString('base64url'),
	VAPID_PRIVATE_KEY: Buffer.alloc(32, 7).toString('base64url'),
}

function mistakes(env: Record<string, string>): Mistake[] {
	try {
		loadConfig(env)
	} catch (error) {
		if (error instanceof SettingsError) return error.mistakes
		throw error
	}
	return []
}

test('settings: nothing given gives the defaults', () => {
	expect(loadConfig({})).toMatchObject({
		port: 3000,
		host: undefined,
		baseUrl: 'http://localhost:3000',
		dataDir: resolve('data'),
		databaseUrl: undefined,
		mailFrom: 'no-reply@localhost',
		twilio: undefined,
		s3: undefined,
		vapid: undefined,
		logLevel: 'info',
		demo: true,
		role: 'all',
	})
})

test('settings: an empty variable counts as absent', () => {
	expect(loadConfig({ PORT: '', ROLE: ' ', S3_BUCKET: '' })).toMatchObject({ port: 3000, role: 'all', s3: undefined })
})

test('settings: the result cannot be changed', () => {
	expect(Object.isFrozen(loadConfig({}))).toBe(true)
})

test('settings: complete sets are taken over', () => {
	const config = loadConfig({
		PORT: '8080',
		BASE_URL: 'https://portal.example.com/',
		DEMO: '0',
		ROLE: 'worker',
		TWILIO_ACCOUNT_SID: 'AC123',
		TWILIO_AUTH_TOKEN: 'token',
		TWILIO_FROM: '+15551234567',
		TWILIO_BASE_URL: 'http://127.0.0.1:9000/',
		S3_BUCKET: 'files',
		S3_ENDPOINT: 'http://127.0.0.1:9001',
		S3_ACCESS_KEY_ID: 'id',
		S3_SECRET_ACCESS_KEY: 'secret',
		...vapid,
	})
	expect(config).toMatchObject({
		port: 8080,
		baseUrl: 'https://portal.example.com',
		mailFrom: 'no-reply@portal.example.com',
		demo: false,
		role: 'worker',
		twilio: { accountSid: 'AC123', authToken: 'token', from: '+15551234567', baseUrl: 'http://127.0.0.1:9000' },
		s3: { bucket: 'files', region: 'us-east-1', credentials: { accessKeyId: 'id', secretAccessKey: 'secret' } },
		vapid: { publicKey: vapid.VAPID_PUBLIC_KEY, privateKey: vapid.VAPID_PRIVATE_KEY },
	})
})

test('settings: a bucket on Amazon needs no keys', () => {
	expect(loadConfig({ S3_BUCKET: 'files', S3_REGION: 'eu-central-1' }).s3).toMatchObject({ credentials: undefined })
})

describe('settings: good values', () => {
	test.each([
		['PORT', '0'],
		['HOST', '0.0.0.0'],
		['HOST', '::1'],
		['BASE_URL', 'http://localhost:4000'],
		['DATABASE_URL', 'postgres://app@127.0.0.1:5432/portal'],
		['DATABASE_URL', 'postgresql:///portal?host=/run/postgresql'],
		['APP_SECRET', 'x'.repeat(32)],
		['TRUST_PROXY', '2'],
		['TRUST_PROXY', '10.0.0.0/8, fd00::/8 127.0.0.1'],
		['SMTP_URL', 'smtp://127.0.0.1:2525'],
		['MAIL_FROM', 'Sunny Solar <portal@example.com>'],
		['TWILIO_BASE_URL', 'http://127.0.0.1:9000'],
		['STRIPE_SECRET_KEY', 'sk_test_1'],
		['CLAMAV_URL', 'unix:///run/clamd.ctl'],
		['LOG_LEVEL', 'WARN'],
	])('%s=%s', (name, value) => {
		expect(mistakes({ [name]: value })).toEqual([])
	})
})

describe('settings: one mistake each', () => {
	test.each([
		['PORT', '70000', 'port number'],
		['PORT', '3000x', 'port number'],
		['HOST', 'http://localhost', 'without a port'],
		['BASE_URL', 'portal.example.com', 'http or https address without a path'],
		['BASE_URL', 'https://portal.example.com/app', 'without a path'],
		['DATABASE_URL', 'mysql://localhost/x', 'postgres://'],
		['DATABASE_URL', 'postgres://localhost', 'postgres://'],
		['APP_SECRET', 'short', '32 characters'],
		['TRUST_PROXY', 'maybe', 'number of proxies'],
		['TRUST_PROXY', '10.0.0.0/40', 'number of proxies'],
		['SMTP_URL', 'mail.example.com:25', 'smtps://'],
		['MAIL_FROM', 'nobody', 'mail address'],
		['STRIPE_SECRET_KEY', 'pk_test_1', 'sk_'],
		['STRIPE_PUBLISHABLE_KEY', 'sk_test_1', 'pk_'],
		['STRIPE_WEBHOOK_SECRET', 'x', 'whsec_'],
		['STRIPE_API_BASE', 'localhost:1', 'http or https address'],
		['CLAMAV_URL', 'clamd', 'tcp://'],
		['LOG_LEVEL', 'loud', 'one of trace'],
		['DEMO', 'perhaps', '1 or 0'],
		['ROLE', 'boss', 'one of all, web, worker'],
	])('%s=%s', (name, value, expected) => {
		const found = mistakes({ [name]: value })
		expect(found).toEqual([expect.objectContaining({ setting: name, expected: expect.stringContaining(expected) })])
	})

	test('a VAPID key of the wrong length', () => {
		expect(mistakes({ ...vapid, VAPID_PRIVATE_KEY: 'AAAA' })).toMatchObject([{ setting: 'VAPID_PRIVATE_KEY' }])
	})
})

describe('settings: half a set names what is missing', () => {
	test.each<[Record<string, string>, string[]]>([
		[{ TWILIO_ACCOUNT_SID: 'AC1' }, ['TWILIO_AUTH_TOKEN', 'TWILIO_FROM']],
		[{ S3_ENDPOINT: 'http://127.0.0.1:9' }, ['S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']],
		[{ S3_BUCKET: 'files', S3_ACCESS_KEY_ID: 'id' }, ['S3_SECRET_ACCESS_KEY']],
		[{ VAPID_PUBLIC_KEY: vapid.VAPID_PUBLIC_KEY }, ['VAPID_PRIVATE_KEY']],
	])('%j', (env, missing) => {
		expect(mistakes(env).map((mistake) => mistake.setting)).toEqual(missing)
	})
})

test('settings: all mistakes are told at once, and no secret with them', () => {
	const env = { PORT: 'x', ROLE: 'boss', DATABASE_URL: 'hunter2', APP_SECRET: 'hunter2', VAPID_PRIVATE_KEY: 'hunter2' }
	expect(mistakes(env).map((mistake) => mistake.setting)).toEqual([
		'PORT',
		'DATABASE_URL',
		'APP_SECRET',
		'VAPID_PRIVATE_KEY',
		'ROLE',
		'VAPID_PUBLIC_KEY',
	])
	expect(() => loadConfig(env)).toThrow('PORT is "x": should be a port number')
	expect(() => loadConfig(env)).not.toThrow('hunter2')
})

test('settings: the port that the system chose shows in the address unless one was given', () => {
	expect(withPort(loadConfig({ PORT: '0' }), 4711)).toMatchObject({ port: 4711, baseUrl: 'http://localhost:4711' })
	const given = loadConfig({ PORT: '0', BASE_URL: 'https://example.com' })
	expect(withPort(given, 4711).baseUrl).toBe('https://example.com')
})
