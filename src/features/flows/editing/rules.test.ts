import fc from 'fast-check'
import { expect, test } from 'vitest'
import { twoStages } from '#support/flow.ts'
import type { Stage } from '../rules.ts'
import { stagesInput } from '../schema.ts'
import { addStage, addStep, placeStep, removeStage, removeStep, shiftStage, shiftStep } from './rules.ts'
import { minorUnits, stepOf } from './schema.ts'

const stages = stagesInput.parse(twoStages)
const shape = (all: readonly Stage[]) => all.map(({ id, steps }) => `${id}(${steps.map((step) => step.id)})`).join(' ')

test.each<[string, (all: Stage[]) => Stage[], string]>([
	['a step up', (all) => shiftStep(all, 'b', -1), 'one(b,a) two(c,d,won,lost)'],
	['the first step up', (all) => shiftStep(all, 'a', -1), 'one(a,b) two(c,d,won,lost)'],
	['a step down into the next stage', (all) => shiftStep(all, 'b', 1), 'one(a) two(b,c,d,won,lost)'],
	['a step up into the stage before', (all) => shiftStep(all, 'c', -1), 'one(a,b,c) two(d,won,lost)'],
	['a step down', (all) => shiftStep(all, 'c', 1), 'one(a,b) two(d,c,won,lost)'],
	['the last step down', (all) => shiftStep(all, 'lost', 1), 'one(a,b) two(c,d,won,lost)'],
	['a step to before another', (all) => placeStep(all, 'a', 'two', 'd'), 'one(b) two(c,a,d,won,lost)'],
	['a step to the end of a stage', (all) => placeStep(all, 'd', 'one', null), 'one(a,b,d) two(c,won,lost)'],
	['a step to where it is', (all) => placeStep(all, 'a', 'one', 'a'), 'one(a,b) two(c,d,won,lost)'],
	['an unknown step', (all) => placeStep(all, 'x', 'one', null), 'one(a,b) two(c,d,won,lost)'],
	['a stage down', (all) => shiftStage(all, 'one', 1), 'two(c,d,won,lost) one(a,b)'],
	['the last stage down', (all) => shiftStage(all, 'two', 1), 'one(a,b) two(c,d,won,lost)'],
	['a new stage', (all) => addStage(all, 'three', 'Three'), 'one(a,b) two(c,d,won,lost) three()'],
	['a new step before the ends', (all) => addStep(all, 'two', 'e', 'E'), 'one(a,b) two(c,d,e,won,lost)'],
	[
		'a second end after the first',
		(all) => addStep(removeStep(removeStep(all, 'c'), 'd'), 'two', 'e', 'E'),
		'one(a,b) two(won,lost,e)',
	],
	['a step gone', (all) => removeStep(all, 'c'), 'one(a,b) two(d,won,lost)'],
	['a stage gone', (all) => removeStage(all, 'two'), 'one(a,b)'],
])('PRJ-1: in the editor, %s', (_what, edit, result) => {
	expect(shape(edit(stages))).toBe(result)
})

test('PRJ-1: however steps are shifted about, none is lost and none is there twice', () => {
	const ids = fc.constantFrom('a', 'b', 'c', 'd', 'won', 'lost')
	const shift = fc.record({ id: ids, by: fc.constantFrom(-1 as const, 1 as const), stage: fc.boolean() })
	fc.assert(
		fc.property(fc.array(shift, { maxLength: 20 }), (shifts) => {
			const all = shifts.reduce<Stage[]>(
				(now, { id, by, stage }) => (stage ? shiftStage(now, id === 'a' ? 'one' : 'two', by) : shiftStep(now, id, by)),
				stages,
			)
			const left = all.flatMap(({ steps }) => steps.map((step) => step.id)).toSorted()
			expect(left).toEqual(['a', 'b', 'c', 'd', 'lost', 'won'])
		}),
	)
})

test.each([
	['', 2, null],
	['7200', 2, 720_000],
	['7,200.50', 2, 720_050],
	['7.200,5', 2, 720_050],
	['7 200', 2, 720_000],
	['12.5', 0, Number.NaN],
	['a lot', 2, Number.NaN],
	['1500', 0, 1500],
])('PRJ-5: an amount typed as %o in a currency with %i decimals', (text, digits, minor) => {
	expect(minorUnits(text, digits)).toBe(minor)
})

test('PRJ-4: the documents of a step are those that have a title, in their order', () => {
	const values = { name: 'Papers', holder: 'client', screen: 'documents', movesOn: 'on' }
	const documents = {
		documentTitleEn0: '',
		documentTextEn0: 'Gone',
		documentTitleEs2: 'Factura',
		documentTitleEn5: 'A',
	}
	expect(stepOf({ ...values, ...documents }, ['documents'], 2)).toMatchObject({
		data: { movesOn: true, required: ['documents'], documents: [{ title: { es: 'Factura' } }, { title: { en: 'A' } }] },
	})
})
