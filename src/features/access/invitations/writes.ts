import { and, eq, inArray, isNull } from 'drizzle-orm'
import { queueDelivery } from '#features/notifications/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import { read, type Writer, write } from '#platform/db/db.ts'
import { type Actor, actorOf, type CompanyScope } from '#platform/scope/scope.ts'
import { contactSubject } from '../events.ts'
import { makeLink } from '../links/writes.ts'
import { linkMinutes } from '../rules.ts'
import { invitee, invitees } from './reads.ts'
import { type Channel, destinations, type InvitationRefusal, invitationRefusal } from './rules.ts'

export const inviteManyJob = 'access.inviteMany'

export type Invited = { ok: true; sent: { channel: Channel; to: string }[] } | { ok: false; reason: InvitationRefusal }
export interface InviteOptions {
	/** Instead of the channels that the company chose. */
	channels?: readonly Channel[]
	/** Who invites, where a job does it for somebody. */
	by?: Actor
}

/** Invites a contact, for the first time or again. */
export function inviteContact(scope: CompanyScope, contactId: string, options: InviteOptions = {}): Promise<Invited> {
	return write(scope, (writer) => invite(writer, contactId, options))
}

/** The same as a step of another operation, such as making the contact. */
export async function invite(writer: Writer, contactId: string, options: InviteOptions = {}): Promise<Invited> {
	const workspace = await currentWorkspace(writer)
	const channels = options.channels ?? workspace.settings.invitations.channels
	const contact = await invitee(writer, contactId)
	if (!contact) return { ok: false, reason: 'notFound' }
	const refusal = invitationRefusal(contact, channels)
	if (refusal) return { ok: false, reason: refusal }
	if (!(await markInvited(writer, contactId))) return refusalNow(writer, contactId, channels)
	const sent = destinations(contact, channels)
	for (const { channel, to } of sent) {
		const link = await makeLink(writer, workspace, { kind: 'invitation', contactId, channel, recipient: to })
		const deliveryId = await queueDelivery(writer, {
			event: 'contact.invited',
			template: 'invitation',
			channel,
			recipient: to,
			contactId,
			language: contact.language,
			values: { firstName: contact.firstName, link, minutes: linkMinutes },
		})
		const type = contact.portalStatus === 'invited' ? 'contact.resent' : 'contact.invited'
		await writer.emit({
			type,
			...contactSubject(contactId),
			...(options.by && { actor: options.by }),
			data: { channel, to, deliveryId },
		})
	}
	return { ok: true, sent }
}

/** False when the contact registered or was suspended or archived in the meantime. */
async function markInvited({ db, scope }: Writer, contactId: string): Promise<boolean> {
	const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId), isNull(contacts.archivedAt))
	const rows = await db
		.update(contacts)
		.set({ portalStatus: 'invited', invitedAt: now(), invitationBounced: false, updatedAt: now() })
		.where(and(its, inArray(contacts.portalStatus, ['notEnrolled', 'invited'])))
		.returning({ id: contacts.id })
	return rows.length > 0
}

async function refusalNow(writer: Writer, contactId: string, channels: readonly Channel[]): Promise<Invited> {
	const contact = await invitee(writer, contactId)
	return { ok: false, reason: (contact && invitationRefusal(contact, channels)) ?? 'notFound' }
}

export interface InvitedMany {
	sent: number
	skipped: { contactId: string; reason: InvitationRefusal }[]
}

/** Up to so many are invited before the answer; more go by jobs, in portions of the same size. */
const atOnce = 50

/** Invites many, or everybody not archived: those already in and those who cannot be reached are skipped with the reason. */
export async function inviteContacts(
	scope: CompanyScope,
	contactIds: string[] | 'all',
	options: InviteOptions = {},
): Promise<InvitedMany> {
	const wanted = contactIds === 'all' ? contactIds : [...new Set(contactIds)]
	const { found, channels } = await read(scope, async (reader) => ({
		found: await invitees(reader, wanted),
		channels: options.channels ?? (await currentWorkspace(reader)).settings.invitations.channels,
	}))
	const known = new Set(found.map(({ id }) => id))
	const unknown = wanted === 'all' ? [] : wanted.filter((id) => !known.has(id))
	const skipped: InvitedMany['skipped'] = unknown.map((contactId) => ({ contactId, reason: 'notFound' }))
	const eligible: string[] = []
	for (const contact of found) {
		const reason = invitationRefusal(contact, channels)
		if (reason) skipped.push({ contactId: contact.id, reason })
		else eligible.push(contact.id)
	}
	if (eligible.length <= atOnce) return inviteNow(scope, eligible, channels, skipped)
	await inviteLater(scope, eligible, channels)
	return { sent: eligible.length, skipped }
}

async function inviteNow(
	scope: CompanyScope,
	ids: string[],
	channels: readonly Channel[],
	skipped: InvitedMany['skipped'],
): Promise<InvitedMany> {
	let sent = 0
	for (const contactId of ids) {
		const result = await inviteContact(scope, contactId, { channels })
		if (result.ok) sent++
		else skipped.push({ contactId, reason: result.reason })
	}
	return { sent, skipped }
}

async function inviteLater(scope: CompanyScope, ids: string[], channels: readonly Channel[]): Promise<void> {
	await write(scope, async (writer) => {
		for (let i = 0; i < ids.length; i += atOnce) {
			await writer.enqueue(inviteManyJob, {
				contactIds: ids.slice(i, i + atOnce),
				channels: [...channels],
				by: actorOf(scope),
			})
		}
	})
}
