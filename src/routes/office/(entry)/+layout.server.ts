import { brandOf } from '#features/workspaces/rules.ts'
import * as gate from '../../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = (event) => {
	gate.anybody(event)
	return { brand: brandOf(event.locals.workspace) }
}
