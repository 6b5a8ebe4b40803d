import { redirect } from '@sveltejs/kit'
import { mapsInput } from '#features/workspaces/schema.ts'
import { updateWorkspace } from '#features/workspaces/writes.ts'
import { codesOf, fieldsOf, refuse } from '../../../../../front-door/form.ts'
import * as gate from '../../../../../front-door/gate.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = (event) => {
	gate.manager(event)
	const { maps } = event.locals.workspace.settings
	return {
		maps: { ...maps, tiles: maps.tiles ?? '', geocoder: maps.geocoder ?? '', hosts: maps.hosts.join('\n') },
		saved: event.url.searchParams.has('saved'),
	}
}

export const actions: Actions = {
	default: async (event) => {
		const scope = gate.manager(event)
		const { values } = await fieldsOf(event.request)
		const hosts = (values.hosts ?? '').split(/\s+/).filter(Boolean)
		const input = mapsInput.safeParse({ ...values, hosts, maxZoom: Number(values.maxZoom || 19) })
		if (!input.success) return refuse(event.locals.locale, topOf(codesOf(input.error)), values)
		await updateWorkspace(scope, { settings: { maps: input.data } })
		redirect(303, '/office/settings/maps?saved')
	},
}

/** A mistake in one of the hosts stands at their field. */
function topOf(codes: Record<string, string>): Record<string, string> {
	return Object.fromEntries(Object.entries(codes).map(([path, code]) => [path.split('.')[0] ?? path, code]))
}
