import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import { endSessions } from '#features/access/sessions/writes.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { contactEvent } from '../../events.ts'
import { displayName } from '../../rules.ts'
import { refreshSearch } from '../../search/writes.ts'
import { contacts } from '../../tables.ts'
import { type Contact, findContact } from '../reads.ts'
import { catchTaken, findTaken, type Taken } from '../taken/reads.ts'

export type Restored = { ok: true; contact: Contact } | { ok: false; reason: 'not_found' } | Taken

/** Takes contacts out of the lists and out of the portal; all their sessions end. Returns those that were not archived yet. */
export function archiveContacts(scope: CompanyScope, ids: string[]): Promise<string[]> {
	return write(scope, async (writer) => {
		const archived: string[] = []
		for (const id of new Set(ids)) if (await setArchived(writer, id, true)) archived.push(id)
		return archived
	})
}

/** Brings one back; refused while somebody else has its e-mail address. */
export function restoreContact(scope: CompanyScope, id: string): Promise<Restored> {
	return catchTaken(scope, {}, id, () =>
		write(scope, async (writer): Promise<Restored> => {
			const contact = await findContact(writer, id)
			if (!contact || contact.mergedInto) return { ok: false, reason: 'not_found' }
			const taken = await findTaken(writer, { email: contact.email }, id)
			if (taken) return taken
			await setArchived(writer, id, false)
			const restored = await findContact(writer, id)
			return restored ? { ok: true, contact: restored } : { ok: false, reason: 'not_found' }
		}),
	)
}

/** Archives or restores as a step of a larger operation; false where it is so already. */
export async function setArchived(writer: Writer<CompanyScope>, id: string, archived: boolean): Promise<boolean> {
	const at = now()
	const its = and(eq(contacts.workspaceId, writer.scope.workspaceId), eq(contacts.id, id))
	const [row] = await writer.db
		.update(contacts)
		.set({ archivedAt: archived ? at : null, updatedAt: at })
		.where(and(its, archived ? isNull(contacts.archivedAt) : isNotNull(contacts.archivedAt), isNull(contacts.erasedAt)))
		.returning()
	if (!row) return false
	if (archived) await endSessions(writer, { type: 'contact', id })
	const type = archived ? 'contact.archived' : 'contact.restored'
	await writer.emit(contactEvent(type, id, null, { name: displayName(row) }))
	await refreshSearch(writer, { contactIds: [id] })
	return true
}
