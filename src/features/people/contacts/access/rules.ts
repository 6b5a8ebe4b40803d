import { type AccessArea, accessAreas } from '#platform/scope/scope.ts'

/** What is to become of the areas of many contacts: exactly these, or some more and some less. */
export type AccessChange =
	| { set: readonly AccessArea[] }
	| { add: readonly AccessArea[]; remove: readonly AccessArea[] }

/** The areas after a change, in the order in which they are always named. */
export function changedAreas(before: readonly AccessArea[], change: AccessChange): AccessArea[] {
	if ('set' in change) return accessAreas.filter((area) => change.set.includes(area))
	return accessAreas.filter(
		(area) => (before.includes(area) || change.add.includes(area)) && !change.remove.includes(area),
	)
}
