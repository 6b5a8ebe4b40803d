import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import { queueRehearsal } from '#features/notifications/rehearsing/writes.ts'
import { queueDelivery } from '#features/notifications/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { decrypt, hashPassword, hashToken } from '#platform/crypto/crypto.ts'
import { type Reader, read, type Writer, write } from '#platform/db/db.ts'
import { spend } from '#platform/limits/limits.ts'
import { type Weakness, weaknessOf } from '#platform/passwords/strength.ts'
import type { CompanyScope, Scope, SystemScope } from '#platform/scope/scope.ts'
import { identifierHash, whoSignsIn } from '../../codes/reads.ts'
import { type Asked, noteAsk, spendOnAsking } from '../../codes/writes.ts'
import { contactSubject } from '../../events.ts'
import { destinations } from '../../invitations/rules.ts'
import { linkToNothing, makeLink } from '../../links/writes.ts'
import { type Address, networkOf, resetMinutes, tryingLimit } from '../../rules.ts'
import { type Device, endSessions } from '../../sessions/writes.ts'
import { challenges } from '../../tables.ts'
import { tellOfChange } from '../../telling/writes.ts'
import { knownOf } from '../reads.ts'
import { storePassword } from '../writes.ts'

export const sendResetJob = 'access.sendReset'

/** Notes that somebody forgot a password; who that is, the job finds out. The same for everybody, as with codes. */
export async function askForReset(scope: Scope, address: Address, device: Device): Promise<Asked> {
	const retryAfter = await spendOnAsking(scope, address, device)
	if (retryAfter) return { ok: false, reason: 'tooMany', retryAfter }
	return write(scope, async (writer) => {
		if (!(await currentWorkspace(writer)).settings.signIn.password) return { ok: false, reason: 'off' }
		return noteAsk(writer, address, 'resetAsk', sendResetJob, null)
	})
}

/**
 * Answers one who forgot a password: sends a link where the address belongs to somebody who may sign in. For nobody it
 * does the same work, and nothing comes of it.
 */
export async function answerReset(scope: SystemScope, challengeId: string, sealed: string): Promise<void> {
	const { channel, address } = JSON.parse(decrypt('ask', sealed)) as Address
	await write(scope, async (writer) => {
		const contact = await whoSignsIn(writer, { channel, address })
		const workspace = await currentWorkspace(writer)
		if (!workspace.settings.signIn.password) return
		if (!(await mayComeIn(writer, contact?.id ?? '')) || !contact) return rehearseReset(writer, workspace, channel)
		const its = and(eq(challenges.workspaceId, scope.workspaceId), eq(challenges.id, challengeId))
		// Done once: a job that runs again finds the contact already set. The ask itself stays as it is for everybody.
		const answered = await writer.db
			.update(challenges)
			.set({ contactId: contact.id })
			.where(and(its, isNull(challenges.contactId)))
			.returning({ id: challenges.id })
		if (answered.length > 0) await sendReset(writer, contact, { channel, address }, false)
	})
}

async function rehearseReset(writer: Writer, workspace: Workspace, channel: Address['channel']): Promise<void> {
	const values = { link: linkToNothing(workspace, 'reset'), minutes: resetMinutes, byCompany: false }
	await queueRehearsal(writer, { template: 'clientReset', channel, language: workspace.language, values })
}

async function sendReset(
	writer: Writer,
	contact: { id: string; language: string; firstName?: string },
	{ channel, address }: Address,
	byCompany: boolean,
): Promise<string> {
	const workspace = await currentWorkspace(writer)
	const link = await makeLink(writer, workspace, { kind: 'reset', contactId: contact.id, channel, recipient: address })
	const { id } = await queueDelivery(writer, {
		event: 'contact.passwordReset',
		template: 'clientReset',
		channel,
		recipient: address,
		contactId: contact.id,
		language: contact.language,
		values: { link, minutes: resetMinutes, byCompany },
		goodUntil: new Date(now().getTime() + resetMinutes * 60_000),
	})
	return id
}

export type ResetSent =
	| { ok: true; sent: { channel: 'email' | 'sms'; to: string }[] }
	| { ok: false; reason: 'notFound' | 'wayInOff' | 'notEnrolled' | 'suspended' | 'archived' | 'noAddress' }

/** Staff send a contact a link to choose a password; the one it has stays good until then. */
export function sendResetTo(scope: CompanyScope, contactId: string): Promise<ResetSent> {
	return write(scope, async (writer): Promise<ResetSent> => {
		const [contact] = await writer.db
			.select()
			.from(contacts)
			.where(and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId)))
		if (!contact) return { ok: false, reason: 'notFound' }
		if (!(await currentWorkspace(writer)).settings.signIn.password) return { ok: false, reason: 'wayInOff' }
		if (contact.archivedAt) return { ok: false, reason: 'archived' }
		if (contact.portalStatus === 'suspended' || contact.portalStatus === 'notEnrolled')
			return { ok: false, reason: contact.portalStatus }
		// A password is for whoever holds the address: one message is enough.
		const [to] = destinations(contact, ['email', 'sms'])
		if (!to) return { ok: false, reason: 'noAddress' }
		const deliveryId = await sendReset(writer, contact, { channel: to.channel, address: to.to }, true)
		await writer.emit({ type: 'contact.passwordResetSent', ...contactSubject(contactId), data: { ...to, deliveryId } })
		return { ok: true, sent: [to] }
	})
}

/** A reset link that is good; an invitation serves as one where a password is the only way in. */
async function goodReset(reader: Reader, token: string) {
	const { signIn } = (await currentWorkspace(reader)).settings
	const kinds = !signIn.password
		? []
		: signIn.code || signIn.link
			? ['reset' as const]
			: ['reset' as const, 'invitation' as const]
	return and(
		eq(challenges.workspaceId, reader.scope.workspaceId),
		eq(challenges.secretHash, hashToken(token)),
		inArray(challenges.kind, kinds),
		isNull(challenges.spentAt),
		gt(challenges.expiresAt, now()),
	)
}

/** True while a reset link is good; opening it (GET) spends nothing. */
export function resetIsGood(scope: Scope, token: string): Promise<boolean> {
	return read(scope, async (reader) => {
		const rows = await reader.db
			.select({ id: challenges.id })
			.from(challenges)
			.where(await goodReset(reader, token))
		return rows.length > 0
	})
}

export type PasswordReset =
	/** `trace`: the address, as a device is proven for it. */
	| { ok: true; address: Address | null; trace: string | null }
	| { ok: false; reason: Weakness | 'gone' }
	| { ok: false; reason: 'tooMany'; retryAfter: number }

/**
 * Sets a new password by a reset link, which is spent with it: of two posts at once one wins, and a refused
 * password spends nothing. All sessions end; the contact then signs in with the new one.
 */
export async function resetPassword(
	scope: Scope,
	token: string,
	password: string,
	device: Device,
): Promise<PasswordReset> {
	const spent = await spend(tryingLimit, `${scope.workspaceId}:${networkOf(device.ip)}`)
	if (!spent.ok) return { ok: false, reason: 'tooMany', retryAfter: spent.retryAfter }
	const about = await read(scope, async (reader) => {
		const [link] = await reader.db
			.select()
			.from(challenges)
			.where(await goodReset(reader, token))
		return link?.contactId ? knownOf(reader, link.contactId) : null
	})
	if (!about) return { ok: false, reason: 'gone' }
	const weakness = await weaknessOf(password, about)
	if (weakness) return { ok: false, reason: weakness }
	const hash = await hashPassword(password)
	return write(scope, async (writer): Promise<PasswordReset> => {
		const [link] = await writer.db
			.update(challenges)
			.set({ spentAt: now() })
			.where(await goodReset(writer, token))
			.returning()
		if (!link?.contactId || !(await mayComeIn(writer, link.contactId))) return { ok: false, reason: 'gone' }
		await dropOthers(writer, link.contactId)
		await storePassword(writer, link.contactId, hash)
		await endSessions(writer, { type: 'contact', id: link.contactId })
		const { channel, recipient } = link
		await writer.emit({
			type: 'contact.passwordReset',
			...contactSubject(link.contactId),
			actor: { type: 'contact', id: link.contactId },
			data: { channel, to: recipient },
		})
		await tellOfChange(writer, { type: 'contact', id: link.contactId }, 'passwordSet')
		if (!channel || !recipient) return { ok: true, address: null, trace: null }
		const trace = identifierHash(scope.workspaceId, recipient)
		return { ok: true, address: { channel, address: recipient }, trace }
	})
}

async function mayComeIn({ db, scope }: Writer, contactId: string): Promise<boolean> {
	const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId), isNull(contacts.archivedAt))
	const letIn = inArray(contacts.portalStatus, ['invited', 'enrolled'])
	return (await db.select({ id: contacts.id }).from(contacts).where(and(its, letIn))).length > 0
}

/** Other reset links of the contact that still lie about. */
async function dropOthers({ db, scope }: Writer, contactId: string): Promise<void> {
	const its = and(eq(challenges.workspaceId, scope.workspaceId), eq(challenges.contactId, contactId))
	await db
		.update(challenges)
		.set({ spentAt: now() })
		.where(and(its, eq(challenges.kind, 'reset'), isNull(challenges.spentAt)))
}
