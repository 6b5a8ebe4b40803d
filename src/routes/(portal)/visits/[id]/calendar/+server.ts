import { error } from '@sveltejs/kit'
import { appointmentOf } from '#features/visits/calendar/rules.ts'
import { findVisit } from '#features/visits/reads.ts'
import { calendarFile } from '#platform/calendar/ics.ts'
import { now } from '#platform/clock/clock.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The visit for the client's own calendar. */
export const GET: RequestHandler = async (event) => {
	const scope = gate.client(event, 'visits')
	const visit = await read(scope, (reader) => findVisit(reader, event.params.id))
	if (!visit) error(404)
	const { workspace, locale } = event.locals
	const { host, origin } = event.url
	const appointment = appointmentOf(visit, {
		company: workspace.name,
		host,
		url: `${origin}/visits/${visit.id}`,
		locale,
	})
	return new Response(calendarFile(workspace.name, [appointment], now()), {
		headers: {
			'content-type': 'text/calendar; charset=utf-8; method=PUBLISH',
			'content-disposition': `attachment; filename="${visit.id}.ics"`,
			'cache-control': 'private, no-store',
		},
	})
}
