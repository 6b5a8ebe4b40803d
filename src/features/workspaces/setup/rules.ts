/** The first steps of a new company, in the order in which they make sense. */
export const setupSteps = [
	'logo',
	'color',
	'company',
	'signIn',
	'mail',
	'account',
	'invitation',
	'document',
	'terms',
] as const
export type SetupStep = (typeof setupSteps)[number]

/** Good to have, not needed to be done. */
export const optionalSteps: readonly SetupStep[] = ['terms']

export type SetupFacts = Record<SetupStep, boolean>

export interface Setup {
	steps: { step: SetupStep; done: boolean; optional: boolean }[]
	done: number
	/** Without the optional ones. */
	needed: number
}

/** Where a company stands; null once all that is needed is done. */
export function setupOf(facts: SetupFacts): Setup | null {
	const steps = setupSteps.map((step) => ({ step, done: facts[step], optional: optionalSteps.includes(step) }))
	const needed = steps.filter(({ optional }) => !optional)
	const done = needed.filter((one) => one.done).length
	return done === needed.length ? null : { steps, done, needed: needed.length }
}
