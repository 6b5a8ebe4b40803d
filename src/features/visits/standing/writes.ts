import { and, eq } from 'drizzle-orm'
import { namesOf } from '#features/people/feed/reads.ts'
import { currentWorkspace } from '#features/workspaces/reads.ts'
import { now } from '#platform/clock/clock.ts'
import type { Writer } from '#platform/db/db.ts'
import { wallClock } from '#platform/i18n/zone.ts'
import { isId } from '#platform/id/id.ts'
import { actorOf, type CompanyScope } from '#platform/scope/scope.ts'
import { type VisitEvent, visitEvent } from '../events.ts'
import { tellOfVisit } from '../notices/writes.ts'
import { findVisit, type Visit } from '../reads.ts'
import { refusalOf, type VisitRefusal } from '../rules.ts'
import { visits } from '../tables.ts'

/** What happened instead: how it stands now, and who decided that. */
export interface VisitConflict {
	ok: false
	reason: VisitRefusal
	visit: Visit
	by: string | null
}
export type VisitFailure =
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: string; path: string }
	| VisitConflict
export type VisitOutcome = { ok: true; visit: Visit } | VisitFailure

export const decidedBy = (scope: CompanyScope) => {
	const by = actorOf(scope)
	return { decidedAt: now(), decidedByType: by.type, decidedById: by.id }
}

/** The visit under a lock that others who would change it wait for, while it lies ahead; with `seen`, if it is as it was looked at. */
export async function heldFor(
	writer: Writer,
	id: string,
	seen?: number,
): Promise<{ ok: true; visit: Visit } | VisitFailure> {
	if (!isId('vis', id)) return { ok: false, reason: 'not_found' }
	await writer.db.select({ id: visits.id }).from(visits).where(thisOne(writer, id)).for('update')
	const visit = await findVisit(writer, id)
	if (!visit) return { ok: false, reason: 'not_found' }
	const reason = refusalOf(visit.status) ?? (seen !== undefined && seen !== visit.changes ? 'visit_changed' : null)
	return reason ? conflictOf(writer, visit, reason) : { ok: true, visit }
}

/** What happened instead, for who came second. */
export async function conflictOf(writer: Writer, visit: Visit, reason: VisitRefusal): Promise<VisitConflict> {
	const by = visit.decidedById
	const names = by ? await namesOf(writer, [{ actor_id: by, contact_id: null }]) : null
	return { ok: false, reason, visit, by: (by && names?.get(by)) || null }
}

/** Writes a change of a held visit. */
export async function put(writer: Writer, visit: Visit, values: Partial<typeof visits.$inferInsert>): Promise<void> {
	await writer.db
		.update(visits)
		.set({ ...values, changes: visit.changes + 1, updatedAt: now() })
		.where(and(thisOne(writer, visit.id), eq(visits.changes, visit.changes)))
}

/** Says what became of a visit, and tells its client where `tell` says so. */
export async function settled(
	writer: Writer<CompanyScope>,
	id: string,
	type: VisitEvent,
	{ tell = false, data = {} }: { tell?: boolean; data?: Record<string, unknown> } = {},
): Promise<VisitOutcome> {
	const visit = await findVisit(writer, id)
	if (!visit) return { ok: false, reason: 'not_found' }
	const { timeZone } = await currentWorkspace(writer)
	await writer.emit(visitEvent(type, visit, { day: wallClock(visit.startsAt, timeZone).day, ...data }))
	if (tell) await tellOfVisit(writer, visit, type)
	return { ok: true, visit }
}

function thisOne({ scope }: Writer, id: string) {
	return and(eq(visits.workspaceId, scope.workspaceId), eq(visits.id, id))
}
