import { fail } from '@sveltejs/kit'
import type { Ticked } from '#features/access/delegates/writes.ts'
import { placesOf } from '#features/people/places/reads.ts'
import type { Locale } from '#i18n'
import { read } from '#platform/db/db.ts'
import type { ClientScope } from '#platform/scope/scope.ts'
import { refusal } from '../../../../front-door/form.ts'

/** What a contact can share: all that it has itself. */
export async function shareable(scope: ClientScope) {
	return { places: await read(scope, placesOf), areas: scope.areas }
}

export function tickedIn(form: FormData): { areas: string[]; places: string[] } {
	return { areas: form.getAll('area').map(String), places: form.getAll('place').map(String) }
}

/** The form goes back with its typing and its ticks. */
export function refuseShare(
	locale: Locale,
	codes: Record<string, string>,
	values: Record<string, string>,
	ticked: Ticked,
) {
	return fail(422, {
		...refusal(locale, codes, values),
		ticked: { areas: [...ticked.areas], places: [...ticked.places] },
	})
}
