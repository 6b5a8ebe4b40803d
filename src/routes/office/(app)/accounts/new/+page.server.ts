import { redirect } from '@sveltejs/kit'
import { createAccountWithSite } from '#features/people/accounts/writes.ts'
import { accountInput, address } from '#features/people/schema.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { accountOf, addressOf } from '../form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.staff(event)
	return { country: event.locals.workspace.country }
}

const newAccount = accountInput.extend({ address: address.nullable() })

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const input = newAccount.safeParse({ ...accountOf(values), address: addressOf(values) })
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const { address: place, ...account } = input.data
		const outcome = await createAccountWithSite(scope, account, place)
		if (outcome.ok) redirect(303, `/office/accounts/${outcome.account.id}?created`)
		const codes: Record<string, string> = 'path' in outcome ? { [outcome.path]: outcome.reason } : {}
		return refuse(event.locals.locale, codes, values)
	},
}
