import { now } from '#platform/clock/clock.ts'
import { write } from '#platform/db/db.ts'
import type { CompanyScope } from '#platform/scope/scope.ts'
import { underwayRefusal } from '../rules.ts'
import { conflictOf, decidedBy, heldFor, put, settled, type VisitOutcome } from '../standing/writes.ts'

interface SettingOut {
	/** In how many minutes somebody is there. */
	minutes?: number | undefined
	notify?: boolean
	seen?: number | undefined
}

/** Somebody is on the way; its client is told, with about when they arrive. */
export function setOut(
	scope: CompanyScope,
	id: string,
	{ minutes, notify = true, seen }: SettingOut = {},
): Promise<VisitOutcome> {
	return write(scope, async (writer): Promise<VisitOutcome> => {
		const held = await heldFor(writer, id, seen)
		if (!held.ok) return held
		const reason = underwayRefusal(held.visit.status, 'setOut')
		if (reason) return conflictOf(writer, held.visit, reason)
		const eta = minutes === undefined ? null : new Date(now().getTime() + minutes * 60_000)
		await put(writer, held.visit, { status: 'onTheWay', expectedAt: eta, ...decidedBy(scope) })
		return settled(writer, id, 'visit.onTheWay', { tell: notify, data: eta ? { eta } : {} })
	})
}

/** Somebody is there. */
export function arrive(scope: CompanyScope, id: string, seen?: number | undefined): Promise<VisitOutcome> {
	return write(scope, async (writer): Promise<VisitOutcome> => {
		const held = await heldFor(writer, id, seen)
		if (!held.ok) return held
		const reason = underwayRefusal(held.visit.status, 'arrive')
		if (reason) return conflictOf(writer, held.visit, reason)
		await put(writer, held.visit, { status: 'arrived', expectedAt: null, ...decidedBy(scope) })
		return settled(writer, id, 'visit.arrived')
	})
}
