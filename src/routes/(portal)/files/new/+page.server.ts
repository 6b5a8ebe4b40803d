import { placesOf } from '#features/people/places/reads.ts'
import { errorText } from '#platform/api/error-text.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

/** The form; after a refusal without scripts it comes back with what was typed, and why. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event, 'documents')
	const { searchParams } = event.url
	const code = searchParams.get('refused')?.match(/^[a-z_]{1,40}$/)?.[0]
	return {
		places: await read(scope, placesOf),
		title: searchParams.get('title')?.slice(0, 200) ?? '',
		place: searchParams.get('place')?.slice(0, 200) ?? '',
		refused: code
			? { text: errorText(code, event.locals.locale), name: searchParams.get('name')?.slice(0, 200) ?? '' }
			: null,
	}
}
