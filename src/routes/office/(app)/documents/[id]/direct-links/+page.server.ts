import { error } from '@sveltejs/kit'
import { contactsFor } from '#features/access/directLinks/choices/reads.ts'
import { linkDays } from '#features/access/directLinks/rules.ts'
import { findDocument } from '#features/documents/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { read } from '#platform/db/db.ts'
import { makeLink } from '../../../../../../front-door/direct-links.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

/** For whom a link to this document can be made. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	return read(scope, async (reader) => {
		const document = await findDocument(reader, event.params.id)
		if (!document || document.attachment) error(404)
		const { id, title, sharedWithPortal } = document
		const people = sharedWithPortal ? await contactsFor(reader, document) : []
		return {
			document: { id, title, shared: sharedWithPortal },
			people: people.map((one) => ({ id: one.id, name: displayName(one), email: one.email })),
			days: linkDays,
		}
	})
}

export const actions: Actions = {
	default: (event) => {
		const scope = gate.staff(event)
		return makeLink(event, scope, { targetId: event.params.id })
	},
}
