import type { PublicKeyCredentialCreationOptionsJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { and, eq } from 'drizzle-orm'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { newId } from '#platform/id/id.ts'
import { spend } from '#platform/limits/limits.ts'
import type { ClientScope, Scope, StaffScope, VisitorScope } from '#platform/scope/scope.ts'
import type { EntryRefusal } from '../arrivals/reads.ts'
import { type Entered, enter } from '../arrivals/writes.ts'
import type { Person } from '../devices/writes.ts'
import { enterMember, type SignedIn } from '../members/signIn/writes.ts'
import { networkOf, tryingLimit } from '../rules.ts'
import type { Device } from '../sessions/writes.ts'
import { members, passkeys } from '../tables.ts'
import { tellOfChange } from '../telling/writes.ts'
import { type Proof, type Proven, prove, spendChallenge, spendProof } from './proving/writes.ts'
import { type Face, findPasskey, ownPasskeys } from './reads.ts'
import { mostPasskeys, passkeyMinutes, type Site } from './rules.ts'

type Refused = { ok: false; reason: 'off' | 'unknown' } | { ok: false; reason: 'tooMany'; retryAfter: number }

/** Lets a contact in by a passkey; nobody typed an address. */
export async function signInWithPasskey(
	scope: Scope,
	proof: Proof,
	device: Device,
): Promise<{ ok: true; entered: Entered } | Refused | { ok: false; reason: 'shut'; refusal: EntryRefusal }> {
	const proven = await provenFor(scope, 'contact', proof, device)
	if (!proven.ok) return proven
	const arrival = await write(scope, async (writer) => {
		if (!(await spendProof(writer, proven))) return null
		return enter(writer, proven.passkey.contactId ?? '', 'passkey', { channel: null, to: null }, device)
	})
	if (!arrival || (!arrival.ok && arrival.refusal.reason === 'unknown')) return { ok: false, reason: 'unknown' }
	return arrival.ok ? arrival : { ok: false, reason: 'shut', refusal: arrival.refusal }
}

/** Lets a member into the office. The device has checked who holds it, so this is both factors in one. */
export async function signInMemberWithPasskey(
	scope: VisitorScope,
	proof: Proof,
	device: Device,
): Promise<SignedIn | Refused> {
	const proven = await provenFor(scope, 'member', proof, device)
	if (!proven.ok) return proven
	return write(scope, async (writer): Promise<SignedIn | Refused> => {
		const one = and(eq(members.workspaceId, scope.workspaceId), eq(members.id, proven.passkey.memberId ?? ''))
		const [member] = await writer.db
			.select()
			.from(members)
			.where(and(one, eq(members.status, 'active')))
		if (!member || !(await spendProof(writer, proven))) return { ok: false, reason: 'unknown' }
		return enterMember(writer, { ...member, method: 'passkey' }, device)
	})
}

async function provenFor(
	scope: Scope,
	face: Face,
	proof: Proof,
	device: Device,
): Promise<({ ok: true } & Proven) | Refused> {
	const spent = await spend(tryingLimit, `${scope.workspaceId}:${networkOf(device.ip)}`)
	if (!spent.ok) return { ok: false, reason: 'tooMany', retryAfter: spent.retryAfter }
	const { on, passkey } = await read(scope, async (reader) => ({
		on: face === 'member' || (await currentWorkspace(reader)).settings.signIn.passkey,
		passkey: await findPasskey(reader, proof.response.id, face),
	}))
	if (!on) return { ok: false, reason: 'off' }
	const proven = passkey && (await prove(passkey, proof))
	return proven ? { ok: true, ...proven } : { ok: false, reason: 'unknown' }
}

const personOf = (scope: ClientScope | StaffScope): Person =>
	scope.kind === 'client' ? { type: 'contact', id: scope.contactId } : { type: 'member', id: scope.memberId }

/** Whether passkeys are for this person: members may always have them, clients where the company says so. */
async function isOn(scope: ClientScope | StaffScope): Promise<boolean> {
	return scope.kind === 'staff' || (await read(scope, currentWorkspace)).settings.signIn.passkey
}

/** What a browser needs to make a passkey for whoever is signed in. Null where the company has switched them off. */
export async function registrationOptions(
	scope: ClientScope | StaffScope,
	site: Site,
	user: { name: string; displayName: string },
	challenge: string,
): Promise<PublicKeyCredentialCreationOptionsJSON | null> {
	if (!(await isOn(scope))) return null
	const known = await read(scope, ({ db }) =>
		db.select({ id: passkeys.credentialId, transports: passkeys.transports }).from(passkeys).where(ownPasskeys(scope)),
	)
	const { generateRegistrationOptions } = await import('@simplewebauthn/server')
	return generateRegistrationOptions({
		rpName: site.name,
		rpID: site.host,
		userID: new Uint8Array(Buffer.from(personOf(scope).id)),
		userName: user.name,
		userDisplayName: user.displayName,
		challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
		timeout: passkeyMinutes * 60_000,
		attestationType: 'none',
		excludeCredentials: known,
		authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
	})
}

export interface NewPasskey {
	response: RegistrationResponseJSON
	challenge: string
	site: Site
	name: string
}
export type Added = { ok: true } | { ok: false; reason: 'off' | 'passkey_refused' | 'passkeys_many' }

/** Keeps the passkey that a browser made. */
export async function addPasskey(scope: ClientScope | StaffScope, made: NewPasskey): Promise<Added> {
	if (!(await isOn(scope))) return { ok: false, reason: 'off' }
	const credential = await verified(made)
	if (!credential) return { ok: false, reason: 'passkey_refused' }
	const who = personOf(scope)
	const owner = { contactId: who.type === 'contact' ? who.id : null, memberId: who.type === 'member' ? who.id : null }
	return write(scope, async (writer): Promise<Added> => {
		if (!(await spendChallenge(writer, made.challenge, owner))) return { ok: false, reason: 'passkey_refused' }
		if ((await writer.db.$count(passkeys, ownPasskeys(scope))) >= mostPasskeys)
			return { ok: false, reason: 'passkeys_many' }
		const rows = await writer.db
			.insert(passkeys)
			.values({
				workspaceId: scope.workspaceId,
				id: newId('pky'),
				...owner,
				credentialId: credential.id,
				publicKey: Buffer.from(credential.publicKey).toString('base64url'),
				counter: credential.counter,
				transports: credential.transports ?? [],
				host: made.site.host,
				name: made.name,
				createdAt: now(),
			})
			.onConflictDoNothing()
			.returning({ id: passkeys.id })
		if (rows.length === 0) return { ok: false, reason: 'passkey_refused' }
		await note(writer, who, 'passkeyAdded', made.name)
		return { ok: true }
	})
}

async function verified({ response, challenge, site }: NewPasskey) {
	const { verifyRegistrationResponse } = await import('@simplewebauthn/server')
	try {
		const { registrationInfo } = await verifyRegistrationResponse({
			response,
			expectedChallenge: challenge,
			expectedOrigin: site.origin,
			expectedRPID: site.host,
			requireUserVerification: true,
		})
		return registrationInfo?.credential ?? null
	} catch {
		return null
	}
}

/** Takes a passkey away from whoever is signed in; true if it had that one. */
export function removePasskey(scope: ClientScope | StaffScope, id: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const [gone] = await writer.db
			.delete(passkeys)
			.where(and(ownPasskeys(scope), eq(passkeys.id, id)))
			.returning({ name: passkeys.name })
		if (gone) await note(writer, personOf(scope), 'passkeyRemoved', gone.name)
		return gone !== undefined
	})
}

/** Gives a passkey of whoever is signed in another name; true if it had that one. Its owner need not be warned of that. */
export function renamePasskey(scope: ClientScope | StaffScope, id: string, name: string): Promise<boolean> {
	return write(scope, async (writer) => {
		const its = and(ownPasskeys(scope), eq(passkeys.id, id))
		const [before] = await writer.db.select({ name: passkeys.name }).from(passkeys).where(its).for('update')
		if (!before) return false
		if (before.name === name) return true
		await writer.db.update(passkeys).set({ name }).where(its)
		const who = personOf(scope)
		await writer.emit({
			type: `${who.type}.passkeyRenamed` as const,
			subject: who,
			contactId: who.type === 'contact' ? who.id : null,
			data: { name, changes: { name: { from: before.name, to: name } } },
		})
		return true
	})
}

async function note(
	writer: Writer,
	who: Person,
	change: 'passkeyAdded' | 'passkeyRemoved',
	name: string,
): Promise<void> {
	await writer.emit({
		type: `${who.type}.${change}` as const,
		subject: who,
		contactId: who.type === 'contact' ? who.id : null,
		data: { name },
	})
	await tellOfChange(writer, who, change)
}
