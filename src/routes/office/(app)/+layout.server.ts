import { unreadForStaff } from '#features/messages/unread/reads.ts'
import { brandOf } from '#features/workspaces/rules.ts'
import { read } from '#platform/db/db.ts'
import * as gate from '../../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = async (event) => {
	const scope = gate.member(event)
	const { workspace, person } = event.locals
	const { modules } = workspace.settings
	return {
		brand: brandOf(workspace),
		role: scope.role,
		modules,
		waiting: modules.messages ? (await read(scope, unreadForStaff)).waiting : 0,
		person: { id: scope.memberId, name: person?.name ?? '' },
		timeZone: workspace.timeZone,
	}
}
