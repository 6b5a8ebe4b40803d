import { and, eq, isNull } from 'drizzle-orm'
import { queueDelivery } from '#features/notifications/writes.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { encrypt, newCode, sameHash } from '#platform/crypto/crypto.ts'
import { read, sqlState, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { spend } from '#platform/limits/limits.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { codeHash } from '../../codes/reads.ts'
import { countTry } from '../../codes/writes.ts'
import { type Address, type CodeRefusal, checkLimit, codeMinutes, codeTries } from '../../rules.ts'
import { challenges } from '../../tables.ts'
import { lockSelf, type Self, saveFields } from '../saving/writes.ts'
import { type PendingCheck, pendingChecks } from './reads.ts'

export type CheckStarted = { ok: true; sent: boolean } | { ok: false; reason: 'tooMany'; retryAfter: number }

/** Sends a code to a new address of the contact. Within the resend gap the one before stays good and nothing is sent. */
export async function startCheck(scope: ClientScope, address: Address): Promise<CheckStarted> {
	const spent = await spend(checkLimit, `${scope.workspaceId}:${scope.contactId}`)
	if (!spent.ok) return { ok: false, reason: 'tooMany', retryAfter: spent.retryAfter }
	return write(scope, async (writer) => {
		const self = await lockSelf(writer)
		const before = await pendingOf(writer, address.channel)
		if (before?.address === address.address && before.wait > 0) return { ok: true, sent: false }
		await dropPending(writer, address.channel)
		await sendCheck(writer, address, self.language)
		return { ok: true, sent: true }
	})
}

async function sendCheck(writer: Writer<ClientScope>, { channel, address }: Address, language: string): Promise<void> {
	const { scope, db } = writer
	const id = newId('chl')
	const code = newCode()
	const createdAt = now()
	const expiresAt = new Date(createdAt.getTime() + codeMinutes * 60_000)
	await db.insert(challenges).values({
		workspaceId: scope.workspaceId,
		id,
		kind: 'addressCheck',
		contactId: scope.contactId,
		secretHash: codeHash(id, code),
		channel,
		target: encrypt('target', address),
		createdAt,
		expiresAt,
	})
	await queueDelivery(writer, {
		event: 'contact.addressCheck',
		template: 'addressCheck',
		channel,
		recipient: address,
		contactId: scope.contactId,
		language,
		values: { code, minutes: codeMinutes },
		goodUntil: expiresAt,
	})
}

/** Another code to the same new address. Null where nothing waits to be confirmed. */
export async function resendCheck(scope: ClientScope, channel: Address['channel']): Promise<CheckStarted | null> {
	const pending = await read(scope, (reader) => pendingChecks(reader))
	const check = pending.find((one) => one.channel === channel)
	return check ? startCheck(scope, { channel, address: check.address }) : null
}

/** Forgets a new address; the old one stays. */
export async function cancelCheck(scope: ClientScope, channel: Address['channel']): Promise<void> {
	await write(scope, (writer) => dropPending(writer, channel))
}

async function dropPending({ db, scope }: Writer<ClientScope>, channel: Address['channel']): Promise<void> {
	const mine = and(eq(challenges.workspaceId, scope.workspaceId), eq(challenges.contactId, scope.contactId))
	const open = and(eq(challenges.kind, 'addressCheck'), eq(challenges.channel, channel), isNull(challenges.spentAt))
	await db.update(challenges).set({ spentAt: now() }).where(and(mine, open))
}

async function pendingOf(writer: Writer<ClientScope>, channel: Address['channel']): Promise<PendingCheck | undefined> {
	return (await pendingChecks(writer)).find((one) => one.channel === channel)
}

export type Confirmed =
	| { ok: true }
	| { ok: false; reason: 'wrong'; left: number }
	| { ok: false; reason: CodeRefusal | 'none' | 'taken' }

/** The right code makes the new address count. `taken`: somebody else of the company has it. */
export async function confirmCheck(scope: ClientScope, channel: Address['channel'], code: string): Promise<Confirmed> {
	try {
		return await write(scope, (writer) => tryCheck(writer, channel, code))
	} catch (error) {
		if (sqlState(error)?.constraint === 'contacts_email') return { ok: false, reason: 'taken' }
		throw error
	}
}

async function tryCheck(writer: Writer<ClientScope>, channel: Address['channel'], code: string): Promise<Confirmed> {
	const self = await lockSelf(writer)
	const pending = await pendingOf(writer, channel)
	if (!pending) return { ok: false, reason: 'none' }
	const tried = await countTry(writer, pending.id)
	if (!tried) return { ok: false, reason: pending.refusal ?? 'spent' }
	if (!sameHash(tried.secretHash, codeHash(tried.id, code))) {
		const left = codeTries - tried.attempts
		return left > 0 ? { ok: false, reason: 'wrong', left } : { ok: false, reason: 'locked' }
	}
	await dropPending(writer, channel)
	await tellOldAddress(writer, self, pending)
	await saveFields(
		writer,
		self,
		channel === 'email' ? { email: pending.address } : { phone: pending.address, phoneExtension: null },
	)
	return { ok: true }
}

async function tellOldAddress(writer: Writer<ClientScope>, self: Self, { channel, address }: Address): Promise<void> {
	const old = channel === 'email' ? self.email : self.phone
	if (!old) return
	const { phone, country } = await currentWorkspace(writer)
	await queueDelivery(writer, {
		event: 'contact.updated',
		template: 'addressChanged',
		channel,
		recipient: old,
		contactId: self.id,
		language: self.language,
		values: {
			to: channel === 'sms' ? formatPhone(address, country) : address,
			phone: phone ? formatPhone(phone, country) : null,
		},
	})
}
