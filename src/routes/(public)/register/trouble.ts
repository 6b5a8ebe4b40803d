import { fail } from '@sveltejs/kit'
import type { Trouble } from '../../../front-door/portal-entry.ts'

/** Gives the form back with its typing, for a reason that is at no field. */
export function trouble(values: Record<string, string>, title: string, text: string) {
	return fail(422, { values, errors: {} as Record<string, string>, trouble: { title, text } satisfies Trouble })
}
