import { error, fail, redirect } from '@sveltejs/kit'
import { findAccount } from '#features/people/accounts/reads.ts'
import { updateAccount } from '#features/people/accounts/writes.ts'
import { accountPatch } from '#features/people/schema.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { told, versionOf } from '../../../contacts/form.ts'
import { accountOf } from '../../form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const account = await read(scope, (reader) => findAccount(reader, event.params.id))
	if (!account || account.archivedAt) error(404)
	const { name, kind, notes } = account
	return {
		account: { id: account.id, name },
		version: account.updatedAt.toISOString(),
		values: {
			name,
			kind,
			notes,
			externalId: account.externalId ?? '',
			leadSource: account.leadSource ?? '',
			portalEnabled: account.portalEnabled ? 'on' : '',
		},
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const { locale } = event.locals
		const input = accountPatch.safeParse(accountOf(values))
		if (!input.success) return fail(422, refusal(locale, codesOf(input.error), values))
		const outcome = await updateAccount(scope, event.params.id, input.data, versionOf(values.version))
		if (outcome.ok) redirect(303, `/office/accounts/${event.params.id}?saved`)
		if (outcome.reason === 'not_found') error(404)
		if (outcome.reason === 'changed') {
			const version = outcome.current.updatedAt.toISOString()
			return fail(409, { values, errors: {}, version, changes: told(outcome.changes, event.locals.locale) })
		}
		return fail(422, refusal(locale, { [outcome.path]: outcome.reason }, values))
	},
}
