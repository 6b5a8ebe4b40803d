import { and, eq, isNull } from 'drizzle-orm'
import { findFlow, stagesOf } from '#features/flows/reads.ts'
import { firstStep, mapStep, type Placed, placeOf, type Stage, statusOn } from '#features/flows/rules.ts'
import { now } from '#platform/clock/clock.ts'
import { type Writer, write } from '#platform/db/db.ts'
import { actorOf, type ClientScope, type CompanyScope } from '#platform/scope/scope.ts'
import { type Ask, enterStep, leaveStep } from '../entering/writes.ts'
import { projectEvent } from '../events.ts'
import { findProject, type Project } from '../reads.ts'
import { canMove, lateAt, onlyLinked } from '../rules.ts'
import { addMove, heldProject, type NewMove, thisOne } from '../standing/writes.ts'
import { projectMoves, projects } from '../tables.ts'

import { lastMove, type MoveEntry } from './reads.ts'

/** What happened instead: where it stands now, and the last move with who made it. */
export interface MoveConflict {
	ok: false
	reason:
		| 'already_there'
		| 'moved_meanwhile'
		| 'project_ended'
		| 'not_ended'
		| 'not_restartable'
		| 'nothing_to_undo'
		| 'not_last'
		| 'already_on_version'
	project: Project
	last: MoveEntry | null
}
export type MoveOutcome =
	| { ok: true; project: Project; moveId: string }
	| { ok: false; reason: 'not_found' }
	| { ok: false; reason: 'step_unknown'; path: string }
	| { ok: false; reason: 'version_unknown'; path: string }
	/** The step is not in the version that it is to be moved to: somebody has to say where it goes. */
	| { ok: false; reason: 'step_not_mapped'; path: string }
	| MoveConflict

export interface Wanted {
	stepId: string
	note?: string
	/** Whether the client reads the note. */
	shareNote?: boolean
	/** Where its mover believes it to be, and after how many moves. */
	from?: string | undefined
	seen?: number | undefined
	/** All that its step needed was done. */
	byItself?: boolean
	/** Whether its clients are asked for what the step needs. */
	ask?: Ask
}

/** Moves a project to a step. Of two who move it at once, or of one who does so twice, the first wins. */
export function moveProject(scope: CompanyScope, id: string, wanted: Wanted): Promise<MoveOutcome> {
	return write(scope, (writer) => moveHeld(writer, id, wanted))
}

/** The same as a step of a larger operation. */
export async function moveHeld(writer: Writer<CompanyScope>, id: string, wanted: Wanted): Promise<MoveOutcome> {
	const project = await living(writer, id)
	if (!project) return { ok: false, reason: 'not_found' }
	const stages = (await stagesOf(writer, [project]))(project)
	const refusal = canMove(project, stages, wanted)
	if (refusal === 'step_unknown') return { ok: false, reason: refusal, path: 'stepId' }
	if (refusal) return conflict(writer, refusal, project)
	const to = placeOf(stages, wanted.stepId)
	return to
		? settle(writer, project, to, { ...wanted, kind: 'moved', note: wanted.note ?? '' })
		: { ok: false, reason: 'not_found' }
}

/** Begins a failed project again where its step allows that; what happened before stays in its history. */
export function restartProject(scope: CompanyScope | ClientScope, id: string, seen?: number): Promise<MoveOutcome> {
	return write(scope, async (writer) => {
		const project = await living(writer, id)
		if (!project || (scope.kind === 'client' && onlyLinked(scope, project))) return { ok: false, reason: 'not_found' }
		if (project.status === 'active') return conflict(writer, 'not_ended', project)
		if (seen !== undefined && seen !== project.moves) return conflict(writer, 'moved_meanwhile', project)
		if (project.status !== 'failed' || !project.step.restartable) return conflict(writer, 'not_restartable', project)
		const to = firstStep((await stagesOf(writer, [project]))(project))
		return to ? settle(writer, project, to, { kind: 'restarted', note: '' }) : { ok: false, reason: 'not_found' }
	})
}

/** Takes the last move back, as if it had not been: the step is on again since when it was. */
export function undoMove(scope: CompanyScope, id: string, moveId?: string): Promise<MoveOutcome> {
	return write(scope, async (writer): Promise<MoveOutcome> => {
		const project = await living(writer, id)
		if (!project) return { ok: false, reason: 'not_found' }
		const last = await lastMove(writer, id)
		const { fromStepId, fromSince, fromVersion } = last ?? {}
		if (!last || !fromStepId || !fromSince || !fromVersion) return conflict(writer, 'nothing_to_undo', project)
		if (moveId !== undefined && moveId !== last.id) return conflict(writer, 'not_last', project)
		const of = await stagesOf(writer, [{ flowId: project.flowId, flowVersion: fromVersion }])
		const back = placeOf(of({ flowId: project.flowId, flowVersion: fromVersion }), fromStepId)
		if (!back) return conflict(writer, 'nothing_to_undo', project)
		const by = actorOf(scope)
		await writer.db
			.update(projectMoves)
			.set({ undoneAt: now(), undoneByType: by.type, undoneById: by.id })
			.where(
				and(
					eq(projectMoves.workspaceId, scope.workspaceId),
					eq(projectMoves.id, last.id),
					isNull(projectMoves.undoneAt),
				),
			)
		await stand(writer, project, back, { flowVersion: fromVersion, since: fromSince })
		await leaveStep(writer, id, last.at)
		await writer.emit(
			projectEvent('project.moveUndone', project, { from: project.step.name, step: back.step.name, moveId: last.id }),
		)
		const after = await findProject(writer, id)
		return after ? { ok: true, project: after, moveId: last.id } : { ok: false, reason: 'not_found' }
	})
}

/** Moves a project over to another version of its flow: to the same step where there is one, else to the named one. */
export function remapProject(
	scope: CompanyScope,
	id: string,
	wanted: { version: number; stepId?: string | undefined; seen?: number | undefined },
): Promise<MoveOutcome> {
	return write(scope, (writer) => remapHeld(writer, id, wanted))
}

export async function remapHeld(
	writer: Writer<CompanyScope>,
	id: string,
	wanted: { version: number; stepId?: string | undefined; seen?: number | undefined },
): Promise<MoveOutcome> {
	const project = await living(writer, id)
	if (!project) return { ok: false, reason: 'not_found' }
	if (project.flowVersion === wanted.version) return conflict(writer, 'already_on_version', project)
	if (wanted.seen !== undefined && wanted.seen !== project.moves) return conflict(writer, 'moved_meanwhile', project)
	const flow = await findFlow(writer, project.flowId, wanted.version)
	if (flow?.status !== 'published') return { ok: false, reason: 'version_unknown', path: 'version' }
	const to = wanted.stepId ? placeOf(flow.stages, wanted.stepId) : mapStep(flow.stages, project.stepId)
	if (!to) return { ok: false, reason: wanted.stepId ? 'step_unknown' : 'step_not_mapped', path: 'stepId' }
	return settle(writer, project, to, { kind: 'remapped', note: '', flowVersion: wanted.version })
}

interface Settling extends Pick<Wanted, 'byItself' | 'ask' | 'shareNote'> {
	kind: NewMove['kind']
	note: string
	flowVersion?: number
}

/** Puts it on its new step and writes down that it was moved. On the same step it has stood as long as before. */
async function settle(
	writer: Writer<CompanyScope | ClientScope>,
	project: Project,
	to: Placed,
	{ kind, note, shareNote = false, flowVersion = project.flowVersion, byItself, ask }: Settling,
): Promise<MoveOutcome> {
	const since = to.step.id === project.stepId ? project.stepSince : now()
	await stand(writer, project, to, { flowVersion, since })
	const moveId = await addMove(writer, {
		projectId: project.id,
		number: project.moves + 1,
		kind,
		fromVersion: project.flowVersion,
		fromStepId: project.stepId,
		fromSince: project.stepSince,
		fromName: project.step.name,
		toVersion: flowVersion,
		toStepId: to.step.id,
		toName: to.step.name,
		note,
		noteShared: shareNote && note !== '',
	})
	const type = ({ moved: 'project.moved', restarted: 'project.restarted', remapped: 'project.remapped' } as const)[
		kind as 'moved'
	]
	await writer.emit(
		projectEvent(type, project, {
			from: project.step.name,
			fromStepId: project.stepId,
			step: to.step.name,
			stepId: to.step.id,
			status: statusOn(to.step),
			version: flowVersion,
			note,
			...(shareNote && { noteShared: true }),
			moveId,
			...(byItself && { because: 'allDone' }),
		}),
	)
	const after = await findProject(writer, project.id)
	if (!after) return { ok: false, reason: 'not_found' }
	await enterStep(writer, after, ask)
	return { ok: true, project: after, moveId }
}

async function stand(
	writer: Writer,
	project: Project,
	{ stage, step }: { stage: Stage; step: Placed['step'] },
	{ flowVersion, since }: { flowVersion: number; since: Date },
): Promise<void> {
	await writer.db
		.update(projects)
		.set({
			flowVersion,
			stageId: stage.id,
			stepId: step.id,
			stepSince: since,
			lateAt: lateAt(step, since),
			toldAt: null,
			status: statusOn(step),
			moves: project.moves + 1,
			updatedAt: now(),
		})
		.where(and(thisOne(writer, project.id), eq(projects.moves, project.moves)))
}

async function living(writer: Writer, id: string): Promise<Project | null> {
	const project = await heldProject(writer, id)
	return project && !project.archivedAt ? project : null
}

async function conflict(writer: Writer, reason: MoveConflict['reason'], project: Project): Promise<MoveConflict> {
	return { ok: false, reason, project, last: await lastMove(writer, project.id) }
}
