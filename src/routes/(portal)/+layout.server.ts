import { unreadForClient } from '#features/messages/unread/reads.ts'
import { brandOf } from '#features/workspaces/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
	const scope = gate.client(event)
	const { workspace, person } = event.locals
	return {
		brand: brandOf(workspace),
		areas: scope.areas,
		unread: await read(scope, unreadForClient),
		person: { name: person?.name ?? '', firstName: person?.firstName ?? '' },
		timeZone: workspace.timeZone,
		phone: workspace.phone,
	}
}
