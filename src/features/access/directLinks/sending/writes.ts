import { and, eq } from 'drizzle-orm'
import { wayTo } from '#features/notifications/rules.ts'
import { type Queued, queueDelivery } from '#features/notifications/writes.ts'
import { contacts } from '#features/people/tables.ts'
import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { type MadeLink, makeDirectLink, type NewDirectLink } from '../writes.ts'

/** `wanted` is false where the contact has switched such notices off: the link is made, and sent by nobody. */
export type SentLink =
	| (MadeLink & { ok: true; to: string } & Pick<Queued, 'wanted'>)
	| (MadeLink & { ok: false })
	| NoAddress
interface NoAddress {
	ok: false
	path: 'contactId'
	reason: 'no_address'
}

/** Makes a direct link and sends it to its contact the way that this one has chosen; there is none without an address. */
export function mailDirectLink(scope: CompanyScope, link: NewDirectLink): Promise<SentLink> {
	return write(scope, async (writer): Promise<SentLink> => {
		const its = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, link.contactId))
		const [contact] = await writer.db.select().from(contacts).where(its)
		const way = contact ? wayTo(contact) : null
		if (contact && !way) return { ok: false, path: 'contactId', reason: 'no_address' }
		const made = await makeDirectLink(writer, link)
		if (!made.ok || !contact || !way) return made as MadeLink & { ok: false }
		const days = Math.round((made.expiresAt.getTime() - now().getTime()) / 86_400_000)
		const sent = await queueDelivery(writer, {
			event: 'contact.directLinkMade',
			template: 'documentShared',
			...way,
			contactId: contact.id,
			language: contact.language,
			values: { firstName: contact.firstName, title: made.title, link: made.url, days },
			goodUntil: made.expiresAt,
		})
		return { ...made, to: sent.recipient, wanted: sent.wanted }
	})
}
