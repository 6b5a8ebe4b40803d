import { theApp } from '#platform/app/app.ts'
import { newsForStaff } from '#platform/realtime/audience.ts'
import { liveStream } from '#platform/realtime/stream.ts'
import { identifyAgain } from '../../../../front-door/actor.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** Server-sent events for a signed-in member. */
export const GET: RequestHandler = (event) => {
	const scope = gate.member(event)
	return liveStream({
		scope,
		session: event.locals.person?.sessionId ?? '',
		newsFor: newsForStaff,
		stopping: theApp().stopping,
		again: () => identifyAgain(event, 'staff'),
	})
}
