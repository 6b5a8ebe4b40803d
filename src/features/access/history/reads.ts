import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { contacts } from '#features/people/tables.ts'
import type { Reader } from '#platform/db/db.ts'
import { events } from '#platform/events/tables.ts'
import { decodeCursor, pageOf } from '#platform/paging/cursor.ts'
import { accessAreas, type CompanyScope } from '#platform/scope/scope.ts'
import { type HistoryEvent, type HistoryLine, historyTypes } from '../events.ts'
import { apiKeys, members } from '../tables.ts'

/** All that happened to a contact's access, oldest first, a page at a time. Null for an unknown contact. */
export async function portalHistory(
	reader: Reader<CompanyScope>,
	contactId: string,
	page: { limit: number; cursor?: string | undefined } = { limit: 200 },
): Promise<{ data: HistoryLine[]; nextCursor: string | null } | null> {
	const { db, scope } = reader
	const mine = and(eq(contacts.workspaceId, scope.workspaceId), eq(contacts.id, contactId))
	const [contact] = await db
		.select({ id: contacts.id, firstName: contacts.firstName, lastName: contacts.lastName })
		.from(contacts)
		.where(mine)
	if (!contact) return null
	const after = decodeCursor(page.cursor)
	const rows = await db
		.select({
			id: events.id,
			at: events.at,
			type: events.type,
			data: events.data,
			actorType: events.actorType,
			actorId: events.actorId,
			name: sql<string | null>`coalesce(${members.name}, ${apiKeys.name})`,
		})
		.from(events)
		.leftJoin(members, and(eq(members.workspaceId, events.workspaceId), eq(members.id, events.actorId)))
		.leftJoin(apiKeys, and(eq(apiKeys.workspaceId, events.workspaceId), eq(apiKeys.id, events.actorId)))
		.where(
			and(
				eq(events.workspaceId, scope.workspaceId),
				eq(events.contactId, contactId),
				inArray(events.type, [...historyTypes]),
				after ? gt(events.id, after[1]) : undefined,
			),
		)
		.orderBy(asc(events.id))
		.limit(page.limit + 1)
	const own = `${contact.firstName} ${contact.lastName}`.trim()
	return pageOf(
		rows.map((row) => lineOf(row, own)),
		page.limit,
		({ id }) => [null, id],
	)
}

type Row = {
	id: string
	at: Date
	type: string
	data: Record<string, unknown>
	actorType: string
	actorId: string | null
	name: string | null
}

function lineOf(row: Row, own: string): HistoryLine {
	const text = (key: string) => (typeof row.data[key] === 'string' ? (row.data[key] as string) : null)
	const channel = text('channel')
	return {
		id: row.id,
		at: row.at,
		event: row.type.slice('contact.'.length) as HistoryEvent,
		channel: channel === 'email' || channel === 'sms' ? channel : null,
		to: text('to'),
		by: { type: row.actorType, id: row.actorId, name: row.actorType === 'contact' ? own : (row.name ?? '') },
		note: text('note'),
		why: row.type === 'contact.bounced' ? { code: text('code'), message: text('message') } : null,
		title: text('title') ?? text('person'),
		areas: row.type === 'contact.accessChanged' ? areasOf(row.data) : null,
	}
}

function areasOf({ from, to }: Record<string, unknown>): HistoryLine['areas'] {
	const known = (list: unknown) => (Array.isArray(list) ? accessAreas.filter((area) => list.includes(area)) : [])
	const [before, after] = [known(from), known(to)]
	return {
		added: after.filter((area) => !before.includes(area)),
		removed: before.filter((area) => !after.includes(area)),
	}
}
