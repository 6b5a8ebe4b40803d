import { error, fail, redirect } from '@sveltejs/kit'
import { formatPhone } from '#features/people/channels/rules.ts'
import { type Contact, findContact } from '#features/people/contacts/reads.ts'
import { findPeople } from '#features/people/finding/reads.ts'
import { belongingsOf, suggestDuplicates } from '#features/people/merging/reads.ts'
import { mergeable, mergePlan } from '#features/people/merging/rules.ts'
import { mergeContacts } from '#features/people/merging/writes.ts'
import { displayName } from '#features/people/rules.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	const { country } = event.locals.workspace
	const { searchParams } = event.url
	const [otherId, keepId, find] = ['with', 'keep', 'find'].map((name) => searchParams.get(name) ?? '')
	return read(scope, async (reader) => {
		const one = await findContact(reader, event.params.id)
		if (!one || one.archivedAt) error(404)
		const two = otherId && otherId !== one.id ? await findContact(reader, otherId) : null
		if (!two || two.archivedAt) {
			const suggested = await suggestDuplicates(reader, one)
			const found = await findPeople(reader, find ?? '', country)
			return { name: displayName(one), id: one.id, find: find ?? '', found, suggested, pair: null }
		}
		const [keep, gone] = keepId === two.id ? [two, one] : [one, two]
		const plan = mergePlan(mergeable(keep), mergeable(gone))
		return {
			name: displayName(one),
			id: one.id,
			find: '',
			found: [],
			suggested: [],
			pair: {
				other: two.id,
				keep: cardOf(keep, country),
				gone: cardOf(gone, country),
				both: [cardOf(one, country), cardOf(two, country)],
				moves: await belongingsOf(reader, gone.id),
				lost: plan.conflicts.map(({ field, dropped }) => ({ field, value: dropped })),
			},
		}
	})
}

function cardOf(contact: Contact, country: string) {
	const phone = contact.phone && formatPhone(contact.phone, country, contact.phoneExtension)
	return {
		id: contact.id,
		name: displayName({ ...contact, phone }),
		email: contact.email,
		phone,
		portalStatus: contact.portalStatus,
		invitationBounced: contact.invitationBounced,
		accounts: [...new Set(contact.links.map((link) => link.accountName))],
		createdAt: contact.createdAt,
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		const outcome = await mergeContacts(scope, values.keep ?? '', values.gone ?? '')
		if (!outcome.ok) return fail(409, { refused: outcome.reason })
		redirect(303, `/office/contacts/${values.keep}?merged`)
	},
}
