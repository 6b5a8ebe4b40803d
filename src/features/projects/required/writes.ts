import { stagesOf } from '#features/flows/reads.ts'
import { nextStep } from '#features/flows/rules.ts'
import { asProduct, type Writer } from '#platform/db/db.ts'
import { moveHeld } from '../moves/writes.ts'
import type { Project } from '../reads.ts'
import { heldProject } from '../standing/writes.ts'
import { requiredOf } from './reads.ts'
import { allDone } from './rules.ts'

/**
 * Moves a project to its next step when all that its step needs is done and the step says so. Belongs into the
 * transaction of whatever finishes something that was asked for, after its own rows are written: under the project's
 * lock, of two who finish the last two at once, the second sees both done and moves it. The mover is who finished.
 * Gives the project where it was moved, null where it stays.
 */
export async function moveOnWhenDone(writer: Writer, projectId: string): Promise<Project | null> {
	// Who finishes something need not see the project: an offer can be accepted through a link.
	const product = asProduct(writer)
	const project = await heldProject(product, projectId)
	if (!project || project.archivedAt || !project.step.movesOn) return null
	if (!allDone(await requiredOf(product, project))) return null
	const to = nextStep((await stagesOf(product, [project]))(project), project.stepId)
	if (!to) return null
	const moved = await moveHeld(product, project.id, { stepId: to.step.id, byItself: true })
	return moved.ok ? moved.project : null
}
