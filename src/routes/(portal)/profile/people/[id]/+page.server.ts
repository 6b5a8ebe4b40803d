import { error, fail, redirect } from '@sveltejs/kit'
import { ownDelegate } from '#features/access/delegates/reads.ts'
import { removeDelegate } from '#features/access/delegates/removal/writes.ts'
import { changeDelegate, remindDelegate } from '#features/access/delegates/writes.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import { tooOften } from '../../../../../front-door/portal-entry.ts'
import { refuseShare, shareable, tickedIn } from '../share.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	const person = scope.mayInvite ? await read(scope, (reader) => ownDelegate(reader, event.params.id)) : null
	if (!person) error(404)
	const { id, name, email, status, areas, places, invitedAt } = person
	const phone = person.phone && formatPhone(person.phone, event.locals.workspace.country)
	const ticked = { areas, places: places.map((place) => place.siteId ?? place.accountId) }
	return {
		person: { id, name, status, invitedAt, address: [email, phone].filter(Boolean).join(' · ') },
		ticked,
		own: await shareable(scope),
		done: event.url.searchParams.get('done'),
	}
}

export const actions: Actions = {
	save: async (event) => {
		const scope = gate.client(event)
		const { form, values } = await fieldsOf(event.request)
		const ticked = tickedIn(form)
		const changed = await changeDelegate(scope, event.params.id, ticked)
		if (changed.ok) redirect(303, `/profile/people/${event.params.id}?done=changed`)
		if (changed.reason === 'not_found') error(404)
		return refuseShare(event.locals.locale, { [changed.path]: changed.reason }, values, ticked)
	},
	again: async (event) => {
		const scope = gate.client(event)
		const sent = await remindDelegate(scope, event.params.id)
		if (sent.ok) redirect(303, `/profile/people/${event.params.id}?done=again`)
		if (sent.reason === 'not_found') error(404)
		return tooOften(event, sent.retryAfter, {})
	},
	remove: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const known = await read(scope, (reader) => ownDelegate(reader, event.params.id))
		if (!known) error(404)
		if (values.sure !== 'on') return fail(422, { unsure: true })
		await removeDelegate(scope, known.id)
		redirect(303, '/profile/people?done=removed')
	},
}
