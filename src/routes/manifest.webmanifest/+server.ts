import { manifestOf } from '#features/workspaces/icons/rules.ts'
import * as gate from '../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The portal as an app of the company's own. */
export const GET: RequestHandler = (event) => {
	gate.anybody(event)
	const { workspace, locale } = event.locals
	return new Response(JSON.stringify(manifestOf(workspace, locale)), {
		headers: { 'content-type': 'application/manifest+json', 'cache-control': 'private, max-age=600' },
	})
}
