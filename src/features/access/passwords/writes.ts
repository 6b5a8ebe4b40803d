import { and, eq } from 'drizzle-orm'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { hashPassword, passwordMatches } from '#platform/crypto/crypto.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { clear, spend } from '#platform/limits/limits.ts'
import { type Weakness, weaknessOf } from '#platform/passwords/strength.ts'
import type { ClientScope, Scope } from '#platform/scope/scope.ts'
import type { EntryRefusal } from '../arrivals/reads.ts'
import { type Entered, enter } from '../arrivals/writes.ts'
import { identifierHash } from '../codes/reads.ts'
import { countedAs } from '../devices/rules.ts'
import { contactSubject } from '../events.ts'
import { type Address, networkOf, ownPasswordLimit, passwordLimits, tryingLimit } from '../rules.ts'
import { type Device, endSessions } from '../sessions/writes.ts'
import { contactPasswords } from '../tables.ts'
import { tellOfChange } from '../telling/writes.ts'
import { knownOf, passwordHashOf, whoHasPassword } from './reads.ts'

export type PasswordTried =
	| { ok: true; entered: Entered }
	| { ok: false; reason: 'wrong' | 'off' }
	| { ok: false; reason: 'tooMany'; retryAfter: number }
	/** The password was right, and whoever typed it is not let in. */
	| { ok: false; reason: 'shut'; refusal: EntryRefusal }

/**
 * Signs in by address and password. An unknown address, one without a password and a wrong password take the same
 * time and get the same answer. Tries are counted for the network and for the address; codes and links are not
 * touched by that count, and a device that has been in before has its own.
 */
export async function signInWithPassword(
	scope: Scope,
	address: Address,
	password: string,
	device: Device,
): Promise<PasswordTried> {
	const key = countedAs(identifierHash(scope.workspaceId, address.address), device.known)
	const retryAfter = await spendOnTrying(scope, key, device)
	if (retryAfter) return { ok: false, reason: 'tooMany', retryAfter }
	const { on, who } = await read(scope, async (reader) => ({
		on: (await currentWorkspace(reader)).settings.signIn.password,
		who: await whoHasPassword(reader, address),
	}))
	if (!on) return { ok: false, reason: 'off' }
	const matches = await passwordMatches(password, who?.hash ?? null)
	if (!who || !matches) return { ok: false, reason: 'wrong' }
	const through = { channel: address.channel, to: address.address }
	const arrival = await write(scope, async (writer) => {
		// Set anew in the meantime: this one is not the password any more.
		if ((await passwordHashOf(writer, who.id)) !== who.hash) return null
		return enter(writer, who.id, 'password', through, device)
	})
	if (!arrival || (!arrival.ok && arrival.refusal.reason === 'unknown')) return { ok: false, reason: 'wrong' }
	await clear(passwordLimits.address, key)
	return arrival.ok ? arrival : { ok: false, reason: 'shut', refusal: arrival.refusal }
}

async function spendOnTrying({ workspaceId }: Scope, key: string, { ip }: Device): Promise<number> {
	const spent = await Promise.all([
		spend(tryingLimit, `${workspaceId}:${networkOf(ip)}`),
		spend(passwordLimits.address, key),
		spend(passwordLimits.addressDay, key),
	])
	return Math.max(...spent.map((result) => (result.ok ? 0 : result.retryAfter)))
}

export type PasswordSet =
	| { ok: true }
	| { ok: false; reason: Weakness | 'password_wrong' | 'off' }
	| { ok: false; reason: 'tooMany'; retryAfter: number }

/** Sets the contact's own password; the present one is asked for where there is one. Every other session ends. */
export async function setOwnPassword(
	scope: ClientScope,
	input: { current: string; password: string },
	keepSession: string,
): Promise<PasswordSet> {
	const proven = await proveOwn(scope, input.current)
	if (!proven.ok) return proven
	const weakness = await weaknessOf(input.password, await read(scope, (reader) => knownOf(reader, scope.contactId)))
	if (weakness) return { ok: false, reason: weakness }
	const hash = await hashPassword(input.password)
	await write(scope, async (writer) => {
		await storePassword(writer, scope.contactId, hash)
		await endSessions(writer, { type: 'contact', id: scope.contactId }, keepSession)
		await writer.emit({ type: 'contact.passwordSet', ...contactSubject(scope.contactId) })
		await tellOfChange(writer, { type: 'contact', id: scope.contactId }, 'passwordSet')
	})
	return { ok: true }
}

/** Goes back to the other ways in. */
export async function removeOwnPassword(scope: ClientScope, current: string): Promise<PasswordSet> {
	const proven = await proveOwn(scope, current)
	if (!proven.ok) return proven
	await write(scope, async (writer) => {
		const its = and(
			eq(contactPasswords.workspaceId, scope.workspaceId),
			eq(contactPasswords.contactId, scope.contactId),
		)
		const gone = await writer.db.delete(contactPasswords).where(its).returning({ id: contactPasswords.contactId })
		if (gone.length === 0) return
		await writer.emit({ type: 'contact.passwordRemoved', ...contactSubject(scope.contactId) })
		await tellOfChange(writer, { type: 'contact', id: scope.contactId }, 'passwordRemoved')
	})
	return { ok: true }
}

async function proveOwn(scope: ClientScope, current: string): Promise<PasswordSet> {
	const spent = await spend(ownPasswordLimit, `${scope.workspaceId}:${scope.contactId}`)
	if (!spent.ok) return { ok: false, reason: 'tooMany', retryAfter: spent.retryAfter }
	const { on, hash } = await read(scope, async (reader) => ({
		on: (await currentWorkspace(reader)).settings.signIn.password,
		hash: await passwordHashOf(reader, scope.contactId),
	}))
	if (!on) return { ok: false, reason: 'off' }
	if (hash && !(await passwordMatches(current, hash))) return { ok: false, reason: 'password_wrong' }
	return { ok: true }
}

/** Stores a password in the caller's transaction, in place of the one before. */
export async function storePassword({ db, scope }: Writer, contactId: string, hash: string): Promise<void> {
	const row = { hash, setAt: now() }
	await db
		.insert(contactPasswords)
		.values({ workspaceId: scope.workspaceId, contactId, ...row })
		.onConflictDoUpdate({ target: [contactPasswords.workspaceId, contactPasswords.contactId], set: row })
}
