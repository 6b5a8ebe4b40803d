export const visitStatuses = ['scheduled', 'onTheWay', 'arrived', 'completed', 'cancelled'] as const
export type VisitStatus = (typeof visitStatuses)[number]

export type VisitAct = 'change' | 'cancel' | 'complete'
export type VisitRefusal =
	| 'visit_completed'
	| 'visit_cancelled'
	| 'visit_changed'
	| 'visit_on_the_way'
	| 'visit_arrived'

/** Why an act can no longer be; null while the visit lies ahead or is on. */
export function refusalOf(status: VisitStatus): VisitRefusal | null {
	if (status === 'completed') return 'visit_completed'
	return status === 'cancelled' ? 'visit_cancelled' : null
}

/** Why nobody sets out for, or arrives at, a visit that is not over: somebody did so before. */
export function underwayRefusal(status: VisitStatus, act: 'setOut' | 'arrive'): VisitRefusal | null {
	if (status === 'arrived') return 'visit_arrived'
	return act === 'setOut' && status === 'onTheWay' ? 'visit_on_the_way' : null
}

/** True while somebody may still come. */
export function isAhead({ status }: { status: VisitStatus }): boolean {
	return refusalOf(status) === null
}

const dayMs = 86_400_000

/**
 * Whether its client is to be reminded: within a day of it, once, and not of what it was told of less than a day before
 * the visit begins.
 */
export function reminderDue(
	visit: { status: VisitStatus; startsAt: Date; remindedAt: Date | null; toldAt: Date | null; createdAt: Date },
	at: Date,
): boolean {
	if (visit.status !== 'scheduled' || visit.remindedAt) return false
	const dayBefore = visit.startsAt.getTime() - dayMs
	const known = (visit.toldAt ?? visit.createdAt).getTime()
	return known < dayBefore && dayBefore <= at.getTime() && at < visit.startsAt
}
