import { error, fail, redirect } from '@sveltejs/kit'
import { formatPhone } from '#features/people/channels/rules.ts'
import { roundOf } from '#features/visits/rounds/reads.ts'
import { daysOf, spanFrom } from '#features/visits/rounds/rules.ts'
import { departure } from '#features/visits/schema.ts'
import { arrive, setOut } from '#features/visits/underway/writes.ts'
import { completeVisit, type VisitOutcome } from '#features/visits/writes.ts'
import { errorText } from '#platform/api/error-text.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

/** What a member has to go to itself, today and in the days to come: a technician's home. */
export const load: PageServerLoad = async (event) => {
	const scope = gate.member(event)
	const { workspace, locale } = event.locals
	const { timeZone, country } = workspace
	const at = now()
	const stops = await read(scope, (reader) => roundOf(reader, spanFrom(at, timeZone)))
	return {
		days: daysOf(stops, {
			place: { locale, timeZone },
			at,
			memberId: scope.memberId,
			phone: (number, extension) => formatPhone(number, country, extension),
		}),
	}
}

/** Done, or what happened instead: somebody else was faster. */
function answer(locals: App.Locals, outcome: VisitOutcome) {
	if (outcome.ok) redirect(303, '/office/visits')
	if (outcome.reason === 'not_found') error(404)
	return fail(409, { refused: errorText(outcome.reason, locals.locale) })
}

export const actions: Actions = {
	setOut: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		const input = departure.safeParse(values.minutes ? { minutes: Number(values.minutes) } : {})
		if (!input.success) return fail(422, { refused: errorText('out_of_range', event.locals.locale) })
		return answer(event.locals, await setOut(scope, values.id ?? '', input.data))
	},
	arrive: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		return answer(event.locals, await arrive(scope, values.id ?? ''))
	},
	complete: async (event) => {
		const scope = gate.member(event)
		const { values } = await fieldsOf(event.request)
		return answer(event.locals, await completeVisit(scope, values.id ?? ''))
	},
}
