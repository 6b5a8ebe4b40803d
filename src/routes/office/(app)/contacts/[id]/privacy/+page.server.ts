import { error, fail, redirect } from '@sveltejs/kit'
import { findContact } from '#features/people/contacts/reads.ts'
import { displayName } from '#features/people/rules.ts'
import { erasurePlan } from '#features/privacy/erasing/reads.ts'
import { eraseContact } from '#features/privacy/erasing/writes.ts'
import { lastErasure } from '#features/privacy/erasures/reads.ts'
import { declineErasure } from '#features/privacy/erasures/writes.ts'
import { dataExportsOf } from '#features/privacy/exports/reads.ts'
import { askForData } from '#features/privacy/exports/writes.ts'
import { m } from '#messages'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../../../front-door/form.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	const { id } = event.params
	const shown = await read(scope, async (reader) => {
		const contact = await findContact(reader, id)
		if (!contact) error(404)
		if (contact.mergedInto && !contact.erasedAt) redirect(303, `/office/contacts/${contact.mergedInto}/privacy`)
		const [latest] = await dataExportsOf(reader, id)
		return {
			contact: { id, name: displayName(contact), erased: contact.erasedAt !== null },
			latest: latest ?? null,
			erasure: await lastErasure(reader, id),
		}
	})
	return {
		...shown,
		pseudonym: m.privacy_pseudonym({ code: id.slice(-6).toUpperCase() }),
		plan: shown.contact.erased ? null : await erasurePlan(scope, id),
		declined: event.url.searchParams.has('declined'),
	}
}

export const actions: Actions = {
	gather: async (event) => {
		const scope = gate.manager(event)
		const asked = await askForData(scope, event.params.id)
		if (asked.ok) redirect(303, `/office/contacts/${event.params.id}/privacy`)
		if (asked.reason === 'not_found') error(404)
		event.setHeaders({ 'retry-after': String(asked.retryAfter) })
		return fail(429, { problem: m.access_too_many_text({ count: Math.ceil(asked.retryAfter / 60) }) })
	},
	erase: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		if (values.sure !== 'on') return fail(422, { unsure: true, texts: values.texts === 'on' })
		const erased = await eraseContact(scope, event.params.id, { texts: values.texts === 'on' })
		if (!erased.ok) error(404)
		redirect(303, `/office/contacts/${event.params.id}/privacy`)
	},
	decline: async (event) => {
		const scope = gate.manager(event)
		await declineErasure(scope, event.params.id)
		redirect(303, `/office/contacts/${event.params.id}/privacy?declined`)
	},
}
