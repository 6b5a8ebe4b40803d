import { redirect } from '@sveltejs/kit'
import { typedValues } from '#features/kept/rules.ts'
import * as gate from '../../../front-door/gate.ts'
import { discardKeptForm, keptForm } from '../../../front-door/kept.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	const kept = await keptForm(event, scope)
	if (!kept) redirect(303, '/')
	return { kept, typed: typedValues(kept) }
}

export const actions: Actions = {
	discard: async (event) => {
		const scope = gate.client(event)
		await discardKeptForm(event, scope)
		redirect(303, '/')
	},
}
