import { expect, test } from 'vitest'
import { type SetupFacts, setupOf, setupSteps } from './rules.ts'

const facts = (done: boolean) => Object.fromEntries(setupSteps.map((step) => [step, done])) as SetupFacts

test('BRD-4: the list stands until all that is needed is done; what is optional does not hold it', () => {
	expect(setupOf(facts(false))).toMatchObject({ done: 0, needed: setupSteps.length - 1 })
	expect(setupOf({ ...facts(true), logo: false })).toMatchObject({ done: setupSteps.length - 2 })
	expect(setupOf({ ...facts(true), terms: false })).toBeNull()
	expect(setupOf(facts(true))).toBeNull()
})
