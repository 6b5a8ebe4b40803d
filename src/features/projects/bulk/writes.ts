import { read } from '#platform/db/db.ts'
import type { StaffScope } from '#platform/scope/scope.ts'
import { countByVersion, projectsOnVersion } from '../lists/reads.ts'
import { moveProject, remapProject } from '../moves/writes.ts'

const mostAtOnce = 200

/** Moves many projects to one step, each for itself: what cannot be moved stays where it is and is counted. */
export async function moveMany(
	scope: StaffScope,
	ids: readonly string[],
	stepId: string,
): Promise<{ moved: number; refused: number }> {
	let moved = 0
	const wanted = [...new Set(ids)].slice(0, mostAtOnce)
	for (const id of wanted) if ((await moveProject(scope, id, { stepId })).ok) moved++
	return { moved, refused: wanted.length - moved }
}

/**
 * Moves the projects of a version over to another, each to the step that is named for its own (the same one where none
 * is). Those that nobody has named a step for stay. Says how many are left on the old version.
 */
export async function moveOver(
	scope: StaffScope,
	wanted: { flowId: string; from: number; to: number; steps: ReadonlyMap<string, string> },
): Promise<{ moved: number; left: number }> {
	const { flowId, from, to, steps } = wanted
	const some = await read(scope, (reader) => projectsOnVersion(reader, flowId, from, mostAtOnce))
	let moved = 0
	for (const { id, stepId } of some)
		if ((await remapProject(scope, id, { version: to, stepId: steps.get(stepId) })).ok) moved++
	const counts = await read(scope, (reader) => countByVersion(reader, flowId))
	return { moved, left: counts.find(({ version }) => version === from)?.projects ?? 0 }
}
