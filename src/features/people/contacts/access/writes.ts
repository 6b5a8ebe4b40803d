import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import type { EventInput } from '#platform/events/insert.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { contactEvent } from '../../events.ts'
import { displayName } from '../../rules.ts'
import { contacts } from '../../tables.ts'
import { type AccessChange, changedAreas } from './rules.ts'

export interface AccessChanged {
	changed: number
	/** How many had just these areas already. */
	unchanged: number
	/** Ids that are not of this company, or of archived contacts. */
	notFound: string[]
}

/** Contacts of one transaction. */
const portion = 200

/** Changes what many contacts, or all, may see. Their open pages follow at once. */
export async function changeAccess(
	scope: CompanyScope,
	contactIds: string[] | 'all',
	change: AccessChange,
): Promise<AccessChanged> {
	const wanted = contactIds === 'all' ? contactIds : [...new Set(contactIds)].sort()
	const sums: AccessChanged = { changed: 0, unchanged: 0, notFound: [] }
	for (let place = 0, after = ''; ; place += portion) {
		const ids = wanted === 'all' ? { after } : { ids: wanted.slice(place, place + portion) }
		const done = await write(scope, (writer) => changeSome(writer, ids, change))
		sums.changed += done.changed
		sums.unchanged += done.found.length - done.changed
		if (ids.ids) sums.notFound.push(...ids.ids.filter((id) => !done.found.includes(id)))
		after = done.found.at(-1) ?? after
		if (wanted === 'all' ? done.found.length < portion : place + portion >= wanted.length) return sums
	}
}

async function changeSome(
	writer: Writer<CompanyScope>,
	which: { ids?: string[]; after?: string },
	change: AccessChange,
): Promise<{ found: string[]; changed: number }> {
	const { db, scope } = writer
	const asked = which.ids ? inArray(contacts.id, which.ids) : gt(contacts.id, which.after ?? '')
	const rows = await db
		.select()
		.from(contacts)
		.where(and(eq(contacts.workspaceId, scope.workspaceId), isNull(contacts.archivedAt), asked))
		.orderBy(asc(contacts.id))
		.limit(portion)
		.for('update')
	const version = now()
	const events: EventInput[] = []
	const groups = new Map<string, string[]>()
	for (const contact of rows) {
		const from = contact.accessAreas
		const to = changedAreas(from, change)
		if (to.join() === changedAreas(from, { set: from }).join()) continue
		groups.set(to.join(), [...(groups.get(to.join()) ?? []), contact.id])
		const access = { from, to }
		const data = { name: displayName(contact), ...access, changes: { accessAreas: access }, version }
		events.push(contactEvent('contact.accessChanged', contact.id, null, data))
	}
	for (const [areas, ids] of groups) {
		await db
			.update(contacts)
			.set({
				accessAreas: (areas ? areas.split(',') : []) as typeof contacts.$inferInsert.accessAreas,
				updatedAt: version,
			})
			.where(and(eq(contacts.workspaceId, scope.workspaceId), inArray(contacts.id, ids)))
	}
	await writer.emit(...events)
	return { found: rows.map(({ id }) => id), changed: events.length }
}
