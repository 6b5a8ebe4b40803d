import { brandOf } from '#features/workspaces/rules.ts'
import * as gate from '../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = (event) => {
	const scope = gate.client(event)
	const { workspace, person } = event.locals
	return {
		brand: brandOf(workspace),
		areas: scope.areas,
		person: { name: person?.name ?? '', firstName: person?.firstName ?? '' },
		timeZone: workspace.timeZone,
		phone: workspace.phone,
	}
}
