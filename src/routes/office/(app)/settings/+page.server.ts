import { redirect } from '@sveltejs/kit'
import * as gate from '../../../../front-door/gate.ts'
import type { PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	redirect(303, '/office/settings/company')
}
