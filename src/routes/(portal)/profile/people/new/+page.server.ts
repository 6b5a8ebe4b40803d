import { error, redirect } from '@sveltejs/kit'
import { delegateInput } from '#features/access/delegates/schema.ts'
import { inviteDelegate } from '#features/access/delegates/writes.ts'
import { codesOf, fieldsOf } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { tooOften } from '../../../../../front-door/portal-entry.ts'
import { refuseShare, shareable, tickedIn } from '../share.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	if (!scope.mayInvite) error(404)
	return shareable(scope)
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.client(event)
		const { form, values } = await fieldsOf(event.request)
		const { locale, workspace } = event.locals
		const ticked = tickedIn(form)
		const { firstName, lastName, email, phone } = values
		const input = delegateInput(workspace.country).safeParse({ firstName, lastName, email, phone })
		const codes = { ...(input.success ? {} : codesOf(input.error)), ...missing(ticked) }
		if (!input.success || Object.keys(codes).length > 0) return refuseShare(locale, codes, values, ticked)
		const invited = await inviteDelegate(scope, input.data, ticked)
		if (invited.ok) redirect(303, '/profile/people?done=sent')
		if (invited.reason === 'not_found') error(404)
		if (invited.reason === 'tooMany') return tooOften(event, invited.retryAfter, { values, errors: {}, ticked })
		return refuseShare(locale, { [invited.path]: invited.reason }, values, ticked)
	},
}

function missing({ areas, places }: { areas: string[]; places: string[] }): Record<string, string> {
	return {
		...(places.length === 0 && { places: 'places_missing' }),
		...(areas.length === 0 && { areas: 'areas_missing' }),
	}
}
