import { fail, redirect } from '@sveltejs/kit'
import { findAccount } from '#features/people/accounts/reads.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { createContact } from '#features/people/contacts/writes.ts'
import { findPlaces } from '#features/people/finding/reads.ts'
import { displayName, type Hit, presetsOf } from '#features/people/rules.ts'
import { contactInput } from '#features/people/schema.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { contactOf, tickedPlaces } from '../form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const { workspace } = event.locals
	const presets = presetsOf(workspace.settings.accessPresets)
	const accountId = event.url.searchParams.get('account')
	const account = accountId ? await read(scope, (reader) => findAccount(reader, accountId)) : null
	const chosen: Hit[] = account ? [{ type: 'account', id: account.id, title: account.name, meta: '' }] : []
	return {
		account: account && { id: account.id, name: account.name },
		chosen,
		areas: [...presets.client],
		presets,
		language: workspace.language,
		auto: workspace.settings.invitations.auto,
	}
}

export const actions: Actions = {
	create: async (event) => {
		const scope = gate.staff(event)
		const { form, values } = await fieldsOf(event.request)
		const { locale, workspace } = event.locals
		const given = contactOf(form, values)
		const back = async (codes: Record<string, string>, extra: object = {}) => {
			const ticked = await read(scope, (reader) => tickedPlaces(reader, form))
			return fail(422, { ...refusal(locale, codes, values), areas: given.accessAreas, ticked, ...extra })
		}
		const input = contactInput(workspace.country).safeParse(given)
		if (!input.success) return back(codesOf(input.error))
		const outcome = await createContact(scope, input.data)
		if (outcome.ok) redirect(303, `/office/contacts/${outcome.contact.id}?created`)
		if (outcome.reason === 'email_taken') {
			const other = await read(scope, (reader) => findContact(reader, outcome.contactId))
			return back({ email: outcome.reason }, { other: other && { id: other.id, name: displayName(other) } })
		}
		return back(
			'path' in outcome ? { [outcome.path.startsWith('links') ? 'linkQuery' : outcome.path]: outcome.reason } : {},
		)
	},
	/** Looks for accounts and sites without scripts; the typing goes back as it is. */
	find: async (event) => {
		const scope = gate.staff(event)
		const { form, values } = await fieldsOf(event.request)
		return read(scope, async (reader) => ({
			values,
			errors: {},
			areas: form.getAll('accessAreas').map(String),
			ticked: await tickedPlaces(reader, form),
			found: await findPlaces(reader, values.linkQuery ?? ''),
		}))
	},
}
