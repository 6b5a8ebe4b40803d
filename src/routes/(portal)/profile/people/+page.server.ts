import { error } from '@sveltejs/kit'
import { ownDelegates } from '#features/access/delegates/reads.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

/** Whom the contact has let in; there for those who may let somebody in. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	if (!scope.mayInvite) error(404)
	const { country } = event.locals.workspace
	const people = await read(scope, ownDelegates)
	return {
		people: people.map(({ id, name, email, phone, status, areas, places }) => ({
			id,
			name,
			status,
			address: email ?? (phone && formatPhone(phone, country)) ?? '',
			areas,
			places: places.map(({ label }) => label),
		})),
		done: event.url.searchParams.get('done'),
	}
}
