import { formatPhone } from '#features/people/channels/rules.ts'
import { brandOf } from '#features/workspaces/rules.ts'
import * as gate from '../../front-door/gate.ts'
import type { LayoutServerLoad } from './$types'

export const load: LayoutServerLoad = (event) => {
	gate.anybody(event)
	const { workspace, locale } = event.locals
	const { phone, country } = workspace
	return {
		brand: brandOf(workspace),
		locale,
		terms: Object.keys(workspace.terms).length > 0,
		help: phone ? { href: `tel:${phone}`, text: formatPhone(phone, country) } : null,
	}
}
