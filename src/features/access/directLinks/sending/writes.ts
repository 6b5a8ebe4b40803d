import { and, eq } from 'drizzle-orm'
import { queueDelivery } from '#features/notifications/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type MadeLink, makeDirectLink, type NewDirectLink } from '../writes.ts'

export type SentLink = (MadeLink & { ok: true; to: string }) | (MadeLink & { ok: false }) | NoAddress
interface NoAddress {
	ok: false
	path: 'contactId'
	reason: 'no_email'
}

/** Makes a direct link and mails it to its contact; there is none where there is no address. */
export function mailDirectLink(scope: CompanyScope, link: NewDirectLink): Promise<SentLink> {
	return write(scope, async (writer): Promise<SentLink> => {
		const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, link.contactId))
		const [contact] = await writer.db.select().from(contacts).where(its)
		if (contact && !contact.email) return { ok: false, path: 'contactId', reason: 'no_email' }
		const made = await makeDirectLink(writer, link)
		if (!made.ok || !contact?.email) return made as MadeLink & { ok: false }
		const days = Math.round((made.expiresAt.getTime() - Date.now()) / 86_400_000)
		await queueDelivery(writer, {
			event: 'contact.directLinkMade',
			template: 'documentShared',
			channel: 'email',
			recipient: contact.email,
			contactId: contact.id,
			language: contact.language,
			values: { firstName: contact.firstName, title: made.title, link: made.url, days },
			goodUntil: made.expiresAt,
		})
		return { ...made, to: contact.email }
	})
}
