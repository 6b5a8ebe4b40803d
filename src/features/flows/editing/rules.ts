/** What the editor does to a flow's stages. Each takes the stages and gives new ones; what is not there changes nothing. */
import type { Stage, Step } from '../rules.ts'

export function addStage(stages: readonly Stage[], id: string, name: string): Stage[] {
	return [...stages, { id, name, portalName: {}, portalDescription: {}, steps: [] }]
}

/** At the end of a stage, before its ends, as work is added more often than another way to end; after them where there is no work. */
export function addStep(stages: readonly Stage[], stageId: string, id: string, name: string): Stage[] {
	const step: Step = {
		id,
		name,
		portalName: {},
		portalDescription: {},
		visible: true,
		holder: 'us',
		typicalDays: null,
		screen: 'general',
		restartable: false,
		milestone: null,
		required: [],
		movesOn: false,
		documents: [],
		actionItems: [],
	}
	return stages.map((stage) => {
		if (stage.id !== stageId) return stage
		const ends = stage.steps.findIndex(({ screen }) => screen === 'success' || screen === 'failed')
		const at = ends <= 0 ? stage.steps.length : ends
		return { ...stage, steps: stage.steps.toSpliced(at, 0, step) }
	})
}

export function changeStage(
	stages: readonly Stage[],
	id: string,
	change: Partial<Omit<Stage, 'id' | 'steps'>>,
): Stage[] {
	return stages.map((stage) => (stage.id === id ? { ...stage, ...change } : stage))
}

export function changeStep(stages: readonly Stage[], id: string, change: Partial<Omit<Step, 'id'>>): Stage[] {
	return stages.map((stage) => ({
		...stage,
		steps: stage.steps.map((step) => (step.id === id ? { ...step, ...change } : step)),
	}))
}

export function removeStage(stages: readonly Stage[], id: string): Stage[] {
	return stages.filter((stage) => stage.id !== id)
}

export function removeStep(stages: readonly Stage[], id: string): Stage[] {
	return stages.map((stage) => ({ ...stage, steps: stage.steps.filter((step) => step.id !== id) }))
}

export function shiftStage(stages: readonly Stage[], id: string, by: -1 | 1): Stage[] {
	const at = stages.findIndex((stage) => stage.id === id)
	const stage = stages[at]
	const to = at + by
	return stage && to >= 0 && to < stages.length ? stages.toSpliced(at, 1).toSpliced(to, 0, stage) : [...stages]
}

/** One place up or down, over the border of a stage into the one beside it. */
export function shiftStep(stages: readonly Stage[], id: string, by: -1 | 1): Stage[] {
	const home = stages.findIndex(({ steps }) => steps.some((step) => step.id === id))
	const stage = stages[home]
	if (!stage) return [...stages]
	const at = stage.steps.findIndex((step) => step.id === id)
	const inside = at + by >= 0 && at + by < stage.steps.length
	if (inside) return placeStep(stages, id, stage.id, stage.steps[by < 0 ? at - 1 : at + 2]?.id ?? null)
	const beside = stages[home + by]
	if (!beside) return [...stages]
	return placeStep(stages, id, beside.id, by < 0 ? null : (beside.steps[0]?.id ?? null))
}

/** Into a stage, before one of its steps, or at its end. */
export function placeStep(stages: readonly Stage[], id: string, stageId: string, beforeId: string | null): Stage[] {
	const step = stages.flatMap(({ steps }) => steps).find((one) => one.id === id)
	if (!step || beforeId === id || !stages.some((stage) => stage.id === stageId)) return [...stages]
	return removeStep(stages, id).map((stage) => {
		if (stage.id !== stageId) return stage
		const before = stage.steps.findIndex((one) => one.id === beforeId)
		return { ...stage, steps: stage.steps.toSpliced(before < 0 ? stage.steps.length : before, 0, step) }
	})
}
