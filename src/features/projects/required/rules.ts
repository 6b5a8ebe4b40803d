import type { Requirement } from '#features/flows/rules.ts'

/** Something that a step needs, and how far it is. */
export interface RequiredAction {
	requirement: Requirement
	/** Asked for and not done yet. */
	open: number
	done: number
}

/** Where nothing has been asked for yet, nothing is done. */
export function isComplete({ open, done }: Pick<RequiredAction, 'open' | 'done'>): boolean {
	return done > 0 && open === 0
}

/** Whether all that a step needs is done; a step that needs nothing is never done by that. */
export function allDone(required: readonly RequiredAction[]): boolean {
	return required.length > 0 && required.every(isComplete)
}
