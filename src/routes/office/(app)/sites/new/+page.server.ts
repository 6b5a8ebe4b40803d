import { error, redirect } from '@sveltejs/kit'
import { findAccount } from '#features/people/accounts/reads.ts'
import { siteInput } from '#features/people/schema.ts'
import { createSite } from '#features/people/sites/writes.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { addressOf } from '../../accounts/form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const id = event.url.searchParams.get('account') ?? ''
	const account = await read(scope, (reader) => findAccount(reader, id))
	if (!account || account.archivedAt) error(404)
	return { account: { id: account.id, name: account.name }, country: event.locals.workspace.country }
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const { locale } = event.locals
		const input = siteInput.safeParse({ ...values, address: addressOf(values) ?? {} })
		if (!input.success) return refuse(locale, codesOf(input.error), values)
		const outcome = await createSite(scope, input.data)
		if (outcome.ok) redirect(303, `/office/accounts/${outcome.site.accountId}?saved`)
		const codes: Record<string, string> = 'path' in outcome ? { [outcome.path]: outcome.reason } : {}
		return refuse(locale, codes, values)
	},
}
