import { brandOf } from '#features/workspaces/rules.ts'
import { describeApi } from '../../../api-docs.ts'
import * as gate from '../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.anybody(event)
	return { brand: brandOf(event.locals.workspace), origin: event.url.origin, groups: describeApi() }
}
