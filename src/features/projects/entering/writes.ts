import { assignForStep } from '#features/actionItems/assigning/writes.ts'
import { takeBackItems } from '#features/actionItems/leaving/writes.ts'
import { askForStep, takeBackRequests } from '#features/documentRequests/asking/writes.ts'
import { asProduct, type Writer } from '#platform/db/db.ts'
import type { Project } from '../reads.ts'

/** What comes of it that a project has come to a step: `ask` says whether its clients are asked for what the step needs. */
export type Ask = 'told' | 'quietly' | 'not'

/** Asks for what the step needs on which a project stands now. What was asked for before is not asked for again. */
export async function enterStep(writer: Writer, project: Project, ask: Ask = 'told'): Promise<void> {
	if (ask === 'not') return
	const product = asProduct(writer)
	await askForStep(product, project, { tell: ask === 'told' })
	await assignForStep(product, project, { tell: ask === 'told' })
}

/** The move that brought a project to its step at `since` is taken back: what was asked then, and nobody has seen to, is withdrawn. */
export async function leaveStep(writer: Writer, projectId: string, since: Date): Promise<void> {
	const product = asProduct(writer)
	await takeBackRequests(product, projectId, since)
	await takeBackItems(product, projectId, since)
}
