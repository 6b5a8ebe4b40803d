import {
	argon2 as argon2Callback,
	createCipheriv,
	createDecipheriv,
	createHash,
	createHmac,
	hkdfSync,
	randomBytes,
	randomInt,
	timingSafeEqual,
} from 'node:crypto'
import { promisify } from 'node:util'

const argon2 = promisify(argon2Callback)
let secret: Buffer | null = null
const keys = new Map<string, Buffer>()

/** Sets the installation's secret (`APP_SECRET`); every other function here derives its key from it. */
export function useSecret(value: string): void {
	secret = Buffer.from(value)
	keys.clear()
}

function keyFor(purpose: string): Buffer {
	if (!secret) throw new Error('useSecret() was not called')
	let key = keys.get(purpose)
	if (!key) {
		key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32))
		keys.set(purpose, key)
	}
	return key
}

/** An unguessable token of 256 bits for links, sessions and API keys, URL-safe. */
export function newToken(): string {
	return randomBytes(32).toString('base64url')
}

/** A decimal code of `digits` digits, uniformly drawn. */
export function newCode(digits = 6): string {
	return String(randomInt(10 ** digits)).padStart(digits, '0')
}

/** What is stored of a token with full entropy: its SHA-256. */
export function hashToken(token: string): string {
	return createHash('sha256').update(token).digest('base64url')
}

/** What is stored of something guessable (a code, an address): an HMAC that a stolen database alone cannot undo. */
export function keyedHash(purpose: string, value: string): string {
	return createHmac('sha256', keyFor(purpose)).update(value).digest('base64url')
}

/** Compares two hashes without telling by its duration how much of them agrees. */
export function sameHash(a: string, b: string): boolean {
	const left = Buffer.from(a)
	const right = Buffer.from(b)
	return left.length === right.length && timingSafeEqual(left, right)
}

/** Encrypts with AES-256-GCM for one purpose; what comes out is URL-safe text. */
export function encrypt(purpose: string, plain: string): string {
	const nonce = randomBytes(12)
	const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce)
	const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
	return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** Reverses `encrypt`; throws when the text was tampered with or made with another secret or purpose. */
export function decrypt(purpose: string, sealed: string): string {
	const bytes = Buffer.from(sealed, 'base64url')
	const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12))
	decipher.setAuthTag(bytes.subarray(12, 28))
	return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

const cost = { parallelism: 1, tagLength: 32, memory: 19_456, passes: 2 }

/** Argon2id with OWASP's parameters (19 MiB, 2 passes), as `argon2id$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
	const nonce = randomBytes(16)
	const hash = await argon2('argon2id', { ...cost, message: Buffer.from(password.normalize('NFKC')), nonce })
	return `argon2id$${nonce.toString('base64url')}$${Buffer.from(hash).toString('base64url')}`
}

/** Checks a password; with no stored hash it takes the same time and says no, so that an unknown person is not told apart. */
export async function passwordMatches(password: string, stored: string | null): Promise<boolean> {
	const [, salt, expected] = (stored ?? `argon2id$${'A'.repeat(22)}$`).split('$')
	const nonce = Buffer.from(salt ?? '', 'base64url')
	const hash = await argon2('argon2id', { ...cost, message: Buffer.from(password.normalize('NFKC')), nonce })
	return sameHash(Buffer.from(hash).toString('base64url'), expected ?? '') && stored !== null
}
