import { generateKeyPair, randomBytes } from 'node:crypto'
import { isDeepStrictEqual, promisify } from 'node:util'
import { and, eq } from 'drizzle-orm'
import { theApp } from '#platform/app/app.ts'
import { now } from '#platform/clock/clock.ts'
import { encrypt } from '#platform/crypto/crypto.ts'
import { read, write } from '#platform/db/db.ts'
import type { CompanyScope, Scope } from '#platform/scope/scope.ts'
import { type Found, theDns } from '#vendors/dns/dns.ts'
import { currentSender } from './reads.ts'
import { dkimName, domainOf, judge, verdictOn } from './rules.ts'
import type { SenderInput } from './schema.ts'
import { type MailSender, mailSenders } from './tables.ts'

export const checkSenderJob = 'sender.check'

/** Sets in whose name mails go out. Another domain or server has to prove itself anew. */
export async function saveSender(scope: CompanyScope, { password, ...input }: SenderInput): Promise<void> {
	const key = await newKey()
	await write(scope, async (writer) => {
		const before = await currentSender(writer)
		const sameServer = isDeepStrictEqual(before?.server ?? null, input.server)
		const kept = sameServer && before ? before.serverPassword : null
		const untouched = sameServer && password === '' && before?.fromAddress === input.fromAddress
		const sameDomain =
			before?.fromAddress && input.fromAddress && domainOf(before.fromAddress) === domainOf(input.fromAddress)
		const row = {
			...input,
			serverPassword: input.server ? (password ? encrypt('smtp', password) : kept) : null,
			...(!untouched && { testedAt: null, testPassed: false, testAnswer: null }),
			...(!(sameDomain && sameServer) && { status: 'pending' as const, findings: null, checkedAt: null }),
			updatedAt: now(),
		}
		await writer.db
			.insert(mailSenders)
			.values({ workspaceId: scope.workspaceId, ...key, status: 'pending', ...row })
			.onConflictDoUpdate({ target: mailSenders.workspaceId, set: row })
		await writer.emit({
			type: 'workspace.updated',
			subject: { type: 'workspace', id: scope.workspaceId },
			data: { fields: ['sender'] },
		})
		if (input.fromAddress) await writer.enqueue(checkSenderJob, {})
	})
}

async function newKey() {
	const pair = await promisify(generateKeyPair)('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'der' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	})
	return {
		dkimSelector: `portal-${randomBytes(3).toString('hex')}`,
		dkimPublic: pair.publicKey.toString('base64'),
		dkimPrivate: encrypt('dkim', pair.privateKey),
	}
}

/** Looks for the records of the sender's domain; with them mails go out in its name, and signed. */
export async function checkSender(scope: Scope): Promise<void> {
	const sender = await read(scope, currentSender)
	if (!sender?.fromAddress) return
	const { mailFrom } = theApp().config
	const { fromAddress } = sender
	const findings = judge(await look(sender, domainOf(fromAddress)), { ...sender, fromAddress }, mailFrom)
	await write(scope, async ({ db }) => {
		await db
			.update(mailSenders)
			.set({ status: verdictOn(findings, sender.status), findings, checkedAt: now() })
			.where(and(eq(mailSenders.workspaceId, scope.workspaceId), eq(mailSenders.updatedAt, sender.updatedAt)))
	})
}

async function look(sender: MailSender, domain: string) {
	const dns = theDns()
	const [dkim, spf, dmarc] = await Promise.all([dns.txt(dkimName(sender, domain)), dns.txt(domain), policyOf(domain)])
	return { dkim, spf, dmarc }
}

/** A subdomain without a policy has that of the domain above it (RFC 7489). */
async function policyOf(domain: string): Promise<Found> {
	const found = await theDns().txt(`_dmarc.${domain}`)
	const above = domain.split('.').slice(-2).join('.')
	return found.ok && found.values.length === 0 && above !== domain ? theDns().txt(`_dmarc.${above}`) : found
}

export async function noteTest(scope: Scope, sender: MailSender, passed: boolean, answer: string): Promise<void> {
	await write(scope, async ({ db }) => {
		await db
			.update(mailSenders)
			.set({ testedAt: now(), testPassed: passed, testAnswer: answer })
			.where(and(eq(mailSenders.workspaceId, scope.workspaceId), eq(mailSenders.updatedAt, sender.updatedAt)))
	})
}

export async function queueSenderCheck(scope: Scope): Promise<void> {
	await write(scope, async (writer) => {
		if ((await currentSender(writer))?.fromAddress) await writer.enqueue(checkSenderJob, {})
	})
}
