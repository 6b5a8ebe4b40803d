import { onGlobe } from '#features/drawings/measuring/rules.ts'
import type { Drawing } from '#features/drawings/reads.ts'
import type { Plane } from '#features/drawings/rules.ts'
import { saveDrawing } from '#features/drawings/writes.ts'
import type { ClientScope, CompanyScope } from '#platform/scope/scope.ts'

/** A rectangle of a roof in Denver, its eave in the south; `at` in metres east and north. */
export function makePlane(name = 'Roof 1', [x, y] = [0, 0], [width, depth] = [12, 8]): Plane {
	const corners = [
		[x, y],
		[x + width, y],
		[x + width, y + depth],
		[x, y + depth],
	].map(([east = 0, north = 0]) => onGlobe([-104.99027, 39.73921])([east, north]))
	return { name, corners, eave: null, tilt: null }
}

/** The drawing of a project, one plane unless others are given. */
export async function makeDrawing(
	scope: CompanyScope | ClientScope,
	projectId: string,
	planes = [makePlane()],
): Promise<Drawing> {
	const saved = await saveDrawing(scope, projectId, { planes })
	if (!saved.ok) throw new Error(saved.reason)
	return saved.drawing
}
