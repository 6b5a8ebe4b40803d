import { error } from '@sveltejs/kit'
import { signInAddress } from '#features/access/directLinks/reads.ts'
import { findThing, targets } from '#features/access/directLinks/targets/reads.ts'
import { toView } from '#features/documents/lists/rules.ts'
import { read } from '#platform/db/db.ts'
import type { LinkScope } from '#platform/scope/scope.ts'
import * as gate from '../../../../front-door/gate.ts'
import { stepUp, stepUpAsAnother } from '../../../../front-door/step-up.ts'
import type { Actions, PageServerLoad } from './$types'

/** Shows the one thing. Opening the page counts for nothing, since scanners of mail do that: what it shows does. */
export const load: PageServerLoad = (event) => {
	const scope = gate.link(event)
	return read(scope, async (reader) => {
		const thing = await findThing(reader)
		if (!thing) error(404)
		return {
			file: toView(scope, thing.document),
			more: (await signInAddress(reader)) !== null,
			timeZone: event.locals.workspace.timeZone,
		}
	})
}

export const actions: Actions = {
	portal: async (event) => {
		const scope = gate.link(event)
		return stepUp(event, scope, await pathOf(scope))
	},
	another: async (event) => {
		const scope = gate.link(event)
		return stepUpAsAnother(event, scope, await pathOf(scope))
	},
}

/** Where in the portal the thing is. */
async function pathOf(scope: LinkScope): Promise<string> {
	if (!(await read(scope, findThing))) error(404)
	return targets[scope.target.type]?.path(scope.target.id) ?? '/'
}
