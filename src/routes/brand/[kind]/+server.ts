import { Readable } from 'node:stream'
import { error } from '@sveltejs/kit'
import { theApp } from '#platform/app/app.ts'
import * as gate from '../../../front-door/gate.ts'
import type { RequestHandler } from './$types'

/** The company's pictures, for everybody: the sign-in page and mails show them. */
export const GET: RequestHandler = async (event) => {
	gate.anybody(event)
	const { workspace } = event.locals
	const key =
		event.params.kind === 'logo-light'
			? workspace.logoLightKey
			: event.params.kind === 'logo-dark'
				? workspace.logoDarkKey
				: null
	const file = key ? await theApp().storage.get(key) : null
	if (!file) error(404)
	return new Response(Readable.toWeb(file) as ReadableStream, {
		headers: { 'content-type': 'image/png', 'cache-control': 'public, max-age=31536000, immutable' },
	})
}
