import { and, eq, inArray, isNull } from 'drizzle-orm'
import { queueDelivery } from '#features/notifications/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import type { Workspace } from '#features/workspaces/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { Actor, CompanyScope } from '#platform/scope/scope.ts'
import { contactSubject } from '../events.ts'
import { makeLink } from '../links/writes.ts'
import { linkMinutes } from '../rules.ts'
import { invitee } from './reads.ts'
import { type Channel, destinations, type InvitationRefusal, invitationRefusal, writtenName } from './rules.ts'

export type Invited = { ok: true; sent: { channel: Channel; to: string }[] } | { ok: false; reason: InvitationRefusal }
export interface InviteOptions {
	/** Instead of the channels that the company chose. */
	channels?: readonly Channel[]
	/** Who invites, where a job does it for somebody. */
	by?: Actor
	/** The company, where the caller has it at hand. */
	workspace?: Workspace
}

/** Invites a contact, for the first time or again. */
export function inviteContact(scope: CompanyScope, contactId: string, options: InviteOptions = {}): Promise<Invited> {
	return write(scope, (writer) => invite(writer, contactId, options))
}

/** The same as a step of another operation, such as making the contact. */
export async function invite(writer: Writer, contactId: string, options: InviteOptions = {}): Promise<Invited> {
	const workspace = options.workspace ?? (await currentWorkspace(writer))
	const channels = options.channels ?? workspace.settings.invitations.channels
	const contact = await invitee(writer, contactId)
	if (!contact) return { ok: false, reason: 'notFound' }
	const refusal = invitationRefusal(contact, channels)
	if (refusal) return { ok: false, reason: refusal }
	if (!(await markInvited(writer, contactId))) return refusalNow(writer, contactId, channels)
	const sent = destinations(contact, channels)
	for (const { channel, to } of sent) {
		const link = await makeLink(writer, workspace, { kind: 'invitation', contactId, channel, recipient: to })
		const { id: deliveryId } = await queueDelivery(writer, {
			event: 'contact.invited',
			template: 'invitation',
			channel,
			recipient: to,
			contactId,
			language: contact.language,
			values: { firstName: contact.firstName, inviter: writtenName(contact.inviter), link, minutes: linkMinutes },
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
