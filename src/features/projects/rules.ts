/** What a project's place in its flow means for those who look at it. Everything here is pure. */
import { type Placed, type ProjectStatus, type Stage, type Step, statusOn, stepsOf } from '#features/flows/rules.ts'
import type { Reach } from '#platform/scope/scope.ts'

export const projectStatuses = ['active', 'succeeded', 'failed'] as const

/** A move that stands, as far as progress depends on it; in the order in which they happened. */
export interface Move {
	kind: 'begun' | 'moved' | 'restarted' | 'remapped'
	toStepId: string
	at: Date
	/** What its mover wrote for the client. */
	note?: string
}

const dayMs = 86_400_000

/** When a step will have taken longer than it usually does; null where nothing is usual. */
export function lateAt(step: Step, since: Date): Date | null {
	if (!step.typicalDays || statusOn(step) !== 'active') return null
	return new Date(since.getTime() + step.typicalDays[1] * dayMs)
}

/** True for one that has stood on its step for longer than is usual. */
export function isStuck(project: { lateAt: Date | null }, at: Date): boolean {
	return project.lateAt !== null && project.lateAt <= at
}

/** Whether its client is to be told that nothing has changed: once it is late, and again after as long (three days at least). */
export function noticeDue(
	{ lateAt, stepSince, toldAt }: { lateAt: Date | null; stepSince: Date; toldAt: Date | null },
	at: Date,
): boolean {
	if (!lateAt || lateAt > at) return false
	const interval = Math.max(lateAt.getTime() - stepSince.getTime(), 3 * dayMs)
	return toldAt === null || toldAt.getTime() + interval <= at.getTime()
}

/** Where each step was left behind, by its id: what was passed over counts as done, what was gone back to does not. */
export function passedAt(steps: readonly Placed[], moves: readonly Move[]): Map<string, Date> {
	const passed = new Map<string, Date>()
	const leave = (upTo: number, at: Date) => {
		for (const { step, index } of steps)
			if (index < upTo && statusOn(step) !== 'failed' && !passed.has(step.id)) passed.set(step.id, at)
	}
	let stood: number | null = null
	for (const move of moves) {
		const to = steps.find(({ step }) => step.id === move.toStepId)
		// To a step that this version of the flow has no more: where it stood was left behind, unless it comes back.
		if (!to && stood !== null) leave(stood + 1, move.at)
		if (!to) continue
		if (move.kind === 'restarted') passed.clear()
		// Who fails has got no further; where it stood stays the measure.
		if (statusOn(to.step) === 'failed') continue
		for (const { step, index } of steps) if (index >= to.index) passed.delete(step.id)
		leave(to.index, move.at)
		stood = to.index
		if (statusOn(to.step) === 'succeeded') passed.set(to.step.id, move.at)
	}
	return passed
}

/** The step that counts as reached: of a failed project the one on which it stood before. */
export function reachedStep(steps: readonly Placed[], stepId: string, moves: readonly Move[]): Placed | null {
	const here = steps.find(({ step }) => step.id === stepId)
	if (!here || statusOn(here.step) !== 'failed') return here ?? null
	const before = moves.findLast((move) => {
		const at = steps.find(({ step }) => step.id === move.toStepId)
		return at !== undefined && statusOn(at.step) !== 'failed'
	})
	return steps.find(({ step }) => step.id === before?.toStepId) ?? null
}

/** `ended`: where a project stood that came to nothing. */
type ProgressState = 'done' | 'now' | 'ahead' | 'ended'
export interface ProgressStep {
	step: Step
	state: ProgressState
	/** When it was done. */
	at: Date | null
}
export interface ProgressStage {
	stage: Stage
	state: ProgressState
	steps: ProgressStep[]
}
export interface Progress {
	stages: ProgressStage[]
	status: ProjectStatus
	/** The step that is on, as the client sees it; of a project that is over, the end that it came to. */
	now: Step
	/** Since when. */
	since: Date
	next: Step | null
	/** Of the steps to success, those behind: 0 to 1. */
	share: number
}

/** A project as its client sees it: visible steps alone, a hidden one counts as the visible one before it. */
export function progressOf(
	stages: readonly Stage[],
	project: { stepId: string; stepSince: Date },
	moves: readonly Move[],
): Progress | null {
	const steps = stepsOf(stages)
	const here = steps.find(({ step }) => step.id === project.stepId)
	if (!here) return null
	const status = statusOn(here.step)
	const road = steps.filter(({ step }) => step.visible && step.screen !== 'failed')
	const reached = reachedStep(steps, project.stepId, moves) ?? here
	const shown = road.findLast(({ index }) => index <= reached.index) ?? road[0] ?? here
	const passed = passedAt(steps, moves)
	const stateOf = ({ index, step }: Placed): ProgressState => {
		if (status === 'succeeded') return 'done'
		if (step.id === shown.step.id) return status === 'failed' ? 'ended' : 'now'
		return index < shown.index ? 'done' : 'ahead'
	}
	const seen = road.map((placed) => ({ placed, state: stateOf(placed), at: passed.get(placed.step.id) ?? null }))
	const after = road.find(({ index }) => index > shown.index) ?? null
	const done = seen.filter((one) => one.state === 'done').length
	return {
		stages: stages.flatMap((stage) => stageOf(stage, seen)),
		status,
		now: status === 'failed' ? here.step : shown.step,
		since: sinceOf(shown, here, steps, project.stepSince, moves),
		next: status === 'active' ? (after?.step ?? null) : null,
		share: seen.length === 0 ? 0 : done / seen.length,
	}
}

type Seen = { placed: Placed; state: ProgressState; at: Date | null }

function stageOf(stage: Stage, seen: Seen[]): ProgressStage[] {
	const mine = seen.filter(({ placed }) => placed.stage.id === stage.id)
	if (mine.length === 0) return []
	const every = (state: ProgressState) => mine.every((one) => one.state === state)
	const on = mine.some(({ state }) => state === 'ended') ? 'ended' : 'now'
	return [
		{
			stage,
			state: every('done') ? 'done' : every('ahead') ? 'ahead' : on,
			steps: mine.map(({ placed, state, at }) => ({ step: placed.step, state, at: state === 'done' ? at : null })),
		},
	]
}

/** Since when the client sees it there: since the first of an unbroken run of moves behind the step that is shown. */
function sinceOf(shown: Placed, here: Placed, steps: readonly Placed[], since: Date, moves: readonly Move[]): Date {
	if (shown.step.id === here.step.id || statusOn(here.step) !== 'active') return since
	let first = since
	for (const move of moves.toReversed()) {
		const to = steps.find(({ step }) => step.id === move.toStepId)
		if (!to || to.index < Math.min(shown.index, here.index) || to.index > Math.max(shown.index, here.index)) break
		first = move.at
	}
	return first
}

export interface MilestoneState {
	code: string
	/** In the currency's minor unit. */
	amount: number | null
	step: Step
	/** When it was reached; null while it lies ahead. */
	reachedAt: Date | null
}

/** What a lender follows: each milestone is reached when its step is done, that of the last step with success. */
export function milestonesOf(stages: readonly Stage[], moves: readonly Move[]): MilestoneState[] {
	const steps = stepsOf(stages)
	const passed = passedAt(steps, moves)
	return steps.flatMap(({ step }) =>
		step.milestone ? [{ ...step.milestone, step, reachedAt: passed.get(step.id) ?? null }] : [],
	)
}

export type MoveRefusal = 'already_there' | 'moved_meanwhile' | 'project_ended' | 'step_unknown'

/** Whether a project may be moved to a step; `from` and `seen` are where its mover believes it to be. */
export function canMove(
	project: { stepId: string; status: ProjectStatus; moves: number },
	stages: readonly Stage[],
	to: { stepId: string; from?: string | undefined; seen?: number | undefined },
): MoveRefusal | null {
	if (!stepsOf(stages).some(({ step }) => step.id === to.stepId)) return 'step_unknown'
	if (project.stepId === to.stepId) return 'already_there'
	if (to.from !== undefined && to.from !== project.stepId) return 'moved_meanwhile'
	if (to.seen !== undefined && to.seen !== project.moves) return 'moved_meanwhile'
	return project.status === 'active' ? null : 'project_ended'
}

/** True where only a link to the project itself leads to it: a lender then sees its milestones, not its course. */
export function onlyLinked(
	scope: Pick<Reach, 'accountIds' | 'siteIds'>,
	project: { id: string; accountId: string; siteId: string | null },
): boolean {
	const wider =
		scope.accountIds.includes(project.accountId) || (project.siteId !== null && scope.siteIds.includes(project.siteId))
	return !wider
}
