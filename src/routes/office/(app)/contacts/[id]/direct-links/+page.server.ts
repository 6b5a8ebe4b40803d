import { error } from '@sveltejs/kit'
import { documentsFor } from '#features/access/directLinks/choices/reads.ts'
import { listDirectLinks } from '#features/access/directLinks/reads.ts'
import { linkDays } from '#features/access/directLinks/rules.ts'
import { revokeDirectLink, revokeDirectLinks } from '#features/access/directLinks/writes.ts'
import { findContact } from '#features/people/contacts/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { read } from '#platform/db/db.ts'
import { makeLink } from '../../../../../../front-door/direct-links.ts'
import { fieldsOf } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

const most = 100

/** The links of a contact that work, and what a new one can open. */
export const load: PageServerLoad = (event) => {
	const scope = gate.staff(event)
	const query = event.url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
	return read(scope, async (reader) => {
		const contact = await findContact(reader, event.params.id)
		if (!contact) error(404)
		return {
			contact: { id: contact.id, name: displayName(contact), email: contact.email, status: contact.portalStatus },
			links: await listDirectLinks(reader, { contactId: contact.id, live: true }, { limit: most }),
			documents: contact.archivedAt ? [] : await documentsFor(reader, contact.id, query),
			query,
			days: linkDays,
		}
	})
}

export const actions: Actions = {
	make: (event) => {
		const scope = gate.staff(event)
		return makeLink(event, scope, { contactId: event.params.id })
	},
	revoke: async (event) => {
		const scope = gate.staff(event)
		const { values } = await fieldsOf(event.request)
		if (!(await revokeDirectLink(scope, values.link ?? ''))) error(404)
		return { revoked: 1 }
	},
	revokeAll: async (event) => {
		const scope = gate.staff(event)
		return { revoked: (await revokeDirectLinks(scope, event.params.id)) ?? error(404) }
	},
}
