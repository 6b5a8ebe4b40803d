import { redirect } from '@sveltejs/kit'
import { listApiKeys } from '#features/access/apiKeys/reads.ts'
import { apiResources } from '#features/access/apiKeys/rules.ts'
import { createApiKey, revokeApiKey } from '#features/access/apiKeys/writes.ts'
import { read } from '#platform/db/db.ts'
import { fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
	const scope = gate.manager(event)
	return { keys: await read(scope, listApiKeys), resources: apiResources, saved: event.url.searchParams.has('saved') }
}

export const actions: Actions = {
	/** The key is shown once, in the answer to this very request; it is stored nowhere. */
	create: async (event) => {
		const scope = gate.manager(event)
		const { form, values } = await fieldsOf(event.request)
		const grants = form.getAll('grants').map(String)
		const made = await createApiKey(scope, { name: values.name ?? '', grants })
		if (!made.ok)
			return refuse(
				event.locals.locale,
				{ [made.reason === 'name_missing' ? 'name' : 'grants']: made.reason },
				{ name: values.name ?? '', grants: grants.join(' ') },
			)
		return { apiKey: made.apiKey }
	},
	revoke: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		await revokeApiKey(scope, values.id ?? '')
		redirect(303, '/office/settings/api-keys?saved')
	},
}
