import fc from 'fast-check'
import { expect, test } from 'vitest'
import { step, twoStages } from '#support/flow.ts'
import { readyMade } from './readyMade/rules.ts'
import {
	firstStep,
	mapStep,
	nextStep,
	placeOf,
	previousStep,
	problemsOf,
	type Stage,
	statusOn,
	stepsOf,
	suggestStep,
} from './rules.ts'
import { stagesInput } from './schema.ts'

const stages = stagesInput.parse(twoStages)

test.each([
	['a', 'b', null],
	['b', 'c', 'a'],
	['c', 'd', 'b'],
	['d', 'won', 'c'],
	['won', null, 'd'],
	['lost', null, 'd'],
	['nowhere', null, null],
])('PRJ-1: after %s comes %s, before it %s', (id, next, before) => {
	expect(nextStep(stages, id)?.step.id ?? null).toBe(next)
	expect(previousStep(stages, id)?.step.id ?? null).toBe(before)
})

const one = (steps: unknown[]): Stage[] => stagesInput.parse([{ id: 's', name: 'S', steps }])

test.each<[string, Stage[], string[]]>([
	['a whole flow', stages, []],
	['nothing', [], ['stages flow_without_steps']],
	[
		'a stage without steps',
		[...stages, ...one([]).map((s) => ({ ...s, id: 't' }))],
		['stages.2.steps stage_without_steps'],
	],
	['ends alone', one([step('won', { screen: 'success' })]), ['stages flow_without_steps']],
	[
		'a beginning with an end',
		one([step('lost', { screen: 'failed' }), step('a')]),
		['stages.0.steps.0 flow_begins_at_end'],
	],
	[
		'work after success',
		one([step('a'), step('won', { screen: 'success' }), step('b')]),
		['stages.0.steps.2.screen flow_goes_on_after_success'],
	],
	[
		'no name in the language of the company',
		one([step('a', { portalName: { es: 'Paso' } })]),
		['stages.0.steps.0.portalName.en portal_name_missing'],
	],
	['a hidden step without a name', one([step('a'), step('b', { visible: false, portalName: {} })]), []],
])('PRJ-1: %s is looked through before it is published', (_what, given, problems) => {
	expect(problemsOf(given, 'en').map(({ path, code }) => `${path} ${code}`)).toEqual(problems)
})

test.each<[string, unknown, string]>([
	['an id twice', [{ name: 'S', steps: [step('a'), step('a')] }], '0.steps.1.id id_twice'],
	[
		'a milestone twice',
		[{ name: 'S', steps: ['a', 'b'].map((id) => step(id, { milestone: { code: 'M1' } })) }],
		'0.steps.1.milestone.code milestone_twice',
	],
	[
		'days the wrong way',
		[{ name: 'S', steps: [step('a', { typicalDays: [5, 2] })] }],
		'0.steps.0.typicalDays days_reversed',
	],
	['an unknown screen', [{ name: 'S', steps: [step('a', { screen: 'dance' })] }], '0.steps.0.screen screen_unknown'],
])('PRJ-1: %s is refused', (_what, given, problem) => {
	const { error } = stagesInput.safeParse(given)
	expect(error?.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`)).toContain(problem)
})

test('PRJ-1: a milestone takes money as the API writes it, or its minor units', () => {
	const of = (amount: unknown) =>
		one([step('a', { milestone: { code: 'M1', amount } })])[0]?.steps[0]?.milestone?.amount
	expect([of(5), of({ amount: 5, currency: 'USD' }), of(null)]).toEqual([5, 5, null])
})

test('PRJ-1: the ready-made flows can be published in both languages', () => {
	for (const flow of readyMade)
		for (const language of ['en', 'es'] as const) {
			const made = flow.stages(language, new Map(flow.items.map((key) => [key, `ait_${key}`])))
			expect(stepsOf(made).flatMap(({ step }) => step.actionItems)).toEqual(flow.items.map((key) => `ait_${key}`))
			expect(flow.items.length).toBeGreaterThan(0)
			expect(stagesInput.safeParse(made).error).toBeUndefined()
			expect(problemsOf(made, language)).toEqual([])
		}
})

/** Flows of any shape: up to five stages of up to five steps of any kind. */
const screens = fc.constantFrom('general', 'documents', 'visit', 'success', 'failed')
const anyFlow = fc.array(fc.array(screens, { maxLength: 5 }), { maxLength: 5 }).map((shape) => {
	let n = 0
	return stagesInput.parse(
		shape.map((steps, at) => ({ id: `g${at}`, name: 'G', steps: steps.map((screen) => step(`s${n++}`, { screen })) })),
	)
})

test('PRJ-1: whatever its shape, going on from the first step ends, without a step twice and never on a failure', () => {
	fc.assert(
		fc.property(anyFlow, (flow) => {
			const been = new Set<string>()
			for (let at = firstStep(flow); at; at = nextStep(flow, at.step.id)) {
				expect(been.has(at.step.id)).toBe(false)
				expect(statusOn(at.step)).not.toBe('failed')
				been.add(at.step.id)
			}
			const indexes = [...been].map((id) => placeOf(flow, id)?.index ?? -1)
			expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
		}),
	)
})

test('PRJ-1: a step that is in both versions maps to itself, one that is not maps to nothing and gets an offer', () => {
	fc.assert(
		fc.property(anyFlow, fc.nat(), (flow, seed) => {
			const all = stepsOf(flow)
			const gone = all[seed % Math.max(1, all.length)]?.step.id
			const next = flow.map((stage) => ({ ...stage, steps: stage.steps.filter(({ id }) => id !== gone).toReversed() }))
			for (const { step } of all) {
				const to = mapStep(next, step.id)
				expect(to?.step.id ?? null).toBe(step.id === gone ? null : step.id)
			}
			if (gone && firstStep(next)) expect(suggestStep(flow, next, gone)).not.toBeNull()
		}),
	)
})
