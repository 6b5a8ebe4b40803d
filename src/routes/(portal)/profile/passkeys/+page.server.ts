import { error, redirect } from '@sveltejs/kit'
import { listPasskeys } from '#features/access/passkeys/reads.ts'
import { newName, passkeyName, registration } from '#features/access/passkeys/schema.ts'
import { addPasskey, removePasskey, renamePasskey } from '#features/access/passkeys/writes.ts'
import { deviceName } from '#features/access/sessions/rules.ts'
import { read } from '#platform/db/db.ts'
import { codesOf, fieldsOf, refuse } from '../../../../front-door/form.ts'
import * as gate from '../../../../front-door/gate.ts'
import { challengeOf, siteOf } from '../../../../front-door/passkeys.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.client(event)
	if (!event.locals.workspace.settings.signIn.passkey) error(404)
	const passkeys = await read(scope, listPasskeys)
	const here = event.url.hostname
	return {
		passkeys: passkeys.map(({ host, ...one }) => ({ ...one, elsewhere: host === here ? null : host })),
		suggested: deviceName(event.request.headers.get('user-agent') ?? ''),
		done: event.url.searchParams.get('done'),
	}
}

export const actions: Actions = {
	add: async (event) => {
		const scope = gate.client(event)
		if (!event.locals.workspace.settings.signIn.passkey) error(404)
		const { values } = await fieldsOf(event.request)
		const name = passkeyName.safeParse(values.name ?? '')
		if (!name.success) return refuse(event.locals.locale, { name: 'too_long' }, { name: values.name ?? '' })
		const response = registration(values.credential ?? '')
		const challenge = response && challengeOf(event, `new:${scope.contactId}`, response)
		if (!challenge) return refuse(event.locals.locale, { name: 'passkey_refused' }, { name: name.data })
		const made = { response, challenge, site: siteOf(event), name: name.data }
		const added = await addPasskey(scope, made)
		if (!added.ok && added.reason === 'off') error(404)
		if (!added.ok) return refuse(event.locals.locale, { name: added.reason }, { name: name.data })
		redirect(303, '/profile/passkeys?done=added')
	},
	rename: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		const { id = '' } = values
		const name = newName.safeParse(values.name ?? '')
		if (!name.success) return refuse(event.locals.locale, { [`name-${id}`]: codesOf(name.error)[''] ?? '' }, values)
		if (!(await renamePasskey(scope, id, name.data))) error(404)
		redirect(303, '/profile/passkeys?done=renamed')
	},
	remove: async (event) => {
		const scope = gate.client(event)
		const { values } = await fieldsOf(event.request)
		await removePasskey(scope, values.id ?? '')
		redirect(303, '/profile/passkeys?done=removed')
	},
}
