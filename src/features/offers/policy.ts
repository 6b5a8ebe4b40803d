/** Who may know of offers and of what was said to them. */
import { onlyLinked } from '#features/projects/rules.ts'
import { mayArea, type Scope } from '#platform/scope/scope.ts'

type Placed = { id: string; accountId: string; siteId: string | null }

/** A client of the project's account or site who may see projects, documents and proposals; a lender never. */
export function maySeeOffers(scope: Scope, project: Placed): boolean {
	if (scope.kind === 'system' || scope.kind === 'key') return true
	if (scope.kind === 'staff') return scope.role !== 'technician'
	if (scope.kind !== 'client') return false
	const areas = ['projects', 'documents', 'proposals'] as const
	return areas.every((area) => mayArea(scope, area)) && !onlyLinked(scope, project)
}
