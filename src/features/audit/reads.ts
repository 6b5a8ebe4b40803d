import { and, desc, eq, gt, lt, type SQL } from 'drizzle-orm'
import { type Reader, read } from '#platform/db/db.ts'
import { events } from '#platform/events/tables.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'

export interface EventFilter {
	type?: string
	/** Only events after this one, oldest first: how a program follows along. */
	after?: string
	subjectId?: string
	accountId?: string
	contactId?: string
	/** Newest first: only events before this one. */
	before?: string
}

/** Events of the workspace, newest first; with `after`, oldest first from there on. */
export function listEvents({ db, scope }: Reader<CompanyScope>, filter: EventFilter, limit: number) {
	const wanted: (SQL | undefined)[] = [
		eq(events.workspaceId, scope.workspaceId),
		filter.type ? eq(events.type, filter.type) : undefined,
		filter.subjectId ? eq(events.subjectId, filter.subjectId) : undefined,
		filter.accountId ? eq(events.accountId, filter.accountId) : undefined,
		filter.contactId ? eq(events.contactId, filter.contactId) : undefined,
		filter.after ? gt(events.id, filter.after) : undefined,
		filter.before ? lt(events.id, filter.before) : undefined,
	]
	return db
		.select()
		.from(events)
		.where(and(...wanted))
		.orderBy(filter.after !== undefined ? events.id : desc(events.id))
		.limit(limit)
}
export type EventRow = Awaited<ReturnType<typeof listEvents>>[number]

export async function findEvent({ db, scope }: Reader<CompanyScope>, id: string): Promise<EventRow | null> {
	const [event] = await db
		.select()
		.from(events)
		.where(and(eq(events.workspaceId, scope.workspaceId), eq(events.id, id)))
	return event ?? null
}

const batch = 500

/** Everything that a filter finds, in batches that are read as they are asked for; in the order of `listEvents`. */
export async function* allEvents(scope: CompanyScope, filter: EventFilter): AsyncGenerator<EventRow[]> {
	for (let place: EventFilter = filter; ; ) {
		const rows = await read(scope, (reader) => listEvents(reader, place, batch))
		yield rows
		const last = rows.at(-1)
		if (!last || rows.length < batch) return
		place = filter.after === undefined ? { ...filter, before: last.id } : { ...filter, after: last.id }
	}
}
