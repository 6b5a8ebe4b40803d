/** What a flow is: stages with steps, in order. Everything here is pure. */

export const textLanguages = ['en', 'es'] as const
/** A text in the languages in which there is one. */
export type Texts = Partial<Record<(typeof textLanguages)[number], string>>

export const holders = ['us', 'client', 'authority', 'utility', 'vendor'] as const
export type Holder = (typeof holders)[number]
export const screens = ['general', 'documents', 'offer', 'contract', 'visit', 'drawing', 'success', 'failed'] as const
export type Screen = (typeof screens)[number]
export const requirements = ['documents', 'actionItems', 'offer', 'contract', 'visit', 'drawing'] as const
export type Requirement = (typeof requirements)[number]

/** A document that a step needs, as its client is asked for it. */
export interface StepDocument {
	title: Texts
	description: Texts
}

export interface Step {
	id: string
	/** As the company calls it. */
	name: string
	portalName: Texts
	portalDescription: Texts
	/** A hidden step is the company's own business: the client sees the visible one before it. */
	visible: boolean
	/** Whose turn it is. */
	holder: Holder
	/** How long it usually takes, in days, from and to. */
	typicalDays: [number, number] | null
	screen: Screen
	/** Of a step that failed: the client may begin again. */
	restartable: boolean
	/** `amount` in the currency's minor unit; null for one without. */
	milestone: { code: string; amount: number | null } | null
	/** What has to be done in this step. */
	required: Requirement[]
	/** Once all of that is done the project goes to the next step by itself. */
	movesOn: boolean
	/** What its clients are asked to send when a project comes to this step. */
	documents: StepDocument[]
	/** Templates of action items that they are given then, by id. */
	actionItems: string[]
}

export interface Stage {
	id: string
	name: string
	portalName: Texts
	portalDescription: Texts
	steps: Step[]
}

/** A step with where it stands. */
export interface Placed {
	step: Step
	stage: Stage
	/** Among all steps of the flow. */
	index: number
}

export type ProjectStatus = 'active' | 'succeeded' | 'failed'

/** All steps in their order. */
export function stepsOf(stages: readonly Stage[]): Placed[] {
	let index = 0
	return stages.flatMap((stage) => stage.steps.map((step) => ({ step, stage, index: index++ })))
}

export function placeOf(stages: readonly Stage[], stepId: string): Placed | null {
	return stepsOf(stages).find(({ step }) => step.id === stepId) ?? null
}

/** What a project is that stands on this step. */
export function statusOn(step: Step): ProjectStatus {
	if (step.screen === 'success') return 'succeeded'
	return step.screen === 'failed' ? 'failed' : 'active'
}

/** Where a project begins. */
export function firstStep(stages: readonly Stage[]): Placed | null {
	return stepsOf(stages).find(({ step }) => statusOn(step) === 'active') ?? null
}

/** Where it goes from here when all goes well: the next step that is no failure; null at the end. */
export function nextStep(stages: readonly Stage[], stepId: string): Placed | null {
	const steps = stepsOf(stages)
	const at = steps.findIndex(({ step }) => step.id === stepId)
	if (at < 0 || statusOn(steps[at]!.step) !== 'active') return null
	return steps.slice(at + 1).find(({ step }) => step.screen !== 'failed') ?? null
}

/** The step before this one; null at the beginning. */
export function previousStep(stages: readonly Stage[], stepId: string): Placed | null {
	const steps = stepsOf(stages)
	const at = steps.findIndex(({ step }) => step.id === stepId)
	return at < 0 ? null : (steps.slice(0, at).findLast(({ step }) => statusOn(step) === 'active') ?? null)
}

/** Where a project goes that is moved to another version: to the same step, by id; null where somebody has to say. */
export function mapStep(to: readonly Stage[], stepId: string): Placed | null {
	return placeOf(to, stepId)
}

/** What to offer where a step is gone: one of the same name, else the one at the same place. */
export function suggestStep(from: readonly Stage[], to: readonly Stage[], stepId: string): Placed | null {
	const here = placeOf(from, stepId)
	const steps = stepsOf(to)
	if (!here) return firstStep(to)
	const same = steps.find(({ step }) => fold(step.name) === fold(here.step.name))
	const status = statusOn(here.step)
	const alike = steps.filter(({ step }) => statusOn(step) === status)
	return same ?? alike[Math.min(here.index, alike.length - 1)] ?? firstStep(to)
}

const fold = (text: string) => text.trim().toLowerCase()

/** The text in a language, else in the company's own, else in any there is. */
export function textIn(texts: Texts, language: string, fallback: string): string {
	const all: Record<string, string | undefined> = texts
	return all[language] || all[fallback] || Object.values(texts).find(Boolean) || ''
}

/** What a client reads of a step or stage: its portal name, else what the company calls it. */
export function nameIn(one: { name: string; portalName: Texts }, language: string, fallback: string): string {
	return textIn(one.portalName, language, fallback) || one.name
}

export interface FlowProblem {
	/** `stages.0.steps.2.portalName.es` */
	path: string
	code: string
}

/** Why a draft cannot be published; nothing where it can. `language` is the company's own. */
export function problemsOf(stages: readonly Stage[], language: string): FlowProblem[] {
	const steps = stepsOf(stages)
	const problems: FlowProblem[] = []
	if (!firstStep(stages)) problems.push({ path: 'stages', code: 'flow_without_steps' })
	else if (statusOn(steps[0]!.step) !== 'active') problems.push({ path: pathOf(stages, 0), code: 'flow_begins_at_end' })
	const end = steps.findIndex(({ step }) => step.screen === 'success')
	const beyond = end < 0 ? undefined : steps.slice(end + 1).find(({ step }) => statusOn(step) === 'active')
	if (beyond) problems.push({ path: `${pathOf(stages, beyond.index)}.screen`, code: 'flow_goes_on_after_success' })
	for (const { step, index } of steps) {
		const named = textIn({ [language]: step.portalName[language as 'en'] }, language, language)
		if (step.visible && !named)
			problems.push({ path: `${pathOf(stages, index)}.portalName.${language}`, code: 'portal_name_missing' })
	}
	stages.forEach((stage, at) => {
		if (stage.steps.length === 0) problems.push({ path: `stages.${at}.steps`, code: 'stage_without_steps' })
	})
	return problems
}

function pathOf(stages: readonly Stage[], index: number): string {
	let before = 0
	for (const [at, { steps }] of stages.entries()) {
		if (index < before + steps.length) return `stages.${at}.steps.${index - before}`
		before += steps.length
	}
	return 'stages'
}
