import { error, fail, redirect } from '@sveltejs/kit'
import { findContact } from '#features/people/contacts/reads.ts'
import { updateContact } from '#features/people/contacts/writes.ts'
import { displayName, presetsOf } from '#features/people/rules.ts'
import { contactPatch } from '#features/people/schema.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refusal } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import { contactOf, told, valuesOf, versionOf } from '../../form.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.staff(event)
	const { contact, inviter } = await read(scope, async (reader) => {
		const found = await findContact(reader, event.params.id)
		return { contact: found, inviter: found?.delegateOf ? await findContact(reader, found.delegateOf) : null }
	})
	if (!contact || contact.archivedAt) error(404)
	const { country } = event.locals.workspace
	return {
		contact: { id: contact.id, name: displayName(contact) },
		values: valuesOf(contact, country),
		kind: contact.kind,
		inviter: inviter && { id: inviter.id, name: displayName(inviter) },
		areas: contact.accessAreas,
		presets: presetsOf(event.locals.workspace.settings.accessPresets),
		version: contact.updatedAt.toISOString(),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event)
		const { form, values } = await fieldsOf(event.request)
		const { locale, workspace } = event.locals
		const { links: _links, invite: _invite, ...rest } = contactOf(form, values)
		const given = { ...rest, ...(values.free === 'on' && { delegateOf: null }) }
		const areas = given.accessAreas
		const input = contactPatch(workspace.country).safeParse(given)
		if (!input.success) return fail(422, { ...refusal(locale, codesOf(input.error), values), areas })
		const outcome = await updateContact(scope, event.params.id, input.data, versionOf(values.version))
		if (outcome.ok) redirect(303, `/office/contacts/${event.params.id}?saved`)
		if (outcome.reason === 'not_found') error(404)
		if (outcome.reason === 'changed') {
			const version = outcome.current.updatedAt.toISOString()
			return fail(409, { values, errors: {}, areas, version, changes: told(outcome.changes, event.locals.locale) })
		}
		if (outcome.reason === 'email_taken') {
			const other = await read(scope, (reader) => findContact(reader, outcome.contactId))
			const named = other && { id: other.id, name: displayName(other) }
			return fail(422, { ...refusal(locale, { email: outcome.reason }, values), areas, other: named })
		}
		return fail(422, { ...refusal(locale, { [outcome.path]: outcome.reason }, values), areas })
	},
}
