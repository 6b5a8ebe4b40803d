import { error } from '@sveltejs/kit'
import { homeFileHeaders } from '#features/homeFile/rules.ts'
import { takeHomeFile } from '#features/homeFile/writes.ts'
import { spend } from '#platform/limits/limits.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** Each reads all that there is of a site. */
const hourly = { name: 'home-file', points: 60, duration: 3600 }

export const GET: RequestHandler = async (event) => {
	const scope = gate.client(event, 'documents')
	const file = await takeHomeFile(scope, event.params.id, event.locals.locale, async () => {
		if (!(await spend(hourly, scope.contactId)).ok) error(429)
	})
	return file ? new Response(file.body, { headers: homeFileHeaders(file) }) : error(404)
}
