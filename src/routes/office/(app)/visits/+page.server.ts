import { formatPhone } from '#features/people/channels/rules.ts'
import { roundOf } from '#features/visits/rounds/reads.ts'
import { daysOf, spanFrom } from '#features/visits/rounds/rules.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

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
