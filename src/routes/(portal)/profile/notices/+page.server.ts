import { error, redirect } from '@sveltejs/kit'
import { noticesOf } from '#features/notifications/choices/reads.ts'
import { shownWay, waysOf } from '#features/notifications/choices/rules.ts'
import { noticeChoices, noticeKinds } from '#features/notifications/choices/schema.ts'
import { chooseNotices } from '#features/notifications/choices/writes.ts'
import { formatPhone } from '#features/people/channels/rules.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	const contact = (await read(scope, (reader) => noticesOf(reader, scope.contactId))) ?? error(404)
	const { email, phone } = contact
	return {
		// A kind is called as the area that it tells of; what there is to do belongs to projects.
		kinds: noticeKinds
			.filter((kind) => scope.areas.includes(kind === 'tasks' ? 'projects' : kind))
			.map((kind) => ({ kind, way: shownWay(contact, kind) })),
		ways: waysOf(contact),
		email,
		phone: phone && formatPhone(phone, event.locals.workspace.country),
		done: event.url.searchParams.has('saved'),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const input = noticeChoices.safeParse(values)
		if (!input.success) return refuse(event.locals.locale, codesOf(input.error), values)
		const contact = (await read(scope, (reader) => noticesOf(reader, scope.contactId))) ?? error(404)
		const offered = waysOf(contact)
		const missing = noticeKinds.filter((kind) => !offered.includes(input.data[kind] ?? 'none'))
		if (missing.length > 0) {
			const codes = Object.fromEntries(missing.map((kind) => [kind, 'way_no_address']))
			return refuse(event.locals.locale, codes, values)
		}
		await chooseNotices(scope, input.data)
		redirect(303, '/profile/notices?saved')
	},
}
