import { error, redirect } from '@sveltejs/kit'
import { isLogoKind, removeLogo, storeLogo } from '#features/workspaces/logo/writes.ts'
import * as gate from '../../../../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** A picture for the brand, streamed in; `?kind=logo-light|logo-dark|icon`, `&remove` takes it away. */
export const POST: RequestHandler = async (event) => {
	const scope = gate.manager(event)
	const kind = event.url.searchParams.get('kind')
	if (!isLogoKind(kind)) error(404)
	if (event.url.searchParams.has('remove')) {
		await removeLogo(scope, event.locals.workspace, kind)
		redirect(303, '/office/settings/brand?saved')
	}
	const stored = await storeLogo(scope, event.locals.workspace, kind, event.request)
	redirect(303, stored.ok ? '/office/settings/brand?saved' : `/office/settings/brand?refused=${stored.reason}`)
}
