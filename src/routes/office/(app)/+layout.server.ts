import { brandOf } from '#features/workspaces/rules.ts'
import * as gate from '../../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = (event) => {
	const scope = gate.member(event)
	const { workspace, person } = event.locals
	return {
		brand: brandOf(workspace),
		role: scope.role,
		person: { id: scope.memberId, name: person?.name ?? '' },
		timeZone: workspace.timeZone,
	}
}
